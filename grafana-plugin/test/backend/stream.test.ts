import { until } from '@mesh-observatory/test-kit/until';
import { startPlugin, type PluginHost, type ReadableCall } from './support/host';
import { pluginContext, type Saved } from './support/requests';
import { startStubCollector, type StubCollector } from './support/stubCollector';

interface Frame {
  readonly schema: { readonly name: string; readonly fields: Array<{ readonly name: string }> };
  readonly data: { readonly values: unknown[][] };
}

describe('Stream', () => {
  let plugin: PluginHost;
  let collector: StubCollector;
  const open: ReadableCall[] = [];

  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(async () => {
    await plugin.kill();
  });
  beforeEach(async () => {
    collector = await startStubCollector();
  });
  afterEach(async () => {
    open.splice(0).forEach((stream) => stream.cancel());
    await collector.stop();
  });

  const request = (path: string, saved: Partial<Saved> = {}) => ({
    pluginContext: pluginContext({ url: collector.url, ...saved }),
    path,
  });
  const subscribe = (path: string, saved: Partial<Saved> = {}) =>
    plugin.call<{ status: string; data: Buffer }>('Stream', 'SubscribeStream', request(path, saved));

  function run(path: string, saved: Partial<Saved> = {}) {
    const stream = plugin.stream('Stream', 'RunStream', request(path, saved));
    const frames: Frame[] = [];
    let ended = false;
    stream.on('data', ({ data }: { data: Buffer }) => frames.push(JSON.parse(String(data)) as Frame));
    stream.on('error', () => undefined);
    stream.on('end', () => (ended = true));
    open.push(stream);
    const rows = () =>
      frames.flatMap(({ data: { values } }) => (values[0] ?? []).map((_, row) => values.map((column) => column[row])));
    return { stream, frames, rows, ended: () => ended };
  }

  const subscribed = () => until(async () => collector.sockets.length > 0, { what: 'a subscription' });
  let sequence = 0;
  const batch = (changes: object) => {
    sequence += 1;
    collector.sockets.at(-1)?.send(JSON.stringify({ type: 'batch', seq: sequence, at: 1, ...changes }));
  };
  const event = (title: string) => ({ at: 5, kind: 'reboot', severity: 'info', nodeId: '!00000001', title, text: '' });

  it.each(['nodes', 'positions', 'messages', 'events', 'default/nodes'])('offers %s', async (path) => {
    const { status, data } = await subscribe(path);
    expect(status).toBe('OK');
    expect(JSON.parse(String(data))).toMatchObject({ schema: { name: path.split('/').at(-1) } });
  });

  it.each(['', 'packets', 'nodes/', 'nodes/x', 'default/nodes/x', '..'])('knows no "%s"', async (path) => {
    expect(await subscribe(path)).toMatchObject({ status: 'NOT_FOUND' });
  });

  it('keeps organizations apart', async () => {
    expect(await subscribe('org-2/nodes')).toMatchObject({ status: 'PERMISSION_DENIED' });
    expect(await subscribe('org-2/nodes', { orgId: 2 })).toMatchObject({ status: 'OK' });
    expect(await subscribe('default/nodes', { orgId: 2 })).toMatchObject({ status: 'PERMISSION_DENIED' });
    expect(await subscribe('stacks-7/nodes', { namespace: 'stacks-7' })).toMatchObject({ status: 'OK' });
    const foreign = run('org-2/nodes');
    await until(async () => foreign.ended(), { what: 'the stream ends' });
    expect(collector.sockets).toEqual([]);
  });

  it('lets nobody publish', async () => {
    expect(await plugin.call('Stream', 'PublishStream', request('nodes'))).toMatchObject({
      status: 'PERMISSION_DENIED',
    });
  });

  it('shows nodes as they are after every change, and what is known to who comes later', async () => {
    const nodes = run('nodes');
    await subscribed();
    batch({ nodes: [{ nodeId: '!00000001', shortName: 'ONE', lastHeard: 7, online: true, metrics: {} }] });
    await until(async () => nodes.rows().length === 1, { what: 'the first row' });
    const metrics = { device_battery_level: { value: 80, at: 9 } };
    batch({ nodes: [{ nodeId: '!00000001', lastHeard: 9, metrics }] });
    await until(async () => nodes.rows().length === 2, { what: 'the second row' });
    expect(nodes.rows()[1]).toEqual([9, '!00000001', 'ONE', null, null, true, null, null, null, null, 80]);
    const { data } = await subscribe('nodes');
    expect((JSON.parse(String(data)) as Frame).data.values[1]).toEqual(['!00000001']);
  });

  it('tells positions, messages and events', async () => {
    const [positions, messages, events] = [run('positions'), run('messages'), run('events')];
    await subscribed();
    await until(async () => collector.kinds().join() === 'events,messages,positions', { what: 'all kinds' });
    batch({
      positions: [{ nodeId: '!00000001', at: 1, latitude: 47, longitude: 8, altitude: null, precisionBits: 32 }],
      messages: [{ at: 2, fromId: '!00000001', toId: '!ffffffff', channel: 'LongFast', kind: 'text', text: 'Hello' }],
      events: [event('Rebooted')],
    });
    await until(async () => [positions, messages, events].every(({ rows }) => rows().length === 1), {
      what: 'a row each',
    });
    expect(positions.rows()).toEqual([[1, '!00000001', 47, 8, null, 32]]);
    expect(messages.rows()).toEqual([[2, '!00000001', '!ffffffff', 'LongFast', 'text', 'Hello']]);
    expect(events.rows()).toEqual([[5, 'reboot', 'info', '!00000001', 'Rebooted', '']]);
  });

  it('has one WebSocket for all viewers of a data source, with its token', async () => {
    const viewers = ['nodes', 'events', 'events', 'messages'].map((path) => run(path));
    await subscribed();
    await until(async () => collector.kinds().length === 3, { what: 'all kinds' });
    batch({ events: [event('x')] });
    await until(async () => viewers[1]?.rows().length === 1 && viewers[2]?.rows().length === 1, { what: 'both rows' });
    expect(collector.sockets).toHaveLength(1);
    expect(collector.tokens).toEqual(['Bearer the-token']);
  });

  it('comes back when the collector was gone', async () => {
    const events = run('events');
    await subscribed();
    collector.sockets[0]?.terminate();
    await until(async () => collector.sockets.length === 2 && collector.kinds().length === 1, {
      what: 'a second connection',
    });
    batch({ events: [event('back')] });
    await until(async () => events.rows().length === 1, { what: 'a row' });
  });

  it('ends when the data source is changed, for Grafana to start it anew', async () => {
    const uid = 'changing';
    const events = run('events', { uid });
    await subscribed();
    await subscribe('events', { uid, updated: 1_764_000_000_001 });
    await until(async () => events.ended(), { what: 'the stream ends' });
  });

  it('lets old rows go, and no memory, when nobody reads', async () => {
    const events = run('events');
    await subscribed();
    events.stream.pause();
    const long = 'x'.repeat(1000);
    for (let round = 0; round < 300; round += 1) {
      batch({ events: Array.from({ length: 60 }, (_, index) => event(`${round}-${index} ${long}`)) });
    }
    // What waits is bounded; the process answers all the while.
    expect(await plugin.call('Health', 'Check', {})).toMatchObject({ status: 'SERVING' });
    const { metrics } = await plugin.call<{ metrics: { prometheus: Buffer } }>('Diagnostics', 'CollectMetrics', {});
    const resident = Number(/^process_resident_memory_bytes (\d+)$/m.exec(String(metrics.prometheus))?.[1]);
    expect(resident).toBeLessThan(160 * 1024 * 1024);
    events.stream.resume();
    batch({ events: [event('the newest')] });
    await until(async () => events.rows().some((row) => row[4] === 'the newest'), { what: 'the newest row' });
  });
});
