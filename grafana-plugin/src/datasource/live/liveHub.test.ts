import type { FrameJson } from '@mesh-observatory/contract/frames';
import { createSocketFactory, framesMessage, hello, rowMessage } from '../../testing/fakeSocket';
import { createLiveHub, type LiveEvent } from './liveHub';
import { liveUrl } from './liveSocket';

const START = 1_000_000;

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const nodes = (...ids: readonly string[]): FrameJson => ({
  schema: {
    meta: { custom: { frameKind: 'nodes', key: ['nodeId'] } },
    fields: ['nodeId', 'snr'].map((name) => ({ name, type: 'string', typeInfo: { frame: 'string', nullable: true } })),
  },
  data: { values: [[...ids], ids.map(() => 1)] },
});
const query = { refId: 'B', queryType: 'nodes' } as const;
const time = { rangeMs: 1000, timeZone: 'Europe/Berlin' };

function start() {
  const { sockets, connect } = createSocketFactory();
  const hub = createLiveHub({ connect, random: () => 1 });
  const events: LiveEvent[] = [];
  const subscription = hub.follow(query, time).subscribe((event) => events.push(event));
  const socket = (index = sockets.length - 1) => {
    const found = sockets[index];
    if (found === undefined) {
      throw new Error(`no socket ${index}`);
    }
    return found;
  };
  const establish = () => {
    socket().open();
    socket().receive(hello());
    jest.advanceTimersByTime(1);
  };
  const latest = () =>
    events.flatMap((event) => (event.type === 'frames' ? [event.frames] : [])).at(-1)?.[0]?.data.values;
  return { hub, sockets, events, subscription, socket, establish, latest };
}

