import type { DataFrame } from '@grafana/data';
import { frameOf, rowsOf } from '../../testing/testFrames';
import type { LiveChanges, NodePatch } from '@mesh-observatory/contract/live';
import { queryTypes, type QueryType } from '@mesh-observatory/contract/queries/index';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import type { Message, Packet, PacketReception, Position } from '@mesh-observatory/contract/resources';
import type { MergeContext } from './merger';
import { createNodeNames } from './nodeNames';
import { moduleOf } from '../queries/moduleOf';

const livePlanOf = (query: WireQuery) => moduleOf(query).livePlan?.(query);
const hasLivePlan = (queryType: QueryType) => moduleOf({ queryType }).livePlan !== undefined;

const NOW = 10_000_000;

function merge(
  query: Partial<WireQuery> & Pick<WireQuery, 'queryType'>,
  frames: DataFrame[],
  context: Partial<MergeContext> = {},
) {
  const whole: WireQuery = { refId: 'A', ...query };
  const names = createNodeNames({ load: () => Promise.resolve([]), now: () => NOW });
  names.learn('!00000001', { shortName: 'ONE', longName: 'Number one' });
  const merger = livePlanOf(whole)!.createMerger(frames, {
    query: whole,
    names,
    maxPoints: 100,
    now: () => NOW,
    rangeMs: 3_600_000,
    asked: new Set(),
    ...context,
  });
  return {
    apply: (changes: LiveChanges) => merger.apply(changes),
    rows: (index = 0) => rowsOf(merger.frames()[index]),
    frames: () => merger.frames(),
    isStale: () => merger.takeStale(),
  };
}

const nodesFrame = () =>
  frameOf('nodes', [
    { name: 'nodeId', values: ['!00000001', '!00000002'], config: { displayName: 'Node' } },
    { name: 'shortName', values: ['ONE', 'TWO'] },
    { name: 'role', values: ['ROUTER', 'CLIENT'] },
    { name: 'lastHeard', values: [1, 2] },
    { name: 'firstHeard', values: [0, 0] },
    { name: 'online', values: [true, false] },
    { name: 'latitude', values: [47, null] },
    { name: 'battery', values: [80, null] },
    { name: 'firmware', values: ['2.7', null] },
    { name: 'environment_temperature', values: [20, null] },
  ]);

