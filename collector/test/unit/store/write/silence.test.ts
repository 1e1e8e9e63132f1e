import { describe, expect, it } from '@jest/globals';
import {
  GATEWAY_SILENT_FLOOR_MS,
  MESH_SILENT_FLOOR_MS,
  STOCK_INTERVALS,
  type PresenceState,
} from '@mesh-observatory/contract/presence';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { stateAt } from '../../../../src/store/sqlite/write/due.js';
import {
  observe,
  parseNodeRhythm,
  parseRhythm,
  serializeNodeRhythm,
  serializeRhythm,
  TRAFFIC_RHYTHM,
  type NodeRhythm,
  type Rhythm,
} from '../../../../src/store/sqlite/write/rhythm.js';
import { nodeThresholds, observeNode, trafficThresholds } from '../../../../src/store/sqlite/write/silence.js';

const T0 = Date.UTC(2026, 0, 3);
const [POSITION, NODE_INFO, TEXT, TELEMETRY] = [3, 4, 1, 67];
const MIN = MINUTE_MS;
const H = HOUR_MS;

/** Ports with the interval at which the node sends on them. */
type Habits = readonly (readonly [port: number | null, everyMs: number])[];

/** The rhythm of a node after so long, and when it was last heard. */
function live(habits: Habits, durationMs: number, from = T0): { rhythm: NodeRhythm; lastHeard: number } {
  const packets = habits.flatMap(([port, everyMs]) =>
    Array.from({ length: Math.floor(durationMs / everyMs) + 1 }, (_, index) => [from + index * everyMs, port] as const),
  );
  packets.sort(([left], [right]) => left - right);
  const rhythm = packets.reduce<NodeRhythm>((before, [at, port]) => observeNode(before, port, at, 0), {});
  return { rhythm, lastHeard: packets.at(-1)?.[0] ?? from };
}

const STOCK: Habits = [[NODE_INFO, 3 * H]];

