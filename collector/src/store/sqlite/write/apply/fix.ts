import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { PositionEvent } from '../../../../model.js';
import { isCoarser, isWithinCell } from '../../geo.js';

/** A place of a node, and when and by which way it was received. */
export interface Fix {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number | null;
  readonly precisionBits: number | null;
  readonly at: number;
  /** Precision is set for each way of reporting; undefined = not known. */
  readonly way: string | undefined;
}

/**
 * An exact fix is shown this long beside coarser ones of other ways: a node that is exact on a private channel and coarse
 * in its map reports does not jump between the two.
 */
export const EXACT_FIX_HOLD_MS = 6 * HOUR_MS;

/** Way of reporting: each channel has a precision of its own, and so have map reports. */
export function wayOf(source: PositionEvent['source'] | null, channel: string | null): string | undefined {
  if (source === 'map_report') return 'map report';
  return channel === null ? undefined : `channel ${channel}`;
}

/**
 * The place to show after `next` was received. The newest wins, but for a coarse position around an exact one that came by
 * another way within the hold. By the same way the owner has lowered the precision: the exact place is given up at once.
 * @param readWay the way of `before`, read only when it matters.
 */
export function follow(before: Fix | undefined, next: Fix, readWay: (fix: Fix) => string | undefined): Fix {
  if (before === undefined) return next;
  const surroundsFinerFix =
    isCoarser(next.precisionBits, before.precisionBits) && isWithinCell(before, next, next.precisionBits);
  if (!surroundsFinerFix || next.at - before.at > EXACT_FIX_HOLD_MS) return next;
  const way = readWay(before);
  return way === undefined || next.way === undefined || way === next.way ? next : before;
}