describe('live nodes', () => {
  it('puts what changed into the row of the node and leaves the rest', () => {
    const live = merge({ queryType: 'nodes' }, [nodesFrame()]);
    const metrics = { environment_temperature: { value: 21.5, at: 5 }, device_battery_level: { value: 79, at: 5 } };
    expect(live.apply({ nodes: [{ nodeId: '!00000001', lastHeard: 9, firmwareVersion: '2.8', metrics }] })).toBe(true);
    expect(live.rows()[0]).toEqual({
      nodeId: '!00000001',
      shortName: 'ONE',
      role: 'ROUTER',
      lastHeard: 9,
      firstHeard: 0,
      online: true,
      latitude: 47,
      battery: 79,
      firmware: '2.8',
      environment_temperature: 21.5,
    });
  });

  it('shows a node on external power as 101', () => {
    const live = merge({ queryType: 'nodes' }, [nodesFrame()]);
    const metrics = { device_powered: { value: 1, at: 6 }, device_battery_level: { value: 79, at: 5 } };
    live.apply({ nodes: [{ nodeId: '!00000001', metrics }] });
    expect(live.rows()[0]).toMatchObject({ battery: 101 });
  });

  it('adds a new node that came whole', () => {
    const live = merge({ queryType: 'nodes' }, [nodesFrame()]);
    const node: NodePatch = { nodeId: '!00000003', shortName: 'NEW', lastHeard: 9, firstHeard: 9, online: true };
    expect(live.apply({ nodes: [node] })).toBe(true);
    expect(live.rows()).toHaveLength(3);
    expect(live.rows()[2]).toMatchObject({ nodeId: '!00000003', shortName: 'NEW', role: null });
    expect(live.isStale()).toBe(false);
  });

  it('removes the row of a number that a node does not use any more', () => {
    const live = merge({ queryType: 'nodes' }, [nodesFrame()]);
    const node: NodePatch = { nodeId: '!00000003', lastHeard: 9, firstHeard: 0, formerIds: ['!00000001'] };
    live.apply({ nodes: [{ nodeId: '!00000003', lastHeard: 8, firstHeard: 8 }] });
    expect(live.apply({ nodes: [node] })).toBe(true);
    expect(live.rows().map(({ nodeId }) => nodeId)).toEqual(['!00000002', '!00000003']);
    expect(live.apply({ nodes: [{ nodeId: '!00000003', formerIds: ['!00000002', '!0000000f'] }] })).toBe(true);
    expect(live.rows().map(({ nodeId }) => nodeId)).toEqual(['!00000003']);
  });

  it('asks the collector about a new node it cannot judge, once', () => {
    const asked = new Set<string>();
    const query = { queryType: 'nodes' as const, roles: ['ROUTER'] };
    const live = merge(query, [nodesFrame()], { asked });
    const node: NodePatch = { nodeId: '!00000003', lastHeard: 9, firstHeard: 9 };
    expect(live.apply({ nodes: [node] })).toBe(false);
    expect(live.isStale()).toBe(true);
    const again = merge(query, [nodesFrame()], { asked });
    again.apply({ nodes: [node] });
    expect(again.isStale()).toBe(false);
  });

  it('leaves aside nodes that were not asked for', () => {
    const live = merge({ queryType: 'nodes', nodes: ['!00000001'] }, [nodesFrame()]);
    expect(live.apply({ nodes: [{ nodeId: '!00000003', lastHeard: 9, firstHeard: 9 }] })).toBe(false);
    expect(live.isStale()).toBe(false);
  });

  it('hands out new frames and never changes one that was handed out', () => {
    const source = nodesFrame();
    const live = merge({ queryType: 'nodes' }, [source]);
    const before = live.frames()[0];
    live.apply({ nodes: [{ nodeId: '!00000001', lastHeard: 9 }] });
    const after = live.frames()[0];
    expect(after).not.toBe(before);
    expect(before?.fields[3]?.values[0]).toBe(1);
    expect(after?.fields[0]?.config).toBe(source.fields[0]?.config);
    expect(live.frames()[0]).toBe(after);
  });

  it('applies 10,000 patches of 1,000 nodes', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `!${index.toString(16).padStart(8, '0')}`);
    const frame = frameOf('nodes', [
      { name: 'nodeId', values: ids },
      { name: 'lastHeard', values: ids.map(() => 0) },
      { name: 'snr', values: ids.map(() => 0) },
    ]);
    const live = merge({ queryType: 'nodes' }, [frame]);
    for (let round = 1; round <= 10; round += 1) {
      live.apply({ nodes: ids.map((nodeId) => ({ nodeId, lastHeard: round, snr: round })) });
      live.frames();
    }
    expect(live.rows()[999]).toMatchObject({ lastHeard: 10 });
  });
});

