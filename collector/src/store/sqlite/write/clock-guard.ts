import { MINUTE_MS } from '@mesh-observatory/contract/time';

/**
 * Decides "the latest wins" even when clocks are wrong: a stored time that lies in the future was written by a clock
 * that was ahead, and yields to any other.
 */
export interface ClockGuard {
  /** Sets the present for what follows, Unix ms. */
  setNow(now: number): void;
  /** True when a value of `at` replaces one of `than`; equal times do not. */
  isNewer(at: number, than: number | null | undefined): boolean;
  isFuture(at: number): boolean;
}

/** Batches are dated a moment before they are committed, and two clocks of one machine may differ a little. */
const TOLERANCE_MS = 10 * MINUTE_MS;

export function createClockGuard(): ClockGuard {
  let ceiling = Infinity;
  return {
    setNow(now) {
      ceiling = now + TOLERANCE_MS;
    },
    isNewer: (at, than) => than == null || at > than || than > ceiling,
    isFuture: (at) => at > ceiling,
  };
}
