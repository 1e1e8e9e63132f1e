/**
 * A track is movement, not noise: positions of one precision, each farther from the one before than both can be wrong.
 */
import { distanceMeters, errorMeters, type Place } from '../../geo.js';

interface TrackFix extends Place {
  readonly at: number;
  readonly precision_bits: number | null;
}

/** Exact positions of a GPS at rest still differ by this much. */
const GPS_ERROR_METERS = 25;

const uncertainty = ({ precision_bits }: TrackFix) => Math.max(GPS_ERROR_METERS, errorMeters(precision_bits));

/** Of positions of like precision, oldest first: the first one, and each move with the end of the stay before it. */
export function movesOf<Fix extends TrackFix>(fixes: readonly Fix[]): Fix[] {
  const moves: Fix[] = [];
  let place: Fix | undefined;
  let seenAt = 0;
  for (const fix of fixes) {
    if (place === undefined) moves.push(fix);
    else if (distanceMeters(place, fix) <= uncertainty(place) + uncertainty(fix)) {
      seenAt = fix.at;
      continue;
    } else {
      if (seenAt > place.at) moves.push({ ...place, at: seenAt });
      moves.push(fix);
    }
    place = fix;
    seenAt = fix.at;
  }
  return moves;
}
