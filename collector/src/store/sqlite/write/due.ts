import { DEAF_TOLERANCE_MS, type PresenceState } from '@mesh-observatory/contract/presence';
import type { Listening } from './listening.js';
import type { Thresholds } from './silence.js';

type Counting = Pick<Listening, 'heardSince' | 'countedSince'>;
type Counted = Pick<Listening, 'countedSince'>;

/**
 * State of a node or gateway that was heard last at `lastAt`. Only receive times decide; times of the future (the clock
 * of the collector was ahead) count as the beginning of the listening.
 */
export function stateAt(now: number, lastAt: number, thresholds: Thresholds, counting: Counting): PresenceState {
  const isFuture = lastAt > now + DEAF_TOLERANCE_MS;
  const quiet = now - Math.max(isFuture ? 0 : lastAt, counting.countedSince);
  if (quiet > thresholds.silent) return 'silent';
  if (lastAt < counting.heardSince) return 'unknown';
  return now - lastAt > thresholds.late ? 'late' : 'online';
}

/** When the next state is to be considered, Unix ms; null = never, what is silent stays silent until it is heard. */
export function nextDue(
  state: PresenceState,
  lastAt: number,
  { late, silent }: Thresholds,
  { countedSince }: Counted,
): number | null {
  if (state === 'silent') return null;
  if (state === 'online') return lastAt + Math.min(late, silent);
  return Math.max(lastAt, countedSince) + silent;
}
