import { dateMath, dateTime, type TimeRange } from '@grafana/data';
import { followsNow, spanAt } from './timeRange';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const HOUR = 3_600_000;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** As Grafana resolves it: bounds in words are times at this moment. */
const rangeOf = (from: string | number, to: string | number): TimeRange => {
  const at = (bound: string | number, roundUp: boolean) =>
    typeof bound === 'number'
      ? dateTime(bound)
      : (dateMath.toDateTime(bound, { roundUp, timezone: 'utc' }) ?? dateTime(NaN));
  const raw = (bound: string | number) => (typeof bound === 'number' ? dateTime(bound) : bound);
  return { from: at(from, false), to: at(to, true), raw: { from: raw(from), to: raw(to) } };
};

describe('a time range', () => {
  it.each([
    ['now-6h', 'now'],
    ['now/d', 'now'],
    ['now/d', 'now/d'],
    ['now/w', 'now/w'],
    ['now/M', 'now/M'],
    ['now-1h', 'now+6h'],
    ['now/fy', 'now/fy'],
    [NOW - HOUR, NOW + HOUR],
  ])('from %s to %s follows the present, and ends now', (from, to) => {
    const range = rangeOf(from, to);
    expect(followsNow(range, NOW)).toBe(true);
    expect(spanAt(range, NOW)).toEqual({ from: range.from.valueOf(), to: NOW });
  });

  it.each([
    ['now-1d/d', 'now-1d/d'],
    ['now-1w/w', 'now-1w/w'],
    ['now-1M/M', 'now-1M/M'],
    ['now-6h', 'now-1h'],
    ['now-30d', 'now-29d'],
    ['now+1h', 'now+6h'],
    [NOW - 2 * HOUR, NOW - HOUR],
    [NOW - HOUR, NOW - 1],
  ])('from %s to %s stays where it is', (from, to) => {
    const range = rangeOf(from, to);
    expect(followsNow(range, NOW)).toBe(false);
    expect(spanAt(range, NOW)).toEqual({ from: range.from.valueOf(), to: range.to.valueOf() });
  });

  it('that ends now moves on while nobody refreshes the page', () => {
    const later = NOW + HOUR;
    expect(spanAt(rangeOf('now-6h', 'now'), later)).toEqual({ from: NOW - 5 * HOUR, to: later });
    expect(spanAt(rangeOf('now/d', 'now'), later)).toEqual({ from: NOW - 10 * HOUR, to: later });
    expect(spanAt(rangeOf(NOW - HOUR, 'now'), later)).toEqual({ from: NOW - HOUR, to: later });
  });

  it('that has passed meanwhile follows no more', () => {
    expect(followsNow(rangeOf('now/d', 'now/d'), NOW + 20 * HOUR)).toBe(false);
  });
});
