import type { LonLat } from '../frames/model';
import { toXY } from './mercator';

/** Web Mercator box: west, south, east, north; may reach beyond the date line. */
export type Extent = [number, number, number, number];

/** The westernmost longitude, with the world cut open in the middle of the widest stretch without any point. */
function westOfData(longitudes: readonly number[]): number {
  const sorted = [...longitudes].sort((left, right) => left - right);
  const first = sorted[0] ?? 0;
  let [gap, west] = [first + 360 - (sorted.at(-1) ?? first), first];
  sorted.forEach((longitude, index) => {
    const next = sorted[index + 1];
    // Always one of the longitudes themselves: one that went through + 360 - 360 would be a hair off, and east of itself.
    if (next !== undefined && next - longitude > gap) {
      [gap, west] = [next - longitude, next];
    }
  });
  return west;
}

/** The smallest box around places, across the date line when that is shorter. */
export function extentAround(places: readonly LonLat[]): Extent | undefined {
  if (places.length === 0) {
    return undefined;
  }
  const west = westOfData(places.map(([longitude]) => longitude));
  let extent: Extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of places) {
    const [x, y] = toXY([longitude < west ? longitude + 360 : longitude, latitude]);
    extent = [Math.min(extent[0], x), Math.min(extent[1], y), Math.max(extent[2], x), Math.max(extent[3], y)];
  }
  return extent;
}

/**
 * Removes far outliers, such as a node that reports a position on another continent. Returns all places if fewer than nine
 * of ten are near each other.
 */
export function withoutOutliers(places: readonly LonLat[]): readonly LonLat[] {
  if (places.length < 10) {
    return places;
  }
  const xs = places.map((place) => toXY(place));
  const middle = [median(xs.map(([x]) => x)), median(xs.map(([, y]) => y))] as const;
  const far = xs.map(([x, y]) => Math.hypot(x - middle[0], y - middle[1]));
  const limit = 8 * (quantile(far, 0.8) + 1000);
  const near = places.filter((_place, index) => (far[index] ?? 0) <= limit);
  return near.length >= places.length * 0.9 ? near : places;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
const median = (values: readonly number[]) => quantile(values, 0.5);
