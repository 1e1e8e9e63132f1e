/** A mesh behind a gateway whose clock is wrong ends in the same state as behind one whose clock is right. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../src/decode/decode.js';
import { createKeyring } from '../../src/decode/keyring.js';
import type { Ingested, UnixMillis } from '../../src/model.js';
import { messageKey } from '../../src/pipeline/dedup.js';
import {
  jsonEnvelope,
  positionEnvelope,
  rawMessage,
  telemetryEnvelope,
  textEnvelope,
  type Envelope,
  type EnvelopeOptions,
} from '../helpers/envelopes.js';
import { DAY_MS, GATEWAY, GATEWAY_2, HOUR_MS, MINUTE_MS, NODE, openTestStore, OTHER, T0 } from '../helpers/ingested.js';
import type { TestStore } from '../helpers/ingested.js';

const YEAR_MS = 365 * DAY_MS;
const decoder = createDecoder({ keyring: createKeyring([]), options: { storePersonalTelemetry: false } });

let store: TestStore | undefined;
afterEach(() => store?.dispose());

/** Wrong clocks: milliseconds added to the time, which may depend on how long the mesh runs. */
const clocks: readonly (readonly [name: string, offset: (elapsedMs: number) => number])[] = [
  ['14 days behind', () => -14 * DAY_MS],
  ['7 hours behind', () => -7 * HOUR_MS],
  ['an hour behind', () => -HOUR_MS],
  ['an hour ahead', () => HOUR_MS],
  ['in a time zone 9 hours east', () => 9 * HOUR_MS],
  ['3 years ahead', () => 3 * YEAR_MS],
  ['counting its uptime from 1970', (elapsed) => -(T0 + elapsed) + 3 * HOUR_MS + elapsed],
  [
    'jumping back and forth by hours and days',
    (elapsed) => [-50, 7, -3, 90, -200, -9, 2][Math.floor(elapsed / 60_000) % 7]! * HOUR_MS,
  ],
  ['slow by four minutes an hour', (elapsed) => -elapsed / 15],
  ['fast by four minutes an hour', (elapsed) => elapsed / 15],
  ['not set', (elapsed) => -(T0 + elapsed)],
];

interface Message {
  readonly minute: number;
  /** Seconds of the wrong clock, for the gateway and for the device. */
  readonly make: (seconds: number) => Envelope;
}

let lastId = 0;

/** Two nodes for a day: one sensor that restarts after 15 h, and a tracker that is away from hour 6 to hour 12. */
function dayOfMessages(json: boolean): readonly Message[] {
  lastId = 0;
  const messages: Message[] = [];
  const add = (minute: number, make: (o: EnvelopeOptions, seconds: number) => Envelope, from: number) => {
    const options = { from, gateway: GATEWAY, id: (lastId += 1), hopStart: 3, hopLimit: 3 };
    messages.push({ minute, make: (seconds) => make({ ...options, rxTime: seconds }, seconds) });
  };
  for (let minute = 0; minute < 24 * 60; minute += 20) {
    const uptimeSeconds = (minute < 15 * 60 ? 10_000 + minute : minute - 15 * 60 + 5) * 60;
    const metrics = { batteryLevel: 90 - Math.floor(minute / 60), uptimeSeconds };
    const report = (options: EnvelopeOptions, time: number) =>
      json
        ? jsonEnvelope('telemetry', { battery_level: metrics.batteryLevel, uptime_seconds: uptimeSeconds }, options, {
            hops_away: 0,
          })
        : telemetryEnvelope({ case: 'deviceMetrics', value: metrics }, { ...options, time });
    add(minute, report, NODE);
    if (minute >= 4 * 60 && minute < 18 * 60) continue;
    const place = { latitude: 47 + minute / 1e5, longitude: 8.5, precisionBits: 32 };
    add(minute + 5, (options, time) => positionEnvelope({ ...place, time, timestamp: time }, options), OTHER);
    if (minute % 120 === 0) add(minute + 7, (options) => textEnvelope(`at ${minute}`, options), OTHER);
  }
  return messages;
}

function decode(envelope: Envelope, receivedAt: number, backlog = false): Ingested {
  const message = rawMessage(envelope, { receivedAt, backlog });
  const decoded = decoder.decode(message);
  if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return { ...decoded, messageKey: messageKey(message, decoded.packet) };
}

/** Plays the day, with the sweep after silent nodes; the offset is that of the gateway's and the devices' clocks. */
function play(target: TestStore, offset: (elapsedMs: number) => number, json = false): void {
  let swept = 0;
  for (const { minute, make } of dayOfMessages(json)) {
    for (; swept < minute; swept += 10) target.ingest.sweep((T0 + swept * MINUTE_MS) as UnixMillis);
    const at = T0 + minute * MINUTE_MS;
    const seconds = Math.max(0, Math.floor((at + offset(minute * MINUTE_MS)) / 1000));
    target.commit(decode(make(seconds), at + 300));
  }
}

