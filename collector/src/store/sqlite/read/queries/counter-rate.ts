import type { Point } from './samples.js';

const MINUTE_MS = 60_000;

/** How fast a counter grew from each reading to the next. A counter that fell started again from 0 with its node. */
export function ratesPerMinute(readings: readonly Point[]): Point[] {
  return readings.slice(1).map(([at, value], before) => {
    const [since, earlier] = readings[before] ?? [at, value];
    const growth = value >= earlier ? value - earlier : value;
    return [at, growth / ((at - since) / MINUTE_MS)];
  });
}