describe('live links', () => {
  const linksFrame = () =>
    frameOf('links', [
      { name: 'fromId', values: ['!00000001'] },
      { name: 'toId', values: ['!00000002'] },
      { name: 'kind', values: ['direct'] },
      { name: 'snr', values: [1] },
      { name: 'count', values: [1] },
      { name: 'lastSeen', values: [1] },
      { name: 'sourceLatitude', values: [47] },
    ]);
  const link = (patch = {}) => ({
    fromId: '!00000001',
    toId: '!00000002',
    kind: 'direct' as const,
    snr: 5,
    snrAt: 9,
    snrAvg: 4,
    rssi: -90,
    count: 2,
    firstSeen: 1,
    lastSeen: 9,
    ...patch,
  });

  it('updates the link and keeps where it is', () => {
    const live = merge({ queryType: 'links' }, [linksFrame()]);
    expect(live.apply({ links: [link()] })).toBe(true);
    expect(live.rows()[0]).toMatchObject({ snr: 5, count: 2, lastSeen: 9, sourceLatitude: 47 });
  });

  it('moves the ends of links with their nodes', () => {
    const live = merge({ queryType: 'links' }, [linksFrame()]);
    const position = {
      packetId: 1,
      at: 1,
      altitude: null,
      precisionBits: 32,
      groundSpeed: null,
      groundTrack: null,
      satsInView: null,
      accuracy: null,
      fixTime: null,
    };
    expect(live.apply({ positions: [{ nodeId: '!00000001', latitude: 48, longitude: 9, ...position }] })).toBe(true);
    expect(live.rows()[0]).toMatchObject({ sourceLatitude: 48, snr: 1 });
    expect(live.apply({ positions: [{ nodeId: '!00000007', latitude: 1, longitude: 1, ...position }] })).toBe(false);
  });

  it('asks the collector for a new link, and not for one of a kind nobody asked for', () => {
    const live = merge({ queryType: 'links', linkKinds: ['direct'] }, [linksFrame()]);
    live.apply({ links: [link({ kind: 'relay' })] });
    expect(live.isStale()).toBe(false);
    live.apply({ links: [link({ toId: '!00000009' })] });
    expect(live.isStale()).toBe(true);
    expect(live.isStale()).toBe(false);
  });
});

describe('live messages', () => {
  const message = (patch: Partial<Message> = {}): Message => ({
    packetId: 255,
    fromId: '!00000001',
    toId: '!ffffffff',
    channel: 'LongFast',
    kind: 'text',
    text: 'Hello from the roof',
    at: 100,
    replyId: null,
    emoji: false,
    replay: false,
    ...patch,
  });
  const table = () =>
    frameOf(
      'messages',
      ['time', 'fromId', 'fromName', 'toName', 'channel', 'text', 'packetId'].map((name) => ({
        name,
        values: name === 'time' ? [50] : name === 'fromId' ? ['!00000002'] : name === 'packetId' ? ['00000001'] : ['x'],
      })),
    );
  const logs = () =>
    frameOf(
      'messages',
      ['timestamp', 'body', 'severity', 'id', 'labels'].map((name) => ({ name, values: [] })),
    );

  it('puts new ones first, with names', () => {
    const live = merge({ queryType: 'messages' }, [table()]);
    live.apply({ messages: [message(), message({ packetId: 256, at: 101, text: 'Second' })] });
    expect(live.rows().map(({ text }) => text)).toEqual(['Second', 'Hello from the roof', 'x']);
    expect(live.rows()[1]).toMatchObject({ time: 100, fromName: 'ONE', toName: 'everyone', packetId: '000000ff' });
  });

  it('takes the same message once', () => {
    const live = merge({ queryType: 'messages' }, [table()]);
    live.apply({ messages: [message()] });
    expect(live.apply({ messages: [message()] })).toBe(false);
    expect(live.rows()).toHaveLength(2);
  });

  it('keeps to the search and to the nodes', () => {
    const live = merge({ queryType: 'messages', search: 'ROOF', nodes: ['!00000001'] }, [table()]);
    expect(live.apply({ messages: [message({ text: 'no' }), message({ fromId: '!00000005' })] })).toBe(false);
    expect(live.apply({ messages: [message()] })).toBe(true);
  });

  it('writes log lines', () => {
    const live = merge({ queryType: 'messages', format: 'logs' }, [logs()]);
    live.apply({ messages: [message({ kind: 'alert' })] });
    expect(live.rows()).toEqual([
      {
        timestamp: 100,
        body: 'ONE: Hello from the roof',
        severity: 'critical',
        id: 'message-000000ff-100',
        labels: { node: '!00000001', shortName: 'ONE', to: '!ffffffff', channel: 'LongFast', kind: 'alert' },
      },
    ]);
  });

  it('grows to its bound and no further', () => {
    const live = merge({ queryType: 'messages' }, [table()], { maxPoints: 3 });
    live.apply({
      messages: Array.from({ length: 50 }, (_, index) => message({ packetId: index + 1, at: 100 + index })),
    });
    expect(live.rows().map(({ time }) => time)).toEqual([149, 148, 147]);
  });
});

