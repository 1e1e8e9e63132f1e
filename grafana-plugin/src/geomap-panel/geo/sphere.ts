import { toDegrees, toRadians } from 'ol/math';
import { DEFAULT_RADIUS, getDistance } from 'ol/sphere';
import type { LonLat } from '../frames/model';
import { wrapLongitude } from './mercator';

/** Great-circle distance in meters, on a sphere of the mean radius: right within 0.5 %. */
export const distanceM = (a: LonLat, b: LonLat) => getDistance([...a], [...b]);

/** Initial bearing from a to b, degrees clockwise from north, 0 … 360. */
export function bearingDeg([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const [phiA, phiB, delta] = [toRadians(latA), toRadians(latB), toRadians(lonB - lonA)];
  const y = Math.sin(delta) * Math.cos(phiB);
  const x = Math.cos(phiA) * Math.sin(phiB) - Math.sin(phiA) * Math.cos(phiB) * Math.cos(delta);
  return (toDegrees(Math.atan2(y, x)) + 360) % 360;
}

const points = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
export const compassPoint = (bearing: number) => points[Math.round(bearing / 22.5) % 16] ?? 'N';

/** Great circle from a to b: a function from the fraction of the way (0 … 1) to the point there. */
export function greatCircleWay(a: LonLat, b: LonLat): (t: number) => LonLat {
  const angle = distanceM(a, b) / DEFAULT_RADIUS;
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

export interface LineOfSight {
  /** Meters in a straight line between the two heights. */
  readonly distanceM: number;
  /** Height of the earth above the straight line at its midpoint, in meters, with 4/3 of the earth radius for radio. */
  readonly bulgeM: number;
  /** Farthest distance at which these heights still see each other over a smooth earth, meters. */
  readonly horizonM: number;
}

const RADIO_RADIUS_M = (DEFAULT_RADIUS * 4) / 3;
const horizonOf = (heightM: number) => Math.sqrt(2 * RADIO_RADIUS_M * Math.max(0, heightM));

/** Straight line between two places at heights above sea level, as radio sees it over a smooth earth. */
export function lineOfSight(a: LonLat, heightA: number, b: LonLat, heightB: number): LineOfSight {
  const angle = distanceM(a, b) / DEFAULT_RADIUS;
  const [radiusA, radiusB] = [DEFAULT_RADIUS + heightA, DEFAULT_RADIUS + heightB];
  const straight = Math.sqrt((radiusA - radiusB) ** 2 + 4 * radiusA * radiusB * Math.sin(angle / 2) ** 2);
  const ground = angle * DEFAULT_RADIUS;
  return {
    distanceM: straight,
    bulgeM: (ground / 2) ** 2 / (2 * RADIO_RADIUS_M),
    horizonM: horizonOf(heightA) + horizonOf(heightB),
  };
}
