import type { XY } from './mercator';

export interface Hexagon {
  /** Axial coordinates, the same for the same place and radius. */
  readonly key: string;
  readonly center: XY;
}

const SQRT3 = Math.sqrt(3);

/** The pointy-topped hexagon of this radius (Web Mercator meters) that contains a point. */
export function hexagonAt([x, y]: XY, radius: number): Hexagon {
  const q = ((SQRT3 / 3) * x - y / 3) / radius;
  const r = ((2 / 3) * y) / radius;
  const s = -q - r;
  let [rq, rr] = [Math.round(q), Math.round(r)];
  const rs = Math.round(s);
  const [dq, dr, ds] = [Math.abs(rq - q), Math.abs(rr - r), Math.abs(rs - s)];
  if (dq > dr && dq > ds) {
    rq = -rr - rs;
  } else if (dr > ds) {
    rr = -rq - rs;
  }
  return { key: `${rq}/${rr}`, center: [radius * SQRT3 * (rq + rr / 2), radius * 1.5 * rr] };
}

/** The corners, closed, a little smaller than the cell so that neighbors keep a seam. */
export function hexagonRing([x, y]: XY, radius: number): XY[] {
  const size = radius * 0.96;
  return Array.from({ length: 7 }, (_unused, index) => {
    const angle = (Math.PI / 3) * (index % 6) + Math.PI / 6;
    return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
  });
}

export interface Bin<T> extends Hexagon {
  readonly items: readonly T[];
}

/** Puts things into the hexagons they lie in. */
export function binHexagons<T>(items: readonly T[], placeOf: (item: T) => XY, radius: number): Array<Bin<T>> {
  const bins = new Map<string, { key: string; center: XY; items: T[] }>();
  for (const item of items) {
    const hexagon = hexagonAt(placeOf(item), radius);
    const bin = bins.get(hexagon.key) ?? { ...hexagon, items: [] };
    bin.items.push(item);
    bins.set(hexagon.key, bin);
  }
  return [...bins.values()];
}