describe('live packets', () => {
  const reception = (patch: Partial<PacketReception>): PacketReception => ({
    gatewayId: '!0000000a',
    broker: 'test',
    topic: 'msh',
    rxTime: null,
    receivedAt: 100,
    snr: null,
    rssi: null,
    hopStart: null,
    hopLimit: null,
    hopsAway: null,
    relayNode: null,
    ...patch,
  });
  const packet = (patch: Partial<Packet> = {}): Packet => ({
    packetId: 255,
    fromId: '!00000001',
    toId: '!ffffffff',
    channel: 'LongFast',
    channelHash: null,
    wantAck: false,
    requestId: null,
    replyId: null,
    payload: null,
    portnum: 3,
    portName: 'POSITION_APP',
    decodeStatus: 'decrypted',
    payloadStatus: 'decoded',
    receivedAt: 100,
    size: 20,
    flags: ['a', 'b'],
    summary: 'at home',
    receptions: [reception({ gatewayId: '!0000000a', snr: 2, rssi: -100, hopsAway: 2 })],
    ...patch,
  });
  const columns = [
    'time',
    'fromId',
    'fromName',
    'port',
    'snr',
    'rssi',
    'hopsAway',
    'gateways',
    'gatewayIds',
    'packetId',
  ];
  const table = () =>
    frameOf(
      'packets',
      columns.map((name) => ({ name, values: [] })),
    );
  const logs = () =>
    frameOf(
      'packets',
      ['timestamp', 'body', 'severity', 'id', 'labels'].map((name) => ({ name, values: [] })),
    );

  it('shows a packet once, with everybody who heard it and the best they heard', () => {
    const live = merge({ queryType: 'packets' }, [table()]);
    live.apply({ packets: [packet()] });
    live.apply({
      packets: [packet({ receptions: [reception({ gatewayId: '!0000000b', snr: 6, rssi: -80, hopsAway: 1 })] })],
    });
    live.apply({
      packets: [packet({ receptions: [reception({ gatewayId: '!0000000b', snr: 6, rssi: -80, hopsAway: 1 })] })],
    });
    expect(live.rows()).toEqual([
      {
        time: 100,
        fromId: '!00000001',
        fromName: 'ONE',
        port: 'POSITION_APP',
        snr: 6,
        rssi: -80,
        hopsAway: 1,
        gateways: 2,
        gatewayIds: '!0000000a !0000000b',
        packetId: '000000ff',
      },
    ]);
  });

  it('tells packets without an identity apart', () => {
    const live = merge({ queryType: 'packets' }, [table()]);
    live.apply({ packets: [packet({ packetId: 0, receivedAt: 1 }), packet({ packetId: 0, receivedAt: 2 })] });
    expect(live.rows()).toHaveLength(2);
  });

  it('keeps to ports and search', () => {
    const live = merge({ queryType: 'packets', portnums: [67], search: 'home' }, [table()]);
    expect(live.apply({ packets: [packet(), packet({ portnum: null })] })).toBe(false);
    expect(live.apply({ packets: [packet({ portnum: 67, summary: 'away' })] })).toBe(false);
    expect(live.apply({ packets: [packet({ portnum: 67 })] })).toBe(true);
  });

  it('writes log lines and adds further gateways to their labels', () => {
    const live = merge({ queryType: 'packets', format: 'logs' }, [logs()]);
    live.apply({ packets: [packet()] });
    live.apply({
      packets: [packet({ receptions: [reception({ gatewayId: '!0000000b', snr: 6, rssi: -80, hopsAway: 1 })] })],
    });
    expect(live.rows()).toMatchObject([
      {
        body: 'ONE → everyone POSITION_APP: at home',
        labels: { port: 'POSITION_APP', packetId: '000000ff', gateways: '!0000000a !0000000b' },
      },
    ]);
  });
});