describe('a live hub', () => {
  it('asks a query under an id of its own, and passes its frames on', () => {
    const { events, socket, establish, latest } = start();
    establish();
    expect(socket().sent).toEqual([{ type: 'subscribe', id: 'q1', query: { ...query, refId: 'A' }, ...time }]);
    socket().receive(framesMessage('q1', [nodes('a', 'b')]));
    expect(latest()).toEqual([
      ['a', 'b'],
      [1, 1],
    ]);
    socket().receive(rowMessage('q1', 1, ['b', 7]));
    expect(latest()).toEqual([
      ['b', 'a'],
      [7, 1],
    ]);
    expect(events.slice(0, 2)).toEqual([{ type: 'waiting', since: START }, { type: 'up' }]);
  });

  it('shows an answer in several parts when it is complete', () => {
    const { events, socket, establish, latest } = start();
    establish();
    const { frames, ...message } = framesMessage('q1', [nodes('a')]);
    socket().receive({ ...message, frames, last: false });
    expect(events.map(({ type }) => type)).toEqual(['waiting', 'up']);
    socket().receive({ ...message, part: 2, frames: [{ frame: 0, values: [['b'], [2]] }] });
    expect(latest()).toEqual([
      ['a', 'b'],
      [1, 2],
    ]);
  });

  it('asks equal queries once, over one socket with the others', () => {
    const { hub, sockets, socket, establish, subscription } = start();
    establish();
    socket().receive(framesMessage('q1', [nodes('a')]));
    const late: LiveEvent[] = [];
    const others = [
      hub.follow({ ...query, refId: 'C' }, time).subscribe((event) => late.push(event)),
      hub.follow({ ...query, limit: 5 }, time).subscribe(),
    ];
    jest.advanceTimersByTime(1000);
    expect(socket().sent.map((message) => 'id' in message && message.id)).toEqual(['q1', 'q2']);
    expect(late.map(({ type }) => type)).toEqual(['up', 'frames']);
    [subscription, ...others].forEach((one) => one.unsubscribe());
    jest.advanceTimersByTime(3000);
    expect(sockets).toHaveLength(1);
    expect(socket().closed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps an answer over the moment in which a dashboard asks anew', () => {
    const { hub, socket, establish, subscription } = start();
    establish();
    socket().receive(framesMessage('q1', [nodes('a')]));
    subscription.unsubscribe();
    jest.advanceTimersByTime(1000);
    const again: LiveEvent[] = [];
    hub.follow(query, time).subscribe((event) => again.push(event));
    jest.advanceTimersByTime(10_000);
    expect(again.at(-1)?.type).toBe('frames');
    expect(socket().sent).toHaveLength(1);
  });

  it('lets go of a query that is no longer followed', () => {
    const { hub, socket, establish, subscription } = start();
    establish();
    hub.follow({ ...query, limit: 5 }, time).subscribe();
    subscription.unsubscribe();
    jest.advanceTimersByTime(5000);
    expect(socket().sent.at(-1)).toEqual({ type: 'unsubscribe', id: 'q1' });
    expect(socket().closed).toBe(false);
  });

  it('sends no faster than the collector reads', () => {
    const { hub, socket, establish } = start();
    for (let limit = 1; limit < 40; limit += 1) {
      hub.follow({ ...query, limit }, time).subscribe();
    }
    establish();
    expect(socket().sent).toHaveLength(15);
    jest.advanceTimersByTime(3000);
    expect(socket().sent).toHaveLength(40);
  });

  it('comes back after a break, later each time, and takes up where it was', () => {
    const { events, sockets, socket, establish } = start();
    establish();
    socket().receive(framesMessage('q1', [nodes('a')], 7));
    socket().receive(rowMessage('q1', 8, ['a', 2]));
    socket().break('gone');
    expect(events.at(-1)).toMatchObject({ type: 'down', reason: 'gone' });
    jest.advanceTimersByTime(999);
    expect(sockets).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    socket().break();
    jest.advanceTimersByTime(1999);
    expect(sockets).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    establish();
    expect(socket().sent[0]).toMatchObject({ id: 'q1', resume: { view: 'v1', seq: 8 } });
    expect(events.at(-1)).toEqual({ type: 'up' });
  });

  it('asks for the whole answer when a change is missing', () => {
    const { socket, establish, latest } = start();
    establish();
    socket().receive(framesMessage('q1', [nodes('a')]));
    socket().receive(rowMessage('q1', 2, ['a', 2]));
    jest.advanceTimersByTime(1000);
    expect(socket().sent.at(-1)).toEqual({
      type: 'subscribe',
      id: 'q1',
      query: { ...query, refId: 'A' },
      ...time,
    });
    expect(latest()).toEqual([['a'], [1]]);
  });

  it('never waits longer than half a minute', () => {
    const { sockets, socket } = start();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const before = sockets.length;
      socket().break();
      jest.advanceTimersByTime(30_000);
      expect(sockets.length).toBeGreaterThan(before);
    }
  });

  it('lets go of a connection that went silent, and knows since when', () => {
    const { events, socket, establish } = start();
    establish();
    for (let at = 0; at < 60_000; at += 5000) {
      jest.advanceTimersByTime(5000);
      socket(0).receive({ type: 'pong', serverTime: 1 });
    }
    expect(socket(0).closed).toBe(false);
    expect(socket(0).pings).toBeGreaterThan(20);
    const heard = Date.now();
    jest.advanceTimersByTime(13_000);
    expect(socket(0).closed).toBe(true);
    const down = events.at(-1);
    expect(down).toMatchObject({ type: 'down', reason: 'The collector went silent.' });
    expect(down?.type === 'down' && Math.abs(down.since - heard)).toBeLessThanOrEqual(2500);
  });

  it('lets go of a connection that never opens', () => {
    const { events, sockets } = start();
    jest.advanceTimersByTime(13_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'down', since: expect.any(Number) });
  });

  it('remembers since when it is down and since when a query waits, whoever asks', () => {
    const { hub, events, socket, subscription } = start();
    socket().break('gone');
    const first = events.at(-1);
    jest.advanceTimersByTime(2000);
    subscription.unsubscribe();
    const again: LiveEvent[] = [];
    hub.follow(query, time).subscribe((event) => again.push(event));
    expect(again).toEqual([first, { type: 'waiting', since: START }]);
    socket().break('gone for longer');
    expect(again.at(-1)).toEqual({ type: 'down', reason: 'gone for longer', since: START });
  });

  it('tells the query that failed, and no other', () => {
    const { hub, events, socket, establish } = start();
    const others: LiveEvent[] = [];
    hub.follow({ ...query, limit: 5 }, time).subscribe((event) => others.push(event));
    establish();
    socket().receive({ type: 'error', id: 'q1', code: 'bad_query', message: 'no such metric', ended: true });
    expect(events.at(-1)).toEqual({ type: 'error', message: 'no such metric' });
    expect(others.map(({ type }) => type)).toEqual(['waiting', 'up']);
  });

  it('says why the collector does not want it', () => {
    const { events, socket, establish } = start();
    establish();
    socket().receive({ type: 'error', code: 'bad_message', message: 'kinds: too many' });
    expect(events.at(-1)).toMatchObject({ type: 'down', reason: 'kinds: too many' });
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
    socket().onmessage?.(new MessageEvent('message', { data: 'hello?' }));
    socket().onmessage?.(new MessageEvent('message', { data: new ArrayBuffer(2) }));
    socket().receive({ type: 'weather' });
    expect(events.map(({ type }) => type)).toEqual(['waiting', 'up']);
  });

  it('leaves nothing behind when closed', () => {
    const { hub, sockets, socket, establish } = start();
    establish();
    hub.close();
    expect(socket().closed).toBe(true);
    jest.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
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
