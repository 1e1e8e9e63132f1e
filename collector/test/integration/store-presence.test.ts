/** Online, late, silent, not heard since the start: a mesh in simulated time, looked at every five minutes. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import type { NodeNum, UnixMillis } from '../../src/model.js';
import {
  changesOf,
  DAY_MS,
  eventKinds,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  T0,
  telemetry,
  textEvent,
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
let now: number;
beforeEach(() => {
  store = openTestStore();
  now = T0;
});
afterEach(() => store.dispose());

/** A packet that is sent regularly: first `offsetMs` after the start, then every `everyMs`, up to `untilMs`. */
interface Sender extends IngestedOptions {
  readonly everyMs: number;
  readonly offsetMs?: number;
  readonly untilMs?: number;
}

const STEP_MS = 5 * MINUTE_MS;

/** Lets the senders send for so long, from now on, with a sweep every five minutes; returns the kinds of the events about presence. */
function pass(durationMs: number, senders: readonly Sender[] = []): string[] {
  const events: string[] = [];
  const endAt = now + durationMs;
  for (; now < endAt; now += STEP_MS) {
    const batch = senders.flatMap(({ everyMs, offsetMs = 0, untilMs = Infinity, ...options }) => {
      const messages = [];
      const first = Math.ceil((now - T0 - offsetMs) / everyMs) * everyMs + offsetMs + T0;
      for (let at = first; at < now + STEP_MS && at - T0 <= untilMs; at += everyMs)
        if (at - T0 >= offsetMs) messages.push(ingested({ ...options, at }));
      return messages;
    });
    batch.sort((left, right) => left.reception.receivedAt - right.reception.receivedAt);
    if (batch.length > 0) events.push(...eventKinds(store.commit(...batch)));
    store.now = now + STEP_MS;
    events.push(...eventKinds(store.ingest.sweep((now + STEP_MS) as UnixMillis)));
  }
  return events.filter((kind) => kind !== 'node_new' && kind !== 'name_changed' && kind !== 'role_changed');
}

const nameEvery3h = (from: number, offsetMs = 0, role = 'CLIENT'): Sender => ({
  from,
  everyMs: 3 * HOUR_MS,
  offsetMs,
  events: [nodeInfo(`Stock ${from}`, { role })],
});
const readings = telemetry({ device_battery_level: 90 });
const telemetryEvery = (everyMs: number, from: number, over: Partial<Sender> = {}): Sender => ({
  from,
  everyMs,
  events: [readings],
  ...over,
});
const stateOf = (num: number): PresenceState | undefined => store.ingest.hot.get(num as NodeNum)?.state;
const gatewayState = (): PresenceState | undefined => store.ingest.hot.gateways()[0]?.state;
const meshState = (): PresenceState => store.ingest.hot.mesh(now as UnixMillis).state;

describe('a mesh of two stock nodes that only say their names every 3 h', () => {
  const mesh = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];

  it('makes no event in a week, and is never late', () => {
    expect(pass(DAY_MS, mesh)).toEqual(['gateway_up']);
    expect(pass(6 * DAY_MS, mesh)).toEqual([]);
    expect([stateOf(GATEWAY), stateOf(OTHER), gatewayState(), meshState()]).toEqual(Array(4).fill('online'));
  });

  it('makes no event when a packet is lost now and then', () => {
    const lossy = [...mesh.slice(0, 1), { ...nameEvery3h(OTHER, 20 * MINUTE_MS), everyMs: 6 * HOUR_MS }];
    pass(DAY_MS, mesh);
    expect(pass(2 * DAY_MS, lossy)).toEqual([]);
  });
});

describe('a hill-top router that reports every 30 min', () => {
  const others = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];
  const router = [nameEvery3h(NODE, 0, 'ROUTER'), telemetryEvery(30 * MINUTE_MS, NODE, { offsetMs: MINUTE_MS })];

  it('is late after two of its intervals and silent after three hours and a half, long before 13 h', () => {
    pass(3 * DAY_MS, [...others, ...router]);
    expect(stateOf(NODE)).toBe('online');
    expect(pass(HOUR_MS + 10 * MINUTE_MS, others)).toEqual([]);
    expect(stateOf(NODE)).toBe('late');
    expect(pass(3 * HOUR_MS - 40 * MINUTE_MS, others)).toEqual(['node_silent']);
    expect(stateOf(NODE)).toBe('silent');
  });

  it('is not silent when its owner turns the telemetry off, and then one name is lost', () => {
    pass(3 * DAY_MS, [...others, ...router]);
    expect(pass(3 * DAY_MS, [...others, nameEvery3h(NODE, 0, 'ROUTER')])).toEqual([]);
    expect(pass(6 * HOUR_MS, others)).toEqual([]);
    expect(pass(DAY_MS, [...others, nameEvery3h(NODE, 0, 'ROUTER')])).toEqual([]);
  });

  it('keeps its thresholds over a restart', async () => {
    pass(3 * DAY_MS, [...others, ...router]);
    store = await store.reopen();
    pass(STEP_MS, [telemetryEvery(STEP_MS, NODE)]);
    expect(pass(4 * HOUR_MS, others)).toEqual(['node_silent']);
  });

  it('is expected as usual after an outage of three days', () => {
    pass(3 * DAY_MS, [...others, ...router]);
    expect(pass(3 * DAY_MS, others)).toEqual(['node_silent']);
    expect(pass(DAY_MS, [...others, ...router])).toEqual(['node_back']);
    expect(pass(4 * HOUR_MS, others)).toEqual(['node_silent']);
  });
});

