import { createSocketFactory, hello, subscribed } from '../../testing/fakeSocket';
import { createLiveChannel, type LiveEvent } from './liveChannel';
import { createLiveHub, liveUrl } from './liveHub';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function start() {
  const { sockets, connect } = createSocketFactory();
  const channel = createLiveChannel({ filter: { nodeIds: ['!00000001'] }, connect, random: () => 1 });
  const events: LiveEvent[] = [];
  const stop = channel.listen(['nodes'], (event) => events.push(event));
  const socket = (index = sockets.length - 1) => {
    const found = sockets[index];
    if (found === undefined) {
      throw new Error(`no socket ${index}`);
    }
    return found;
  };
  const establish = (sessionId = 's1', seq = 0, resumed = false) => {
    socket().open();
    socket().receive(hello(sessionId));
    socket().receive(subscribed(seq, resumed));
  };
  return { channel, sockets, events, stop, socket, establish };
}

describe('a live channel', () => {
  it('subscribes with its filter and without a snapshot, and passes changes on', () => {
    const { events, socket, establish } = start();
    establish();
    socket().receive({ type: 'batch', seq: 1, at: 5, nodes: [{ nodeId: '!00000001' }] });
    expect(socket().sent).toEqual([{ type: 'subscribe', kinds: ['nodes'], snapshot: false, nodeIds: ['!00000001'] }]);
    expect(events).toEqual([{ type: 'up' }, { type: 'changes', changes: { nodes: [{ nodeId: '!00000001' }] } }]);
  });

  it('asks for more when somebody wants more', () => {
    const { channel, socket, establish } = start();
    establish();
    channel.listen(['telemetry', 'nodes'], () => undefined);
    expect(socket().sent.at(-1)).toMatchObject({ type: 'subscribe', kinds: ['nodes', 'telemetry'] });
    channel.listen(['nodes'], () => undefined);
    expect(socket().sent).toHaveLength(2);
  });

  it('comes back after a break, later each time, and takes up where it was', () => {
    const { events, sockets, socket, establish } = start();
    establish('s1', 7);
    socket().receive({ type: 'batch', seq: 8, at: 5, nodes: [] });
    socket().break('gone');
    expect(events.at(-1)).toEqual({ type: 'down', reason: 'gone' });
    jest.advanceTimersByTime(999);
    expect(sockets).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    socket().break();
    jest.advanceTimersByTime(1999);
    expect(sockets).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    establish('s2', 8, true);
    expect(socket().sent[0]).toMatchObject({ resume: { sessionId: 's1', seq: 8 } });
    expect(events.at(-1)).toEqual({ type: 'up' });
  });

  it('tells of a gap when the collector could not take up where it was', () => {
    const { events, socket, establish } = start();
    establish();
    socket().break();
    jest.advanceTimersByTime(1000);
    establish('s2', 0, false);
    expect(events.slice(-2)).toEqual([{ type: 'up' }, { type: 'gap' }]);
  });

  it('tells of a gap when it reads too slowly', () => {
    const { events, socket, establish } = start();
    establish();
    socket().receive({ type: 'lagging', seq: 5, dropped: 3 });
    expect(events.at(-1)).toEqual({ type: 'gap' });
  });

  it('never waits longer than half a minute', () => {
    const { sockets, socket } = start();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      socket().break();
      jest.advanceTimersByTime(30_000);
    }
    expect(sockets).toHaveLength(13);
  });

  it('lets go of a connection that went silent', () => {
    const { events, socket, establish } = start();
    establish();
    jest.advanceTimersByTime(30_000);
    expect(socket(0).sent.at(-1)).toEqual({ type: 'ping' });
    socket(0).receive({ type: 'pong', serverTime: 1 });
    jest.advanceTimersByTime(30_000);
    expect(socket(0).closed).toBe(false);
    jest.advanceTimersByTime(30_000);
    expect(socket(0).closed).toBe(true);
    expect(events.at(-1)).toEqual({ type: 'down', reason: 'The collector went silent.' });
  });

  it('says why the collector does not want it', () => {
    const { events, socket, establish } = start();
    establish();
    socket().receive({ type: 'error', code: 'bad_message', message: 'kinds: too many' });
    expect(events.at(-1)).toEqual({ type: 'down', reason: 'kinds: too many' });
  });

  it('does not talk to a collector of another protocol', () => {
    const { events, socket } = start();
    socket().open();
    socket().receive({ ...hello(), protocol: 2 });
    expect(events.at(-1)).toMatchObject({ type: 'down', reason: expect.stringContaining('update the older one') });
  });

  it('ignores what is no message', () => {
    const { events, socket, establish } = start();
    establish();
    socket().onmessage?.({ data: 'hello?' });
    socket().onmessage?.({ data: new ArrayBuffer(2) });
    socket().receive({ type: 'weather' });
    expect(events).toEqual([{ type: 'up' }]);
  });

  it('leaves nothing behind when closed', () => {
    const { channel, sockets, socket, establish } = start();
    establish();
    channel.close();
    expect(socket().closed).toBe(true);
    jest.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells a latecomer how things stand', () => {
    const { channel, socket, establish } = start();
    establish();
    const late: LiveEvent[] = [];
    channel.listen(['nodes'], (event) => late.push(event));
    expect(late).toEqual([{ type: 'up' }]);
    socket().break('gone');
    const later: LiveEvent[] = [];
    channel.listen(['nodes'], (event) => later.push(event));
    expect(later).toEqual([{ type: 'down', reason: 'gone' }]);
  });
});