/** Everything that is stored, but for what the strange clocks claim and what is known about them. */
function stateOf(mesh: TestStore) {
  const rows = (query: string) => mesh.rows(query);
  return {
    nodes: rows('SELECT * FROM nodes ORDER BY node_num'),
    metrics: rows('SELECT * FROM node_metrics ORDER BY node_num, metric_id'),
    gateways: rows('SELECT * FROM gateways'),
    events: rows('SELECT at, kind, node_num, title, text, data FROM events ORDER BY event_id'),
    packets: rows('SELECT from_num, packet_id, received_at, heard_at, flags, summary FROM packets ORDER BY packet_row'),
    receptions: rows('SELECT packet_row, gateway_num, received_at, snr, hops_away FROM receptions'),
    positions: rows('SELECT node_num, at, latitude, longitude FROM positions ORDER BY node_num, at'),
    samples: rows('SELECT metric_id, node_num, at, value FROM samples ORDER BY metric_id, node_num, at'),
    messages: rows('SELECT at, from_num, text FROM messages ORDER BY at'),
    links: rows('SELECT * FROM links ORDER BY from_num, to_num, kind'),
    seen: rows('SELECT at FROM seen_messages ORDER BY at'),
  };
}

async function stateWith(offset: (elapsedMs: number) => number, json = false) {
  store = openTestStore();
  play(store, offset, json);
  const end = (T0 + DAY_MS) as UnixMillis;
  await store.maintenance.rollUp(end);
  const { deleted } = await store.maintenance.retain((T0 + 8 * DAY_MS) as UnixMillis);
  const rolledUp = store.rows('SELECT * FROM samples_hourly ORDER BY metric_id, node_num, hour');
  const state = { ...stateOf(store), deleted, rolledUp };
  const clock = store.rows('SELECT state, offset_seconds FROM gateway_clocks')[0];
  await store.dispose();
  store = undefined;
  return { state, clock };
}

const atRightClock = new Map<boolean, ReturnType<typeof stateWith>>();

/** The state with a clock that is right; played once. */
function rightState(json = false): ReturnType<typeof stateWith> {
  const state = atRightClock.get(json) ?? stateWith(() => 0, json);
  atRightClock.set(json, state);
  return state;
}

describe.each([
  ['protobuf', false],
  ['JSON', true],
])('the clock of a gateway that publishes %s', (_name, json) => {
  it.each(clocks)('changes nothing when it is %s', async (name, offset) => {
    const right = await rightState(json);
    const wrong = await stateWith(offset, json);
    expect(wrong.state).toEqual(right.state);
    expect(right.state.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['node_silent', 'node_back', 'reboot']),
    );
    expect(right.clock).toEqual({ state: 'right', offset_seconds: 0 });
    expect(wrong.clock?.state).toBe(name === 'not set' ? undefined : 'wrong');
  });
});

describe('a gateway whose clock goes wrong in the middle of the day', () => {
  const lasting = clocks.filter(([name]) => !name.startsWith('jumping') && name !== 'not set');

  it.each(lasting)('to %s ends in the same state and with the same events', async (_name, offset) => {
    const right = await rightState();
    const wrong = await stateWith((elapsed) => (elapsed < 13 * HOUR_MS ? 0 : offset(elapsed)));
    for (const part of ['nodes', 'metrics', 'gateways', 'events', 'seen'] as const) {
      expect(wrong.state[part]).toEqual(right.state[part]);
    }
    expect(wrong.state.packets.map(({ received_at }) => received_at)).toEqual(
      right.state.packets.map(({ received_at }) => received_at),
    );
    expect(wrong.clock?.state).toBe('wrong');
  });
});