describe('a node', () => {
  const others = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];

  it('that chats all evening is expected at the interval of its names, not of its texts', () => {
    const chat: Sender = { from: NODE, everyMs: STEP_MS, events: [textEvent('Hello')] };
    pass(2 * DAY_MS, [...others, nameEvery3h(NODE), chat]);
    expect(pass(6 * HOUR_MS, others)).toEqual([]);
    expect(stateOf(NODE)).toBe('online');
  });

  it('that reports every 12 h is silent once or twice until it is known, and never again', () => {
    const sensor = { ...telemetryEvery(12 * HOUR_MS, NODE), events: [nodeInfo('Sens', { role: 'SENSOR' }), readings] };
    const first = pass(4 * DAY_MS, [...others, sensor]);
    expect(first.filter((kind) => kind === 'node_silent').length).toBeLessThanOrEqual(2);
    expect(pass(14 * DAY_MS, [...others, sensor])).toEqual([]);
    expect(pass(2 * DAY_MS, others)).toEqual(['node_silent']);
  });

  it('whose packets cannot be read has a rhythm all the same', () => {
    const unreadable: Sender = {
      from: NODE,
      everyMs: 30 * MINUTE_MS,
      port: null,
      packet: { decodeStatus: 'undecryptable', payloadStatus: 'none', portName: null },
    };
    pass(2 * DAY_MS, [...others, unreadable]);
    expect(pass(4 * HOUR_MS, others)).toEqual(['node_silent']);
  });

  it('that is late makes no event, is announced, and is online with its next packet', () => {
    pass(2 * DAY_MS, [...others, telemetryEvery(30 * MINUTE_MS, NODE)]);
    pass(30 * MINUTE_MS, others);
    now += 15 * MINUTE_MS;
    const changes = store.ingest.sweep(now as UnixMillis);
    expect(eventKinds(changes)).toEqual([]);
    expect(changesOf(changes, 'node').map(({ patch }) => patch)).toEqual([{ nodeId: '!11aa22bb', state: 'late' }]);
    expect(store.ingest.hot.get(NODE)).toMatchObject({ state: 'late', online: true });
    const back = store.commit(ingested({ at: now }));
    expect(eventKinds(back)).toEqual([]);
    expect(stateOf(NODE)).toBe('online');
  });
});

describe('a mesh of thirty nodes', () => {
  const crowd = Array.from({ length: 30 }, (_, index) =>
    telemetryEvery(30 * MINUTE_MS, 0x1000 + index, { offsetMs: index * MINUTE_MS, gateway: GATEWAY }),
  );

  it('that goes quiet is silent within minutes, its gateway within the hour, and its nodes are still online', () => {
    pass(12 * HOUR_MS, crowd);
    expect(meshState()).toBe('online');
    expect(pass(20 * MINUTE_MS)).toEqual([]);
    expect([meshState(), gatewayState(), stateOf(0x1000)]).toEqual(['silent', 'late', 'online']);
    expect(pass(20 * MINUTE_MS)).toEqual(['gateway_down']);
  });

  it('is not silent when one of its nodes is', () => {
    pass(2 * DAY_MS, crowd);
    expect(pass(5 * HOUR_MS, crowd.slice(1))).toEqual(['node_silent']);
    expect([meshState(), gatewayState(), stateOf(0x1000)]).toEqual(['online', 'online', 'silent']);
  });

  it('does not ring when only its one noisy tracker goes home', () => {
    const tracker: Sender = { from: NODE, everyMs: 30_000, events: [readings] };
    const few = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];
    pass(2 * DAY_MS, [...few, tracker]);
    expect(pass(3 * HOUR_MS, few)).toEqual([]);
    expect([meshState(), gatewayState()]).toEqual(['online', 'online']);
  });

  it('has two gateways, one of which dies and is reported, while the mesh goes on', () => {
    const both = crowd.map((sender, index) => ({ ...sender, gateway: index % 2 === 0 ? GATEWAY : GATEWAY_2 }));
    pass(2 * DAY_MS, both);
    expect(
      pass(
        45 * MINUTE_MS,
        both.filter(({ gateway }) => gateway === GATEWAY),
      ),
    ).toEqual(['gateway_down']);
    expect(meshState()).toBe('online');
  });
});

