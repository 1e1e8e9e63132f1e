import type { LonLat } from '../frames/model';
import { toXY, unwrapLongitude, type XY } from './mercator';
import { distanceM, greatCircleWay } from './sphere';

/** Distance from which a straight line on the map visibly differs from the great circle. */
const GREAT_CIRCLE_FROM_M = 100_000;
const MAX_POINTS = 64;
/** Points of a curve, enough for it to look smooth. */
const CURVE_POINTS = 9;

/** Great circle from a to b in Web Mercator, never jumping across the date line: it continues beyond ±180°. */
export function greatCircle(a: LonLat, b: LonLat, minimum = 2): XY[] {
  const distance = distanceM(a, b);
  if (distance < GREAT_CIRCLE_FROM_M) {
    return straight(a, b, minimum);
  }
  const count = Math.min(MAX_POINTS, Math.max(minimum, Math.ceil(distance / 100_000) + 1));
  const way = greatCircleWay(a, b);
  let reference = a[0];
  return Array.from({ length: count }, (_unused, index) => {
    const [longitude, latitude] = way(index / (count - 1));
    reference = unwrapLongitude(longitude, reference);
    return toXY([reference, latitude]);
  });
}

/** Straight line on the map, for short distances. */
function straight(a: LonLat, b: LonLat, count: number): XY[] {
  const [ax, ay] = toXY(a);
  const [bx, by] = toXY([unwrapLongitude(b[0], a[0]), b[1]]);
  return Array.from({ length: count }, (_unused, index) => {
    const t = index / (count - 1);
    return [ax + (bx - ax) * t, ay + (by - ay) * t];
  });
}

/**
 * The way from a to b bent to the right by `bulge` of its length: the way back, bent to its own right, runs on the other
 * side, so that both directions can be seen.
 */
export function directedCurve(a: LonLat, b: LonLat, bulge: number): XY[] {
  const line = greatCircle(a, b, bulge === 0 ? 2 : CURVE_POINTS);
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

/** The same curve as x and y in turn: thousands of links are made at once, and arrays of pairs are what takes the time. */
export function flatDirectedCurve(a: LonLat, b: LonLat, bulge: number): number[] {
  if (distanceM(a, b) >= GREAT_CIRCLE_FROM_M) {
    return directedCurve(a, b, bulge).flatMap(([x, y]) => [x, y]);
  }
  const [ax, ay] = toXY(a);
  const [bx, by] = toXY([unwrapLongitude(b[0], a[0]), b[1]]);
  const [dx, dy] = [bx - ax, by - ay];
  const last = bulge === 0 ? 1 : CURVE_POINTS - 1;
  const flat = new Array<number>(2 * last + 2);
  for (let index = 0; index <= last; index += 1) {
    const t = index / last;
    const lift = bulge * 4 * t * (1 - t);
    flat[2 * index] = ax + dx * t + dy * lift;
    flat[2 * index + 1] = ay + dy * t - dx * lift;
  }
  return flat;
}

/** Bulge of lane 0, 1, …; lanes of one direction fan out. */
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
