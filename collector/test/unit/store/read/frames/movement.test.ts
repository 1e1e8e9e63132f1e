import { describe, expect, it } from '@jest/globals';
import { movesOf } from '../../../../../src/store/sqlite/read/frames/movement.js';

const METERS = 1 / 111_195;
const fix = (at: number, metersNorth: number, bits: number | null = 32) => ({
  at,
  latitude: 48 + metersNorth * METERS,
  longitude: 8,
  precision_bits: bits,
});
const kept = (fixes: readonly { at: number; latitude: number }[]) =>
  fixes.map(({ at, latitude }) => [at, Math.round((latitude - 48) / METERS)]);

describe('a track', () => {
  it('does not move by what a receiver at rest differs', () => {
    expect(kept(movesOf([fix(1, 0), fix(2, 30), fix(3, -20), fix(4, 45)]))).toEqual([[1, 0]]);
  });

  it('has the end of a stay before the move that follows', () => {
    expect(kept(movesOf([fix(1, 0), fix(2, 10), fix(3, 5), fix(4, 500), fix(5, 1000)]))).toEqual([
      [1, 0],
      [3, 0],
      [4, 500],
      [5, 1000],
    ]);
  });

  it('follows slow movement', () => {
    expect(kept(movesOf([0, 30, 60, 90, 120].map((meters, index) => fix(index, meters))))).toEqual([
      [0, 0],
      [1, 0],
      [2, 60],
      [3, 60],
      [4, 120],
    ]);
  });

  it('does not take the next cell of a rounded position for movement', () => {
    const cell = 2 * 2 ** (31 - 14) * 1e-7 * 111_195;
    expect(kept(movesOf([fix(1, 0, 14), fix(2, cell - 1, 14), fix(3, 0, 14)]))).toEqual([[1, 0]]);
    expect(movesOf([fix(1, 0, 14), fix(2, 3 * cell, 14)])).toHaveLength(2);
  });
});
