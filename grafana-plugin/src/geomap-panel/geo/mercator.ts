import { fromLonLat, transform } from 'ol/proj';
import { HALF_SIZE } from 'ol/proj/epsg3857';
import type { LonLat } from '../frames/model';

/** Web Mercator (EPSG:3857) meters. */
export type XY = readonly [x: number, y: number];

/** Width of the world in Web Mercator meters. */
export const WORLD = 2 * HALF_SIZE;
/** Web Mercator ends here; the poles are infinitely far away. */
export const MAX_LATITUDE = 85.0511287798066;

const clampLatitude = (latitude: number) => Math.min(MAX_LATITUDE, Math.max(-MAX_LATITUDE, latitude));

/** Longitudes beyond ±180 stay there: they are in the next copy of the world. */
export function toXY([longitude, latitude]: LonLat): XY {
  const [x = 0, y = 0] = fromLonLat([longitude, clampLatitude(latitude)]);
  return [x, y];
}

/** Unlike `toLonLat` of OpenLayers, keeps longitudes of other copies of the world. */
export function toLonLat([x, y]: XY): LonLat {
  const [longitude = 0, latitude = 0] = transform([x, y], 'EPSG:3857', 'EPSG:4326');
  return [longitude, latitude];
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

/** Ground meters in one projected meter at this latitude. */
export const groundScale = (latitude: number) => Math.cos((clampLatitude(latitude) * Math.PI) / 180);

/** Coordinates of an OpenLayers geometry as pairs. */
export const pairsOf = (coordinates: readonly number[][]): XY[] => coordinates.map(([x = 0, y = 0]) => [x, y]);