describe('a packet that is proven old', () => {
  const battery = (batteryLevel: number, options: EnvelopeOptions) =>
    telemetryEnvelope({ case: 'deviceMetrics', value: { batteryLevel } }, { hopStart: 3, hopLimit: 3, ...options });
  const seconds = (at: number) => Math.floor(at / 1000);
  const minutes = (count: number) => T0 + count * MINUTE_MS;

  /** The gateway is known to be right, NODE to have 80 % now, OTHER to be silent. */
  function knownMesh(): TestStore {
    const mesh = openTestStore();
    for (const minute of [-900, -890, -880]) {
      mesh.commit(decode(battery(50, { from: OTHER, rxTime: seconds(minutes(minute)) }), minutes(minute)));
    }
    mesh.commit(decode(battery(80, { from: NODE, rxTime: seconds(minutes(0)) }), minutes(0)));
    mesh.ingest.sweep(minutes(1) as UnixMillis);
    return mesh;
  }

  it.each([
    ['a queue of its gateway', false],
    ['what the broker kept', true],
  ])('in %s is history: it makes no node online, no link, and replaces nothing newer', (_name, backlog) => {
    store = knownMesh();
    const { links } = stateOf(store);
    const lastSeen = store.value('SELECT last_seen FROM gateways');
    const queue = [NODE, OTHER, NODE, OTHER].map((from, n) => {
      const heardAt = minutes(-170 + n * 20);
      return decode(battery(20 + n, { from, rxTime: seconds(heardAt) }), minutes(2) + n, backlog);
    });
    store.commit(...queue);
    const { hot } = store.ingest;
    expect(hot.get(NODE)).toMatchObject({
      online: true,
      lastHeard: minutes(0),
      metrics: { device_battery_level: { value: 80, at: minutes(0) } },
    });
    expect(hot.get(OTHER)).toMatchObject({
      online: false,
      lastHeard: minutes(-110),
      metrics: { device_battery_level: { value: 23, at: minutes(-110) } },
    });
    expect(store.rows('SELECT DISTINCT flags FROM packets WHERE heard_at IS NOT NULL')).toEqual([{ flags: 'stale' }]);
    expect(stateOf(store).links).toEqual(links);
    expect(store.value('SELECT last_seen FROM gateways') > lastSeen).toBe(!backlog);
  });

  it('that nobody has heard of before makes a node that is not online', () => {
    store = knownMesh();
    store.commit(decode(battery(10, { from: 0x1234, rxTime: seconds(minutes(-600)) }), minutes(3)));
    expect(store.ingest.hot.get(0x1234 as never)).toMatchObject({ online: false, lastHeard: minutes(-600) });
  });

  it('is old in the copy of a gateway without a clock too, and dated once', () => {
    store = knownMesh();
    const options = { from: OTHER, id: 77, rxTime: seconds(minutes(-170)) };
    store.commit(
      decode(battery(33, options), minutes(3)),
      decode(battery(33, { ...options, gateway: GATEWAY_2, rxTime: 0 }), minutes(4)),
    );
    expect(store.ingest.hot.get(OTHER)).toMatchObject({ online: false, lastHeard: minutes(-170) });
    expect(store.rows('SELECT at FROM samples WHERE value = 33')).toEqual([{ at: minutes(-170) }]);
  });

  it('is retained: it has no hops, so that no signal of a radio link is made of it', () => {
    store = openTestStore();
    const message = rawMessage(battery(5, { from: NODE }), { receivedAt: T0, retained: true });
    const decoded = decoder.decode(message);
    if (!decoded.ok) throw new Error(decoded.detail);
    store.commit({ ...decoded, messageKey: messageKey(message, decoded.packet) });
    expect(store.rows('SELECT hop_start, hop_limit, hops_away FROM receptions')).toEqual([
      { hop_start: 3, hop_limit: 3, hops_away: null },
    ]);
    expect(stateOf(store)).toMatchObject({ nodes: [], links: [], gateways: [], events: [] });
  });

  it('came while nobody listened, from a gateway without a clock: it makes no node online', () => {
    store = knownMesh();
    store.commit(decode(battery(44, { from: OTHER, rxTime: 0 }), minutes(400), true));
    expect(store.ingest.hot.get(OTHER)).toMatchObject({ online: false, lastHeard: minutes(-880) });
    store.commit(decode(battery(45, { from: OTHER, rxTime: 0 }), minutes(401)));
    expect(store.ingest.hot.get(OTHER)).toMatchObject({ online: true, lastHeard: minutes(401) });
  });
});

describe('what is known about the clock of a gateway', () => {
  it('survives a restart, is offered to metrics, and changes when the clock is set', async () => {
    store = openTestStore();
    const hear = (from: number, count: number, offsetMs: number) => {
      for (let n = 0; n < count; n++) {
        const at = T0 + (from + n) * MINUTE_MS;
        const rxTime = Math.floor((at + offsetMs) / 1000);
        store?.commit(decode(textEnvelope(`${from + n}`, { from: OTHER, gateway: GATEWAY, rxTime }), at));
      }
    };
    hear(0, 4, -7 * HOUR_MS);
    expect(store.ingest.hot.clockOffsetSeconds(GATEWAY)).toBe(-7 * 3600);
    store = await store.reopen();
    expect(store.ingest.hot.clockOffsetSeconds(GATEWAY)).toBe(-7 * 3600);
    hear(100, 3, 0);
    expect(store.ingest.hot.clockOffsetSeconds(GATEWAY)).toBe(0);
    expect(store.ingest.hot.clockOffsetSeconds(GATEWAY_2)).toBeNull();
  });
});