describe('the live hub', () => {
  it('shares one socket between queries with the same filter', () => {
    const { sockets, connect } = createSocketFactory();
    const hub = createLiveHub({ connect });
    const subscriptions = [
      hub.events({ nodeIds: ['!00000002', '!00000001'] }, ['nodes']).subscribe(),
      hub.events({ nodeIds: ['!00000001', '!00000002'] }, ['telemetry']).subscribe(),
      hub.events({}, ['nodes']).subscribe(),
    ];
    expect(sockets).toHaveLength(2);
    subscriptions.forEach((subscription) => subscription.unsubscribe());
    jest.advanceTimersByTime(3000);
    expect(sockets.every(({ closed }) => closed)).toBe(true);
    expect(hub.sockets).toBe(0);
  });

  it('keeps the socket over the moment in which a dashboard asks anew', () => {
    const { sockets, connect } = createSocketFactory();
    const hub = createLiveHub({ connect });
    hub.events({}, ['nodes']).subscribe().unsubscribe();
    jest.advanceTimersByTime(1000);
    const again = hub.events({}, ['nodes']).subscribe();
    jest.advanceTimersByTime(10_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.closed).toBe(false);
    again.unsubscribe();
  });

  it('does not send lists that are longer than the protocol takes', () => {
    const { sockets, connect } = createSocketFactory();
    const nodeIds = Array.from({ length: 300 }, (_, index) => `!${index.toString(16).padStart(8, '0')}`);
    createLiveHub({ connect })
      .events({ nodeIds, channels: ['a'] }, ['nodes'])
      .subscribe();
    sockets[0]?.open();
    expect(sockets[0]?.sent).toEqual([{ type: 'subscribe', kinds: ['nodes'], snapshot: false, channels: ['a'] }]);
  });
});

describe('liveUrl', () => {
  it.each([
    [
      '/api/datasources/proxy/uid/x',
      '',
      'http://grafana:3000/d/1',
      'ws://grafana:3000/api/datasources/proxy/uid/x/api/ws',
    ],
    [
      '/api/datasources/proxy/uid/x',
      '/grafana',
      'https://host/grafana/',
      'wss://host/grafana/api/datasources/proxy/uid/x/api/ws',
    ],
    ['https://direct:8080', '', 'http://grafana/', 'wss://direct:8080/api/ws'],
  ])('%s under "%s" on %s is %s', (url, subUrl, page, expected) => {
    expect(liveUrl(url, subUrl, page)).toBe(expected);
  });
});
