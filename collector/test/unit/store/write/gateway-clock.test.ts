import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import {
  clockOffsetSeconds,
  judgeHearing,
  observeClock,
  UNKNOWN_CLOCK,
  type ClockReading,
  type GatewayClock,
  type Hearing,
} from '../../../../src/store/sqlite/write/gateway-clock.js';

const T0 = 1_770_000_000_000;
const YEAR_MS = 365 * DAY_MS;

let lastId = 0;
const reading = (receivedAt: number, offsetMs: number, over: Partial<ClockReading> = {}): ClockReading => ({
  receivedAt,
  gatewayTime: Math.floor((receivedAt + offsetMs) / 1000) * 1000,
  packetId: (lastId += 1),
  backlog: false,
  ...over,
});

function play(readings: readonly ClockReading[], clock: GatewayClock = UNKNOWN_CLOCK) {
  const hearings: Hearing[] = [];
  let state = clock;
  for (const next of readings) {
    state = observeClock(state, next);
    hearings.push(judgeHearing(state, next));
  }
  return { clock: state, hearings };
}

/** One reading every ten minutes; the offset may depend on the number of the reading. */
const everyTenMinutes = (count: number, offset: (n: number) => number, from = T0) =>
  Array.from({ length: count }, (_, n) => reading(from + n * 10 * MINUTE_MS, offset(n)));

const rightClock = play(everyTenMinutes(5, () => -2000, T0 - HOUR_MS)).clock;

const wrongClocks: readonly (readonly [name: string, offset: (n: number) => number])[] = [
  ['14 days behind', () => -14 * DAY_MS],
  ['7 hours behind', () => -7 * HOUR_MS],
  ['an hour behind', () => -HOUR_MS],
  ['two hours behind', () => -2 * HOUR_MS],
  ['an hour ahead', () => HOUR_MS],
  ['9 hours ahead', () => 9 * HOUR_MS],
  ['3 years ahead', () => 3 * YEAR_MS],
  ['in 1970, counting its uptime', () => 90_000_000 - T0],
  ['1024 weeks behind', () => -1024 * 7 * DAY_MS],
  ['7 hours behind, and slow by a minute an hour', (n) => -7 * HOUR_MS - n * 10_000],
  ['7 hours behind, and fast by a minute an hour', (n) => -7 * HOUR_MS + n * 10_000],
  ['jumping', (n) => [-7, 3, -30, 9, -2, -90, 1, -4][n % 8]! * HOUR_MS],
];

describe('a clock that has not been tested', () => {
  it.each(wrongClocks)('is noticed when it is %s, while every packet counts as heard now', (_name, offset) => {
    const { clock, hearings } = play(everyTenMinutes(10, offset));
    expect(clock.state).toBe('wrong');
    expect(clockOffsetSeconds(clock)).not.toBeNull();
    expect(hearings.filter(({ isDelayed }) => isDelayed)).toEqual([]);
    expect(hearings.map(({ heardAt }) => heardAt)).toEqual(clockReadingTimes(10));
  });

  it('is right after three readings, and its offset known', () => {
    const readings = everyTenMinutes(3, () => -2000);
    expect(play(readings.slice(0, 2)).clock.state).toBe('unknown');
    expect(clockOffsetSeconds(play(readings.slice(0, 2)).clock)).toBeNull();
    const { clock } = play(readings);
    expect([clock.state, clockOffsetSeconds(clock)]).toEqual(['right', -2]);
  });

  it('is not judged by several copies of one packet', () => {
    const copies = [0, 1, 2, 3].map((n) => reading(T0 + n * 1000, -7 * HOUR_MS, { packetId: 4711 }));
    expect(play(copies).clock).toMatchObject({ state: 'unknown', readings: [{ packetId: 4711 }] });
  });

  it('keeps a bounded number of readings', () => {
    expect(play(everyTenMinutes(100, () => 0)).clock.readings).toHaveLength(8);
  });
});

const clockReadingTimes = (count: number) => Array.from({ length: count }, (_, n) => T0 + n * 10 * MINUTE_MS);