describe('after a restart', () => {
  const mesh = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];

  it('nodes and gateways are not heard since the start: neither online nor silent', async () => {
    pass(DAY_MS, mesh);
    store = await store.reopen();
    expect([stateOf(OTHER), gatewayState(), meshState()]).toEqual(['unknown', 'unknown', 'unknown']);
    expect(store.ingest.hot.get(OTHER)?.online).toBe(false);
    expect(eventKinds(store.ingest.sweep(now as UnixMillis))).toEqual([]);
    store.commit(ingested({ from: OTHER, at: now, gateway: GATEWAY_2 }));
    expect([stateOf(OTHER), stateOf(GATEWAY)]).toEqual(['online', 'unknown']);
  });

  it.each([1, 5 * 24])(
    'after %i h off, nothing is reported before its time has passed anew, and then all is',
    async (hours) => {
      pass(DAY_MS, mesh);
      now += hours * HOUR_MS;
      store.now = now;
      store = await store.reopen();
      expect(pass(9 * HOUR_MS)).toEqual([]);
      expect([stateOf(OTHER), gatewayState()]).toEqual(['unknown', 'unknown']);
      expect(pass(2 * HOUR_MS).sort()).toEqual(['gateway_down', 'node_silent', 'node_silent']);
    },
  );

  it('a collector that is started again and again still reports a dead node', async () => {
    pass(DAY_MS, mesh);
    const events: string[] = [];
    for (let restart = 0; restart < 6; restart += 1) {
      events.push(...pass(2 * HOUR_MS, [mesh[0]!]));
      store = await store.reopen();
    }
    expect(events).toEqual(['node_silent']);
  });

  it('a node that was silent stays silent, without another event', async () => {
    pass(DAY_MS, mesh);
    expect(pass(11 * HOUR_MS, [mesh[0]!])).toEqual(['node_silent']);
    store = await store.reopen();
    expect(stateOf(OTHER)).toBe('silent');
    expect(pass(DAY_MS, [mesh[0]!])).toEqual([]);
    expect(pass(3 * HOUR_MS, mesh)).toEqual(['node_back']);
  });
});

describe('while nothing could be heard', () => {
  const mesh = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];

  it('nobody becomes silent, and nobody stays online', () => {
    pass(DAY_MS, mesh);
    const since = now as UnixMillis;
    for (let hour = 0; hour < 24; hour += 1) {
      store.ingest.noteDeafness(since, now as UnixMillis);
      expect(pass(HOUR_MS)).toEqual([]);
    }
    store.ingest.noteDeafness(since, now as UnixMillis);
    expect([stateOf(OTHER), gatewayState(), meshState()]).toEqual(['unknown', 'unknown', 'unknown']);
    expect(pass(9 * HOUR_MS)).toEqual([]);
    expect(pass(2 * HOUR_MS).sort()).toEqual(['gateway_down', 'node_silent', 'node_silent']);
  });

  it('through one of two brokers, who is heard there alone is late at most, and the others are reported', () => {
    const elsewhere = (node: number, gateway: number): Sender => ({
      ...nameEvery3h(node, 40 * MINUTE_MS),
      gateway,
      reception: { broker: 'second' },
    });
    const away = [elsewhere(GATEWAY_2, GATEWAY_2), elsewhere(NODE, GATEWAY_2)];
    pass(2 * DAY_MS, [...mesh, ...away]);
    const since = now as UnixMillis;
    for (let hour = 0; hour < 24; hour += 1) {
      store.ingest.noteDeafness(since, now as UnixMillis, 'second');
      expect(pass(HOUR_MS, [nameEvery3h(GATEWAY)]).filter((kind) => kind !== 'node_silent')).toEqual([]);
    }
    expect([stateOf(OTHER), stateOf(NODE), stateOf(GATEWAY_2)]).toEqual(['silent', 'late', 'late']);
    store.ingest.noteDeafness(since, now as UnixMillis, 'second');
    expect(pass(12 * HOUR_MS, [nameEvery3h(GATEWAY)]).sort()).toEqual(['gateway_down', 'node_silent', 'node_silent']);
  });

  it('for a minute, nothing changes but the silence of the mesh', () => {
    pass(DAY_MS, mesh);
    store.ingest.noteDeafness((now - MINUTE_MS) as UnixMillis, now as UnixMillis);
    expect([stateOf(OTHER), gatewayState(), meshState()]).toEqual(['online', 'online', 'unknown']);
  });

  it('the change is announced to clients', () => {
    pass(DAY_MS, mesh);
    store.ingest.noteDeafness((now - HOUR_MS) as UnixMillis, now as UnixMillis);
    const changes = store.ingest.sweep(now as UnixMillis);
    expect(changesOf(changes, 'node').map(({ patch }) => [patch.state, patch.online])).toEqual([
      ['unknown', false],
      ['unknown', false],
    ]);
    expect(changesOf(changes, 'gateway').map(({ gateway }) => gateway.state)).toEqual(['unknown']);
  });

  it('the pause is no interval of the rhythm', () => {
    pass(3 * DAY_MS, [...mesh, telemetryEvery(30 * MINUTE_MS, NODE)]);
    const since = now as UnixMillis;
    now += 12 * HOUR_MS;
    store.ingest.noteDeafness(since, now as UnixMillis);
    pass(HOUR_MS, [...mesh, telemetryEvery(30 * MINUTE_MS, NODE)]);
    expect(pass(4 * HOUR_MS, mesh)).toEqual(['node_silent']);
  });
});

