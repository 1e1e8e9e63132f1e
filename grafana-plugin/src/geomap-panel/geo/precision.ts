import type { LonLat } from '../frames/model';
import { groundScale } from './mercator';

export interface PrecisionCell {
  /** The same for every position that was coarsened to this cell. */
  readonly key: string;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const METRES_PER_DEGREE = 111_320;

/** Width of a cell in degrees; positions are integers of 1e-7 degrees with the low bits masked. */
export const cellDegrees = (bits: number) => 2 ** (32 - bits) * 1e-7;

/** Coarse means: the position is the centre of a cell somebody could see on a map (17 bits is 365 m, 24 bits 3 m). */
export const isCoarse = (bits: number | undefined): bits is number => bits !== undefined && bits >= 1 && bits < 24;

/** The cell whose centre a coarse position is; undefined for an exact one. */
export function precisionCell([longitude, latitude]: LonLat, bits: number | undefined): PrecisionCell | undefined {
  if (!isCoarse(bits)) {
    return undefined;
  }
  const half = cellDegrees(bits) / 2;
  const cell = (value: number) => Math.round(value / cellDegrees(bits) - 0.5);
  return {
    key: `${bits}/${cell(longitude)}/${cell(latitude)}`,
    west: longitude - half,
    east: longitude + half,
    south: Math.max(-90, latitude - half),
    north: Math.min(90, latitude + half),
  };
}

/** The node is at most this far from the centre, north–south and east–west, in metres. */
export function cellErrorM(latitude: number, bits: number): { readonly northSouth: number; readonly eastWest: number } {
  const northSouth = (cellDegrees(bits) / 2) * METRES_PER_DEGREE;
  return { northSouth, eastWest: northSouth * groundScale(latitude) };
}