describe('a clock that was right', () => {
  const lasting = wrongClocks.filter(([name]) => name !== 'jumping');

  it.each(lasting)('is found wrong once it is %s, after at most two packets that count as delayed', (_name, offset) => {
    const { clock, hearings } = play(everyTenMinutes(8, offset), rightClock);
    expect(clock.state).toBe('wrong');
    expect(hearings.filter(({ isDelayed }) => isDelayed).length).toBeLessThanOrEqual(2);
    expect(hearings.slice(2).every(({ isDelayed }) => !isDelayed)).toBe(true);
  });

  it('is found wrong when it drifts away slowly, and delays nobody', () => {
    for (const direction of [-1, 1]) {
      const { clock, hearings } = play(
        everyTenMinutes(300, (n) => direction * n * MINUTE_MS),
        rightClock,
      );
      expect(clock.state).toBe('wrong');
      expect(hearings.some(({ isDelayed }) => isDelayed)).toBe(false);
    }
  });

  it('is right again after it was set, and its offset follows', () => {
    const wrong = play(everyTenMinutes(5, () => -7 * HOUR_MS)).clock;
    const { clock } = play(
      everyTenMinutes(3, () => 0, T0 + DAY_MS),
      wrong,
    );
    expect([clock.state, clockOffsetSeconds(clock)]).toEqual(['right', 0]);
  });

  it('dates the queue of a gateway that was offline: it is history, heard when the gateway says', () => {
    const heard = [9, 8.5, 7, 5.2, 3, 2.2].map((hours) => T0 - hours * HOUR_MS);
    const queue = heard.map((gatewayTime, n) => reading(T0 + n * 50, 0, { gatewayTime }));
    const { clock, hearings } = play(queue, rightClock);
    expect(clock.state).toBe('right');
    expect(hearings).toEqual(heard.map((heardAt) => ({ isDelayed: true, heardAt })));
  });

  it('dates what the broker kept, in any order, and is not judged by it', () => {
    const kept = [8, 10, 9, 8, 8, 8].map((hours, n) => reading(T0 + n * 10, -hours * HOUR_MS, { backlog: true }));
    const { clock, hearings } = play(kept, rightClock);
    expect(clock).toBe(rightClock);
    expect(hearings.every(({ isDelayed }) => isDelayed)).toBe(true);
  });

  it('dates one packet of hours ago among live ones', () => {
    const { clock, hearings } = play(
      [reading(T0, 0), reading(T0 + 1000, -9 * HOUR_MS), reading(T0 + 2000, 0)],
      rightClock,
    );
    expect(clock.state).toBe('right');
    expect(hearings.map(({ isDelayed }) => isDelayed)).toEqual([false, true, false]);
  });

  it('lets a packet of the last hour count as heard now, and knows when it was heard', () => {
    const { hearings } = play([reading(T0, -50 * MINUTE_MS)], rightClock);
    expect(hearings).toEqual([{ isDelayed: false, heardAt: T0 - 50 * MINUTE_MS }]);
  });
});

describe('right after a reconnect to a kept session', () => {
  it('a packet dated hours ago by a clock that nobody has tested is delayed, nobody knows since when', () => {
    const { hearings } = play([10, 9, 8].map((hours, n) => reading(T0 + n, -hours * HOUR_MS, { backlog: true })));
    expect(hearings.every(({ isDelayed, heardAt }) => isDelayed && heardAt === null)).toBe(true);
  });

  it('a packet counts as heard now when the clock was as wrong before', () => {
    const before = play([reading(T0, -14 * DAY_MS)]).clock;
    const { hearings } = play([reading(T0 + 2 * MINUTE_MS, -14 * DAY_MS, { backlog: true })], before);
    expect(hearings).toEqual([{ isDelayed: false, heardAt: T0 + 2 * MINUTE_MS }]);
  });

  it('a packet that was kept for hours is delayed by a wrong clock too', () => {
    const wrong = play(everyTenMinutes(4, () => -7 * HOUR_MS)).clock;
    const back = T0 + 10 * HOUR_MS;
    const kept = [9, 5, 0.5].map((hours, n) => reading(back + n, -(7 + hours) * HOUR_MS, { backlog: true }));
    const { hearings } = play(kept, wrong);
    expect(hearings.map(({ isDelayed }) => isDelayed)).toEqual([true, true, false]);
  });

  it('a packet counts as heard now when no queue can be so old, or so young', () => {
    const offsets = [90_000_000 - T0, -3 * YEAR_MS, 9 * HOUR_MS, 0];
    const { hearings } = play(offsets.map((offset, n) => reading(T0 + n, offset, { backlog: true })));
    expect(hearings.some(({ isDelayed }) => isDelayed)).toBe(false);
  });
});