describe('the state of a node, by role, rhythm and time since it was heard', () => {
  it.each<[string | null, string, Habits, number, number, PresenceState]>([
    ['CLIENT', 'unknown', [], 0, 6.5 * H, 'online'],
    ['CLIENT', 'unknown', [], 0, 6.7 * H, 'late'],
    ['CLIENT', 'unknown', [], 0, 9.8 * H, 'late'],
    ['CLIENT', 'unknown', [], 0, 10 * H, 'silent'],
    [null, 'unknown', [], 0, 10 * H, 'silent'],
    ['ROLE_99', 'unknown', [], 0, 10 * H, 'silent'],
    ['ROUTER', 'unknown', [], 0, 10 * H, 'silent'],
    ['SENSOR', 'unknown', [], 0, 6 * H, 'online'],
    ['TRACKER', 'unknown', [], 0, 6 * H, 'online'],
    ['CLIENT_HIDDEN', 'unknown', [], 0, 25 * H, 'online'],
    ['CLIENT_HIDDEN', 'unknown', [], 0, 30 * H, 'late'],
    ['REPEATER', 'unknown', [], 0, 40 * H, 'silent'],
    ['CLIENT', 'names every 3 h', STOCK, 7 * DAY_MS, 6 * H, 'online'],
    ['CLIENT', 'names every 3 h', STOCK, 7 * DAY_MS, 9 * H, 'late'],
    ['CLIENT', 'names every 3 h', STOCK, 7 * DAY_MS, 10 * H, 'silent'],
    ['ROUTER', 'names every 3 h, telemetry every 12 h', [...STOCK, [TELEMETRY, 12 * H]], 7 * DAY_MS, 10 * H, 'silent'],
    ['ROUTER', 'telemetry every 30 min', [...STOCK, [TELEMETRY, 30 * MIN]], 3 * DAY_MS, 60 * MIN, 'online'],
    ['ROUTER', 'telemetry every 30 min', [...STOCK, [TELEMETRY, 30 * MIN]], 3 * DAY_MS, 70 * MIN, 'late'],
    ['ROUTER', 'telemetry every 30 min', [...STOCK, [TELEMETRY, 30 * MIN]], 3 * DAY_MS, 3 * H, 'late'],
    ['ROUTER', 'telemetry every 30 min', [...STOCK, [TELEMETRY, 30 * MIN]], 3 * DAY_MS, 3.5 * H, 'silent'],
    ['ROUTER', 'telemetry every 60 min', [...STOCK, [TELEMETRY, 60 * MIN]], 3 * DAY_MS, 2 * H, 'online'],
    ['ROUTER', 'telemetry every 60 min', [...STOCK, [TELEMETRY, 60 * MIN]], 3 * DAY_MS, 3.5 * H, 'silent'],
    ['TRACKER', 'position every 30 s', [[POSITION, MIN / 2]], 2 * DAY_MS, 60 * MIN, 'online'],
    ['TRACKER', 'position every 30 s', [[POSITION, MIN / 2]], 2 * DAY_MS, 3 * H, 'late'],
    ['SENSOR', 'every 12 h', [[TELEMETRY, 12 * H]], 14 * DAY_MS, 24 * H, 'online'],
    ['SENSOR', 'every 12 h', [[TELEMETRY, 12 * H]], 14 * DAY_MS, 30 * H, 'late'],
    ['SENSOR', 'every 12 h', [[TELEMETRY, 12 * H]], 14 * DAY_MS, 40 * H, 'silent'],
    ['CLIENT', 'texts all the time', [...STOCK, [TEXT, MIN]], 7 * DAY_MS, 6 * H, 'online'],
    [null, 'unreadable, every 20 min', [[null, 20 * MIN]], 3 * DAY_MS, 3.5 * H, 'silent'],
  ])('%s, %s', (role, _, habits, livedMs, quietMs, expected) => {
    const { rhythm, lastHeard } = live(habits, livedMs);
    const thresholds = nodeThresholds(role, rhythm, lastHeard);
    expect(stateAt(lastHeard + quietMs, lastHeard, thresholds, { heardSince: 0, countedSince: 0 })).toBe(expected);
  });

  it('is never silent before a stock interval has passed, whatever the rhythm', () => {
    for (let everyMs = 1000; everyMs < 2 * DAY_MS; everyMs *= 2) {
      for (const port of [POSITION, NODE_INFO, TELEMETRY, TEXT, null]) {
        const { rhythm, lastHeard } = live([[port, everyMs]], 3 * DAY_MS);
        const { late, silent } = nodeThresholds('CLIENT', rhythm, lastHeard);
        expect(silent).toBeGreaterThan(STOCK_INTERVALS.nodeInfo);
        expect(late).toBeGreaterThan(STOCK_INTERVALS.deviceTelemetry);
        expect(late).toBeLessThanOrEqual(silent);
      }
    }
  });
});

describe('the state counted from the start', () => {
  const thresholds = { late: 6 * H, silent: 9 * H };
  const at = (now: number, lastAt: number, since: number) =>
    stateAt(now, lastAt, thresholds, { heardSince: since, countedSince: since });

  it.each<[string, number, number, number, PresenceState]>([
    ['heard since', 10 * H, 9 * H, 5 * H, 'online'],
    ['heard before only', 10 * H, 4 * H, 5 * H, 'unknown'],
    ['long before only', 10 * H, -100 * H, 5 * H, 'unknown'],
    ['long before, and long not since', 15 * H, -100 * H, 5 * H, 'silent'],
    ['heard in a future that was none, of late', 10 * H, 1000 * H, 5 * H, 'online'],
    ['heard in a future that was none, long ago', 15 * H, 1000 * H, 5 * H, 'silent'],
  ])('%s', (_, now, lastAt, since, expected) => expect(at(T0 + now, T0 + lastAt, T0 + since)).toBe(expected));
});

