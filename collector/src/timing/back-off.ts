/** Pauses between attempts: doubling, with jitter, so that a fleet does not return to a restarted broker in step. */
export interface BackOff {
  /** The pause before the next attempt, in milliseconds, never above `lastMs`. */
  next(lastMs: number): number;
  /** The next pause is the first one again. */
  reset(): void;
}

/** For `random`: the pauses are exact. */
export const WITHOUT_JITTER = () => 1;

export function createBackOff(firstMs: number, random: () => number = Math.random): BackOff {
  let attempts = 0;
  return {
    next(lastMs) {
      const full = Math.min(firstMs * 2 ** attempts, lastMs);
      if (full < lastMs) attempts += 1;
      return full * (0.75 + 0.25 * random());
    },
    reset() {
      attempts = 0;
    },
  };
}
