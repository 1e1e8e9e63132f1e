import { liveViewLimits } from '@mesh-observatory/contract/limits';
import { MINUTE_MS } from '@mesh-observatory/contract/time';

/** Bounds of live queries: memory, and the share of the reading threads they take. */
export interface ViewLimits {
  /** Different queries at once; more are refused. */
  readonly maxViews: number;
  /** Values in the answers of all views together; a query that does not fit is refused. */
  readonly maxValues: number;
  /** Values in the changes that a view remembers for clients that are behind. */
  readonly rememberedValues: number;
  /** Least time between two readings of the newest rows. */
  readonly newestPaceMs: number;
  /** Upper bound on the pace of complete readings, for tests. */
  readonly maxPaceMs: number;
  /** After a reading a view waits this many times as long as it took. */
  readonly restFactor: number;
  /**
   * Everything is read again this often whatever changes, because time passes: rows leave the range or are removed, ages
   * and states change. More often for a short range: after this share of it.
   */
  readonly idleMs: number;
  readonly idleShare: number;
  /** How long a view is kept when nobody follows it, for clients that reconnect. */
  readonly lingerMs: number;
}

export const defaultViewLimits: ViewLimits = {
  ...liveViewLimits,
  rememberedValues: 50_000,
  maxPaceMs: Infinity,
  restFactor: 4,
  idleMs: MINUTE_MS,
  idleShare: 1 / 60,
};