describe('a clock of the collector that steps', () => {
  const mesh = [nameEvery3h(GATEWAY), nameEvery3h(OTHER, 20 * MINUTE_MS)];

  it('ahead and back makes nobody silent, and does not hide who dies afterwards', () => {
    pass(DAY_MS, mesh);
    const present = now;
    store.commit(ingested({ from: OTHER, at: present + 3650 * DAY_MS }));
    store.ingest.noteDeafness(present as UnixMillis, (present + 3650 * DAY_MS) as UnixMillis);
    expect(eventKinds(store.ingest.sweep((present + 3650 * DAY_MS) as UnixMillis))).toEqual([]);
    expect(pass(9 * HOUR_MS, [mesh[0]!])).toEqual([]);
    expect(pass(2 * HOUR_MS, [mesh[0]!])).toEqual(['node_silent']);
  });
});

describe('the state', () => {
  it.each([
    ['a clock of the gateway that is days behind', { rxTime: (T0 - 9 * DAY_MS) as UnixMillis }, {}],
    ['a clock of the gateway that is years ahead', { rxTime: (T0 + 900 * DAY_MS) as UnixMillis }, {}],
    ['a clock of the device that is years ahead', {}, { deviceTime: (T0 + 900 * DAY_MS) as UnixMillis }],
  ])('depends on receive times only: not on %s', (_, reception, packet) => {
    const sender = { ...telemetryEvery(30 * MINUTE_MS, NODE), reception, packet };
    pass(2 * DAY_MS, [sender]);
    expect(stateOf(NODE)).toBe('online');
    expect(pass(3 * HOUR_MS + 30 * MINUTE_MS)).toContain('node_silent');
  });
});

describe('a database of before', () => {
  it('comes in with its nodes as they were, and is looked at bit by bit', async () => {
    store.commit(nameAt(OTHER), nameAt(NODE));
    store.writer.exec('DELETE FROM node_presence; UPDATE listening SET filled_to = -1');
    store.writer.exec("UPDATE gateway_presence SET due_at = 0, rhythm = '', late = 0");
    store.now = now = T0 + HOUR_MS;
    store = await store.reopen();
    expect(pass(9 * HOUR_MS)).toEqual([]);
    expect(pass(2 * HOUR_MS).sort()).toEqual(['gateway_down', 'node_silent', 'node_silent', 'node_silent']);
  });

  const nameAt = (from: number) => ingested({ from, at: T0, events: [nodeInfo(`Stock ${from}`)] });
});

describe('the sweep', () => {
  it('looks at rows that are due, by an index', () => {
    const plans = [
      'SELECT node_num FROM node_presence WHERE due_at < 1 ORDER BY due_at LIMIT 5',
      'SELECT gateway_num FROM gateway_presence WHERE due_at < 1 ORDER BY due_at LIMIT 5',
      'SELECT node_num FROM nodes WHERE online = 1 AND last_heard > 1 ORDER BY last_heard LIMIT 5',
    ].map((query) => String(store.rows(`EXPLAIN QUERY PLAN ${query}`)[0]?.detail));
    expect(plans).toEqual([
      expect.stringContaining('node_presence_by_due'),
      expect.stringContaining('gateway_presence_by_due'),
      expect.stringContaining('INDEX nodes_'),
    ]);
  });
});
