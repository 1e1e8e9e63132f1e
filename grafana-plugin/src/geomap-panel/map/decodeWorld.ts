import Feature from 'ol/Feature';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import Polygon from 'ol/geom/Polygon';
import { toXY } from '../geo/mercator';

/** Form of the files that `scripts/build-world.mjs` writes. */
export interface WorldFile {
  /** Units a degree. */
  readonly scale: number;
  /** Land is cut into boxes of this many degrees. */
  readonly box: number;
  readonly land: ReadonlyArray<readonly string[]>;
  readonly borders: readonly string[];
}

export interface PlacesFile {
  readonly scale: number;
  readonly zooms: Readonly<Record<string, { readonly points: string; readonly names: string }>>;
}

const OFFSET = 63;
const MORE = 0x20;

/** Longitude and latitude in degrees, in turn: deltas in zigzag, five bits a character. */
export function degreesOf(encoded: string, scale: number): number[] {
  const degrees: number[] = [];
  const last: [number, number] = [0, 0];
  let [value, shift] = [0, 0];
  for (let index = 0; index < encoded.length; index += 1) {
    const code = encoded.charCodeAt(index) - OFFSET;
    value |= (code & 0x1f) << shift;
    shift += 5;
    if (code < MORE) {
      const axis = degrees.length % 2 === 0 ? 0 : 1;
      last[axis] += (value & 1) === 1 ? ~(value >> 1) : value >> 1;
      degrees.push(last[axis] / scale);
      [value, shift] = [0, 0];
    }
  }
  return degrees;
}

function projected(degrees: readonly number[]): number[] {
  const flat: number[] = [];
  for (let index = 0; index < degrees.length; index += 2) {
    flat.push(...toXY([degrees[index] ?? 0, degrees[index + 1] ?? 0]));
  }
  return flat;
}

/** Whether a segment lies on the side of a box, so that it is a cut and not a coast. */
function isCut(degrees: readonly number[], index: number, box: number): boolean {
  const [x, y, nextX, nextY] = degrees.slice(index, index + 4);
  const onSide = (a = 0, b = 0) => a === b && (a % box === 0 || Math.abs(a) >= 89.9);
  return onSide(x, nextX) || onSide(y, nextY);
}

/** The parts of a ring that are shore. */
export function shoreLines(degrees: readonly number[], box: number): number[][] {
  const lines: number[][] = [];
  let line: number[] = [];
  for (let index = 0; index + 3 < degrees.length; index += 2) {
    if (isCut(degrees, index, box)) {
      if (line.length > 0) {
        lines.push(line);
      }
      line = [];
      continue;
    }
    if (line.length === 0) {
      line.push(degrees[index] ?? 0, degrees[index + 1] ?? 0);
    }
    line.push(degrees[index + 2] ?? 0, degrees[index + 3] ?? 0);
  }
  return line.length > 0 ? [...lines, line] : lines;
}

export interface WorldFeatures {
  readonly land: Array<Feature<Polygon>>;
  readonly coast: Array<Feature<LineString>>;
  readonly borders: Array<Feature<LineString>>;
}

const lineFeature = (degrees: readonly number[]) => new Feature(new LineString(projected(degrees), 'XY'));

export function decodeWorld({ scale, box, land, borders }: WorldFile): WorldFeatures {
  const rings = land.map((polygon) => polygon.map((ring) => degreesOf(ring, scale)));
  return {
    land: rings.map((polygon) => {
      const ends: number[] = [];
      const flat = polygon.flatMap((ring) => {
        ends.push((ends.at(-1) ?? 0) + ring.length);
        return projected(ring);
      });
      return new Feature(new Polygon(flat, 'XY', ends));
    }),
    coast: rings.flat().flatMap((ring) => shoreLines(ring, box).map(lineFeature)),
    borders: borders.map((line) => lineFeature(degreesOf(line, scale))),
  };
}

export interface PlaceLevel {
  /** Zoom from which these places are shown. */
  readonly zoom: number;
  readonly places: Array<Feature<Point>>;
}

export function decodePlaces({ scale, zooms }: PlacesFile): PlaceLevel[] {
  return Object.entries(zooms).map(([zoom, { points, names }]) => {
    const degrees = degreesOf(points, scale);
    return {
      zoom: Number(zoom),
      places: names.split('|').map((name, index) => {
        const place = new Point([...toXY([degrees[index * 2] ?? 0, degrees[index * 2 + 1] ?? 0])]);
        return new Feature({ geometry: place, name });
      }),
    };
  });
}
