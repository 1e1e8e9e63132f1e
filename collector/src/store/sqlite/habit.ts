import { DAY_MS } from '@mesh-observatory/contract/time';

/** The past that tells how much airtime a node usually takes. */
export const HABIT_MS = 7 * DAY_MS;
/** Over less, nothing is usual. */
export const SHORTEST_HABIT_MS = DAY_MS;