describe('live positions', () => {
  const frame = () =>
    frameOf('positions', [
      { name: 'time', values: [1, 2, 1] },
      { name: 'nodeId', values: ['!00000001', '!00000001', '!00000002'] },
      { name: 'shortName', values: ['ONE', 'ONE', null] },
      { name: 'latitude', values: [47, 47.1, 46] },
      { name: 'longitude', values: [8, 8.1, 179.5] },
    ]);
  const position = (patch: Partial<Position> = {}): Position => ({
    nodeId: '!00000001',
    at: 3,
    latitude: 47.2,
    longitude: 8.2,
    altitude: null,
    precisionBits: 32,
    groundSpeed: null,
    groundTrack: null,
    packetId: 1,
    satsInView: null,
    accuracy: null,
    fixTime: null,
    ...patch,
  });

  it('lengthens the track of the node', () => {
    const live = merge({ queryType: 'positions' }, [frame()]);
    expect(live.apply({ positions: [position(), position({ at: 2 })] })).toBe(true);
    expect(
      live
        .rows()
        .filter(({ nodeId }) => nodeId === '!00000001')
        .map(({ time }) => time),
    ).toEqual([1, 2, 3]);
    expect(live.rows().at(-1)).toMatchObject({ shortName: 'ONE', latitude: 47.2 });
  });

  it('keeps to an area across the date line', () => {
    const bounds = { west: 170, east: -170, south: 40, north: 50 };
    const live = merge({ queryType: 'positions', bounds }, [frame()]);
    expect(live.apply({ positions: [position()] })).toBe(false);
    expect(live.apply({ positions: [position({ longitude: 179 }), position({ at: 4, longitude: -175 })] })).toBe(true);
    expect(live.rows()).toHaveLength(5);
  });
});

describe('live time series', () => {
  const series = (node: string, times: number[]) =>
    frameOf('device_voltage', [
      { name: 'time', values: times },
      {
        name: 'device_voltage',
        values: times.map(() => 4),
        labels: { node, metric: 'device_voltage' },
        config: { unit: 'volt', displayNameFromDS: node },
      },
    ]);
  const query = { queryType: 'timeseries' as const, metrics: ['device_voltage'] };
  const reading = (at: number, value = 3.9, nodeId = '!00000001', metric = 'device_voltage') => ({
    nodeId,
    at,
    metric,
    value,
  });

  it('appends readings to the series they belong to', () => {
    const live = merge(query, [series('!00000001', [NOW - 20]), series('!00000002', [NOW - 20])]);
    const [, other] = live.frames();
    expect(live.apply({ telemetry: [reading(NOW - 10), reading(NOW - 5, 3.8)] })).toBe(true);
    expect(live.frames()[0]?.fields.map(({ values }) => values)).toEqual([
      [NOW - 20, NOW - 10, NOW - 5],
      [4, 3.9, 3.8],
    ]);
    expect(live.frames()[0]?.fields[1]).toMatchObject({ config: { unit: 'volt' }, labels: { node: '!00000001' } });
    expect(live.frames()[1]).toBe(other);
  });

  it('keeps times in order and takes nothing twice', () => {
    const live = merge(query, [series('!00000001', [NOW - 20])]);
    live.apply({ telemetry: [reading(NOW - 10)] });
    expect(live.apply({ telemetry: [reading(NOW - 10), reading(NOW - 15)] })).toBe(false);
  });

  it('lets the oldest points go when there are too many, and those that left the range', () => {
    const live = merge(query, [series('!00000001', [NOW - 4_000_000, NOW - 50, NOW - 40])], { maxPoints: 3 });
    live.apply({ telemetry: [reading(NOW - 30)] });
    expect(live.frames()[0]?.fields[0]?.values).toEqual([NOW - 50, NOW - 40, NOW - 30]);
    live.apply({ telemetry: [reading(NOW - 20), reading(NOW - 10)] });
    expect(live.frames()[0]?.fields[0]?.values).toEqual([NOW - 30, NOW - 20, NOW - 10]);
  });

  it('asks for a series it does not have, once', () => {
    const live = merge(query, [series('!00000001', [NOW])]);
    live.apply({ telemetry: [reading(NOW, 4, '!00000009')] });
    expect(live.isStale()).toBe(true);
    live.apply({ telemetry: [reading(NOW, 4, '!00000009'), reading(NOW, 4, '!00000001', 'device_powered')] });
    expect(live.isStale()).toBe(false);
  });
});

