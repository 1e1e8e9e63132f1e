import type { MapTrack } from '../../frames/model';
import { toXY, WORLD } from '../../geo/mercator';

/** Row of the fix of a track nearest to a point of the map; undefined for a track without fixes. */
export function nearestFix(
  { fixes }: MapTrack,
  [x = 0, y = 0]: readonly number[],
): { row: number; time: number } | undefined {
  let best: { row: number; time: number; distance: number } | undefined;
  for (const { row, time, position } of fixes) {
    const [fixX, fixY] = toXY(position);
    const dx = fixX - x - WORLD * Math.round((fixX - x) / WORLD);
    const distance = Math.hypot(dx, fixY - y);
    if (best === undefined || distance < best.distance) {
      best = { row, time, distance };
    }
  }
  return best;
}
