import type { LonLat } from '../frames/model';
import { groundScale } from './mercator';

export interface PrecisionCell {
  /** The same for all positions in this cell. */
  readonly key: string;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const METERS_PER_DEGREE = 111_320;

/** Width of a cell in degrees; positions are integers of 1e-7 degrees with the low bits masked. */
export const cellDegrees = (bits: number) => 2 ** (32 - bits) * 1e-7;

/** Whether a position stands for a cell large enough to see on the map (17 bits: 365 m, 24 bits: 3 m). */
export const isCoarse = (bits: number | undefined): bits is number => bits !== undefined && bits >= 1 && bits < 24;

/** The cell a reduced-precision position is the center of; undefined for an exact position. */
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

/** The node is at most this far from the center, north–south and east–west, in meters. */
export function cellErrorM(latitude: number, bits: number): { readonly northSouth: number; readonly eastWest: number } {
  const northSouth = (cellDegrees(bits) / 2) * METERS_PER_DEGREE;
  return { northSouth, eastWest: northSouth * groundScale(latitude) };
}
