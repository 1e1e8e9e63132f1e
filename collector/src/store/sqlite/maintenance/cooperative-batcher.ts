import { setImmediate } from 'node:timers/promises';

/** Runs long work on the thread that also ingests: in small batches, with a turn of the event loop after each. */
export interface CooperativeBatcher {
  /**
   * Calls `step` with the number of rows it may touch until it touched fewer, `budget` rows are done, or the work is
   * interrupted. Resolves with the number of rows.
   */
  run(step: (limit: number) => number, budget?: number): Promise<number>;
  /** Runs one step of any size; resolves with false when the work is to end. */
  once(step: () => void): Promise<boolean>;
  readonly interrupted: boolean;
}

const MAX_ROWS = 2_000;
const MIN_ROWS = 20;
/** A batch that takes longer is followed by smaller ones. */
const TARGET_MS = 8;

export function createBatcher(signal: AbortSignal): CooperativeBatcher {
  let size = 200;

  function adapt(tookMs: number): void {
    if (tookMs > TARGET_MS) size = Math.max(MIN_ROWS, Math.floor(size / 2));
    else if (tookMs < TARGET_MS / 2) size = Math.min(MAX_ROWS, size * 2);
  }

  return {
    async run(step, budget = Infinity) {
      let total = 0;
      while (total < budget && !signal.aborted) {
        const limit = Math.min(size, budget - total);
        const startedAt = performance.now();
        const done = step(limit);
        adapt(performance.now() - startedAt);
        total += done;
        await setImmediate();
        if (done < limit) break;
      }
      return total;
    },
    async once(step) {
      if (signal.aborted) return false;
      step();
      await setImmediate();
      return !signal.aborted;
    },
    get interrupted() {
      return signal.aborted;
    },
  };
}