describe('live plans', () => {
  it.each([
    [{ queryType: 'timeseries', combine: true }, false],
    [{ queryType: 'timeseries', aggregation: 'sum' }, false],
    [{ queryType: 'timeseries', aggregation: 'rate_per_minute' }, false],
    [{ queryType: 'timeseries', aggregation: 'max' }, true],
    [{ queryType: 'messages', filters: [{ key: 'role', operator: '=', value: 'x' }] }, false],
    [{ queryType: 'messages', gateways: ['!00000001'] }, false],
    [{ queryType: 'packets', gateways: ['!00000001'] }, true],
    [{ queryType: 'links', bounds: { west: 0, south: 0, east: 1, north: 1 } }, false],
    [{ queryType: 'traffic' }, false],
  ] as const)('%j is merged in the browser: %s', (patch, merged) => {
    const query = { refId: 'A', ...patch } as WireQuery;
    const reloader = livePlanOf({ refId: 'A', queryType: 'stat' })?.createMerger.toString();
    expect(livePlanOf(query)?.createMerger.toString() !== reloader).toBe(merged);
  });

  it.each(queryTypes.filter(hasLivePlan))('%s listens to something', (queryType) => {
    expect(livePlanOf({ refId: 'A', queryType })?.kinds.length).toBeGreaterThan(0);
  });

  it('has no plan for the history of the collector and of signals', () => {
    expect(queryTypes.filter((queryType) => !hasLivePlan(queryType))).toEqual(['collector', 'signal']);
  });

  it('only rings the bell for answers the collector has to make anew', () => {
    const frame = frameOf('stat', [{ name: 'nodes_online', values: [1] }]);
    const live = merge({ queryType: 'stat' }, [frame]);
    expect(live.apply({ nodes: [{ nodeId: '!00000001' }] })).toBe(false);
    expect(live.isStale()).toBe(true);
    live.apply({ packets: [] });
    expect(live.isStale()).toBe(false);
    expect(live.frames()).toEqual([frame]);
  });
});

describe('node names', () => {
  const names = (load: () => Promise<Array<{ text: string; value: string }>>, now = () => 0) =>
    createNodeNames({ load, now });

  it('splits what the collector writes', async () => {
    const known = names(() =>
      Promise.resolve([
        { text: 'ROOF · On the · roof', value: '!00000001' },
        { text: '!00000002', value: '!00000002' },
        { text: 'SOLO', value: '!00000003' },
      ]),
    );
    await known.load();
    expect([known.short('!00000001'), known.long('!00000001')]).toEqual(['ROOF', 'On the · roof']);
    expect([known.short('!00000002'), known.long('!00000002')]).toEqual(['!00000002', null]);
    expect(known.short('!00000003')).toBe('SOLO');
  });

  it('asks once, and again after a failure', async () => {
    const load = jest.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue([]);
    const known = names(load);
    await known.load();
    await known.load();
    await known.load();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('learns a new name without forgetting the other', () => {
    const known = names(() => Promise.resolve([]));
    known.learn('!00000001', { shortName: 'A', longName: 'Long' });
    known.learn('!00000001', { shortName: 'B' });
    expect([known.short('!00000001'), known.long('!00000001')]).toEqual(['B', 'Long']);
  });
});
