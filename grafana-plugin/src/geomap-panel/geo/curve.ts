import type { LonLat } from '../frames/model';
import { toXY, unwrapLongitude, type XY } from './mercator';
import { distanceM, interpolate } from './sphere';

/** From here on a straight line on the map is visibly not the shortest way. */
const GREAT_CIRCLE_FROM_M = 100_000;
const MAX_POINTS = 64;

/** Great circle from a to b in Web Mercator, never jumping across the date line: it continues beyond ±180°. */
export function greatCircle(a: LonLat, b: LonLat, minimum = 2): XY[] {
  const distance = distanceM(a, b);
  const wanted = distance < GREAT_CIRCLE_FROM_M ? minimum : Math.max(minimum, Math.ceil(distance / 100_000) + 1);
  const count = Math.min(MAX_POINTS, wanted);
  let reference = a[0];
  return Array.from({ length: count }, (_unused, index) => {
    const t = index / (count - 1);
    const [longitude, latitude] = distance < GREAT_CIRCLE_FROM_M ? between(a, b, t) : interpolate(a, b, t);
    reference = unwrapLongitude(longitude, reference);
    return toXY([reference, latitude]);
  });
}

function between(a: LonLat, b: LonLat, t: number): LonLat {
  const lonB = unwrapLongitude(b[0], a[0]);
  return [a[0] + (lonB - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/**
 * The way from a to b bent to the right by `bulge` of its length: the way back, bent to its own right, runs on the other
 * side, so that both directions can be seen.
 */
export function directedCurve(a: LonLat, b: LonLat, bulge: number): XY[] {
  const line = greatCircle(a, b, bulge === 0 ? 2 : 13);
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined || bulge === 0) {
    return line;
  }
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  return line.map(([x, y], index) => {
    const t = index / (line.length - 1);
    const lift = bulge * 4 * t * (1 - t);
    return [x + dy * lift, y - dx * lift];
  });
}

/** How far lane 0, 1, … bends; lanes of one direction fan out. */
export const laneBulge = (lane: number) => 0.06 + 0.05 * lane;

/** Point at fraction `t` of the length of a line and the direction it has there (radians, 0 = east, counter-clockwise). */
export function pointAlong(line: readonly XY[], t: number): { readonly at: XY; readonly angle: number } | undefined {
  const lengths = line.slice(1).map((point, index) => {
    const before = line[index] ?? point;
    return Math.hypot(point[0] - before[0], point[1] - before[1]);
  });
  let rest = t * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [line[index], line[index + 1]];
    if (from !== undefined && to !== undefined && (rest <= length || index === lengths.length - 1)) {
      const share = length === 0 ? 0 : Math.min(1, rest / length);
      const at: XY = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      return { at, angle: Math.atan2(to[1] - from[1], to[0] - from[0]) };
    }
    rest -= length;
  }
  return undefined;
}
