import type { LonLat } from '../frames/model';
import { toDegrees, toRadians, wrapLongitude } from './mercator';

/** Mean radius: distances are right within 0.5 %. */
export const MEAN_RADIUS_M = 6_371_008.8;

/** Great-circle distance in metres. */
export function distanceM([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const halfLat = Math.sin(toRadians(latB - latA) / 2);
  const halfLon = Math.sin(toRadians(lonB - lonA) / 2);
  const h = halfLat * halfLat + Math.cos(toRadians(latA)) * Math.cos(toRadians(latB)) * halfLon * halfLon;
  return 2 * MEAN_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing from a to b, degrees clockwise from north, 0 … 360. */
export function bearingDeg([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const [phiA, phiB, delta] = [toRadians(latA), toRadians(latB), toRadians(lonB - lonA)];
  const y = Math.sin(delta) * Math.cos(phiB);
  const x = Math.cos(phiA) * Math.sin(phiB) - Math.sin(phiA) * Math.cos(phiB) * Math.cos(delta);
  return (toDegrees(Math.atan2(y, x)) + 360) % 360;
}

const points = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
export const compassPoint = (bearing: number) => points[Math.round(bearing / 22.5) % 16] ?? 'N';

/** Gives points of the great circle from a to b by their fraction of the way. */
export function greatCircleWay(a: LonLat, b: LonLat): (t: number) => LonLat {
  const angle = distanceM(a, b) / MEAN_RADIUS_M;
  if (angle < 1e-9) {
    return () => a;
  }
  const [lonA, latA, lonB, latB] = [toRadians(a[0]), toRadians(a[1]), toRadians(b[0]), toRadians(b[1])];
  const [ax, ay, az] = [Math.cos(latA) * Math.cos(lonA), Math.cos(latA) * Math.sin(lonA), Math.sin(latA)];
  const [bx, by, bz] = [Math.cos(latB) * Math.cos(lonB), Math.cos(latB) * Math.sin(lonB), Math.sin(latB)];
  const sine = Math.sin(angle);
  return (t) => {
    const [fromA, fromB] = [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
    const [x, y, z] = [fromA * ax + fromB * bx, fromA * ay + fromB * by, fromA * az + fromB * bz];
    return [wrapLongitude(toDegrees(Math.atan2(y, x))), toDegrees(Math.atan2(z, Math.hypot(x, y)))];
  };
}

/** Point at fraction `t` of the great circle from a to b. */
export const interpolate = (a: LonLat, b: LonLat, t: number): LonLat => greatCircleWay(a, b)(t);

export interface LineOfSight {
  /** Metres through the air between the two heights. */
  readonly distanceM: number;
  /** How far the earth rises above the straight line in the middle, metres; radio bends along with 4/3 of the radius. */
  readonly bulgeM: number;
  /** Farthest distance at which these heights still see each other over a smooth earth, metres. */
  readonly horizonM: number;
}

const RADIO_RADIUS_M = (MEAN_RADIUS_M * 4) / 3;
const horizonOf = (heightM: number) => Math.sqrt(2 * RADIO_RADIUS_M * Math.max(0, heightM));

/** Straight line between two places at heights above sea level, as radio sees it over a smooth earth. */
export function lineOfSight(a: LonLat, heightA: number, b: LonLat, heightB: number): LineOfSight {
  const angle = distanceM(a, b) / MEAN_RADIUS_M;
  const [radiusA, radiusB] = [MEAN_RADIUS_M + heightA, MEAN_RADIUS_M + heightB];
  const straight = Math.sqrt((radiusA - radiusB) ** 2 + 4 * radiusA * radiusB * Math.sin(angle / 2) ** 2);
  const ground = angle * MEAN_RADIUS_M;
  return {
    distanceM: straight,
    bulgeM: (ground / 2) ** 2 / (2 * RADIO_RADIUS_M),
    horizonM: horizonOf(heightA) + horizonOf(heightB),
  };
}
