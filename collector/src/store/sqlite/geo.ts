export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_METERS = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in meters. */
export function distanceMeters(a: Place, b: Place): number {
  const half = (left: number, right: number) => Math.sin(radians(right - left) / 2) ** 2;
  const chord =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

const EXACT = 32;

/** Half the side of the cell a coordinate of this precision is the center of, in degrees. */
export function halfCellDegrees(precisionBits: number | null): number {
  return precisionBits === null || precisionBits >= EXACT ? 0 : 2 ** (31 - precisionBits) * 1e-7;
}

/** Greatest error north–south, in meters. */
export function errorMeters(precisionBits: number | null): number {
  return radians(halfCellDegrees(precisionBits)) * EARTH_METERS;
}

/** True when `place` lies inside the cell around `center`. */
export function isWithinCell(place: Place, center: Place, precisionBits: number | null): boolean {
  const half = halfCellDegrees(precisionBits);
  const turn = Math.abs(place.longitude - center.longitude);
  return Math.abs(place.latitude - center.latitude) <= half && Math.min(turn, 360 - turn) <= half;
}

/** Fewer bits means coarser; a position without a statement counts as exact. */
export function isCoarser(precisionBits: number | null, than: number | null): boolean {
  return (precisionBits ?? EXACT) < (than ?? EXACT);
}
