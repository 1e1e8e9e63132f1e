import type { LonLat } from '../frames/model';

/** Web Mercator (EPSG:3857) metres. */
export type XY = readonly [x: number, y: number];

export const EARTH_RADIUS_M = 6_378_137;
/** Half the width of the world in Web Mercator metres. */
export const HALF_WORLD = Math.PI * EARTH_RADIUS_M;
export const WORLD = 2 * HALF_WORLD;
/** Web Mercator ends here; the poles are infinitely far away. */
export const MAX_LATITUDE = 85.0511287798066;

export const toRadians = (degrees: number) => (degrees * Math.PI) / 180;
export const toDegrees = (radians: number) => (radians * 180) / Math.PI;

const clampLatitude = (latitude: number) => Math.min(MAX_LATITUDE, Math.max(-MAX_LATITUDE, latitude));

/** Longitudes beyond ±180 stay there: they are in the next copy of the world. */
export function toXY([longitude, latitude]: LonLat): XY {
  const y = EARTH_RADIUS_M * Math.log(Math.tan(Math.PI / 4 + toRadians(clampLatitude(latitude)) / 2));
  return [EARTH_RADIUS_M * toRadians(longitude), y];
}

export function toLonLat([x, y]: XY): LonLat {
  return [toDegrees(x / EARTH_RADIUS_M), toDegrees(2 * Math.atan(Math.exp(y / EARTH_RADIUS_M)) - Math.PI / 2)];
}

/** Longitude in -180 … 180. */
export function wrapLongitude(longitude: number): number {
  const wrapped = ((((longitude + 180) % 360) + 360) % 360) - 180;
  return wrapped === -180 && longitude > 0 ? 180 : wrapped;
}

/** The copy of `longitude` nearest to `reference`, so that a line between the two takes the short way. */
export function unwrapLongitude(longitude: number, reference: number): number {
  return longitude + 360 * Math.round((reference - longitude) / 360);
}

/** Ground metres in one projected metre at this latitude. */
export const groundScale = (latitude: number) => Math.cos(toRadians(clampLatitude(latitude)));

/** Coordinates of an OpenLayers geometry as pairs. */
export const pairsOf = (coordinates: readonly number[][]): XY[] => coordinates.map(([x = 0, y = 0]) => [x, y]);
