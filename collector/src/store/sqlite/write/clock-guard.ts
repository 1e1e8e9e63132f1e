import { MINUTE_MS } from '@mesh-observatory/contract/time';

/**
 * "The latest wins", safe against clocks: what is dated later than now was written while the clock was wrong and yields
 * to anything.
 */
export interface Latest {
  /** Sets the present for what follows. */
  at(now: number): void;
  /** Does something of `at` replace what is there of `than`? Equal times do not. */
  isNewer(at: number, than: number | null | undefined): boolean;
  isFuture(at: number): boolean;
}

/** Batches are dated a moment before they are committed, and two clocks of one machine may differ a little. */
const TOLERANCE_MS = 10 * MINUTE_MS;

export function createLatest(): Latest {
  let ceiling = Infinity;
  return {
    at(now) {
      ceiling = now + TOLERANCE_MS;
    },
    isNewer: (at, than) => than == null || at > than || than > ceiling,
    isFuture: (at) => at > ceiling,
  };
}