describe('the rhythm', () => {
  const every = (everyMs: number, count: number, rhythm?: Rhythm, from = T0) => {
    let result = rhythm;
    for (let index = 0; index <= count; index += 1) result = observe(result, from + index * everyMs, 0, TRAFFIC_RHYTHM);
    return result!;
  };

  it('finds a usual interval in which pairs of packets are one report', () => {
    const { rhythm, lastHeard } = live(
      [
        [TELEMETRY, H],
        [TELEMETRY, H],
      ],
      3 * DAY_MS,
    );
    expect(rhythm[TELEMETRY]?.usual).toBeGreaterThan(0.9 * H);
    expect(nodeThresholds('CLIENT', rhythm, lastHeard).late).toBeGreaterThan(2 * H);
  });

  it('does not take one outage for a habit, and forgets it', () => {
    const before = every(MIN, 10_000);
    const outage = observe(before, before.lastAt + 3 * DAY_MS, 0, TRAFFIC_RHYTHM);
    expect(outage.longest).toBeLessThanOrEqual(2 * MIN);
    const after = every(MIN, 60 * 24 * 30, outage, outage.lastAt + MIN);
    expect(after.longest).toBeCloseTo(MIN, -2);
  });

  it('learns a habit after a few times', () => {
    let rhythm = every(10 * MIN, 144);
    for (let night = 0; night < 8; night += 1) {
      rhythm = observe(rhythm, rhythm.lastAt + 10 * H, 0, TRAFFIC_RHYTHM);
      rhythm = every(10 * MIN, 84, rhythm, rhythm.lastAt + 10 * MIN);
    }
    expect(rhythm.longest).toBeGreaterThan(9 * H);
  });

  it('ignores packets of the past, and begins anew when the clock was ahead', () => {
    const before = every(MIN, 100);
    expect(observe(before, before.lastAt - MIN, 0, TRAFFIC_RHYTHM)).toBe(before);
    const back = observe(before, before.lastAt - DAY_MS, 0, TRAFFIC_RHYTHM);
    expect(back).toMatchObject({ lastAt: before.lastAt - DAY_MS, longest: before.longest });
  });

  it('does not measure a time in which nothing could be heard', () => {
    const before = every(MIN, 100);
    const after = observe(before, before.lastAt + DAY_MS, before.lastAt + H, TRAFFIC_RHYTHM);
    expect(after).toEqual({ ...before, lastAt: before.lastAt + DAY_MS });
  });

  it('takes as much room after a year as after a day', () => {
    const { rhythm } = live([...STOCK, [TELEMETRY, 30 * MIN], [TEXT, H], [null, H]], 365 * DAY_MS);
    expect(serializeNodeRhythm(rhythm).length).toBeLessThan(250);
  });

  it('is the same after it was stored', () => {
    const { rhythm } = live([...STOCK, [TELEMETRY, 30 * MIN]], 3 * DAY_MS);
    const stored = parseNodeRhythm(serializeNodeRhythm(rhythm));
    expect(parseNodeRhythm(serializeNodeRhythm(stored))).toEqual(stored);
    expect(stored[NODE_INFO]).toMatchObject({ since: T0, longest: 3 * H });
    const mesh = every(MIN, 100);
    expect(parseRhythm(serializeRhythm(mesh))).toMatchObject({ lastAt: mesh.lastAt, longest: MIN });
    expect([parseRhythm(''), parseNodeRhythm('')]).toEqual([undefined, {}]);
  });
});

describe('thresholds of gateways and of the mesh', () => {
  const after = (everyMs: number, durationMs: number) => {
    let rhythm: Rhythm | undefined;
    for (let at = T0; at <= T0 + durationMs; at += everyMs) rhythm = observe(rhythm, at, 0, TRAFFIC_RHYTHM);
    return rhythm;
  };

  it.each<[string, number, number, number, number]>([
    ['every 2 s for 6 h', 2000, 6 * H, MESH_SILENT_FLOOR_MS, 5 * MIN],
    ['every 2 s for 6 h, a gateway', 2000, 6 * H, GATEWAY_SILENT_FLOOR_MS, 30 * MIN],
    ['every 2 s for a minute', 2000, MIN, MESH_SILENT_FLOOR_MS, 9.9 * H],
    ['every 5 min for 6 h', 5 * MIN, 6 * H, MESH_SILENT_FLOOR_MS, 50 * MIN],
    ['every 5 min for 2 days', 5 * MIN, 2 * DAY_MS, MESH_SILENT_FLOOR_MS, 16.5 * MIN],
    ['every 3 h for a week', 3 * H, 7 * DAY_MS, MESH_SILENT_FLOOR_MS, 9.9 * H],
  ])('a packet %s', (_, everyMs, durationMs, floor, silent) => {
    const thresholds = trafficThresholds(after(everyMs, durationMs), floor);
    expect(thresholds.silent / silent).toBeCloseTo(1, 1);
    expect(thresholds.late / thresholds.silent).toBeCloseTo(2 / 3, 5);
  });

  it('are those of stock firmware while nothing is known', () => {
    expect(trafficThresholds(undefined, MESH_SILENT_FLOOR_MS).silent).toBe(9.9 * H);
  });
});
