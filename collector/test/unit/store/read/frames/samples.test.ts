import { describe, expect, it } from '@jest/globals';
import { ratesPerMinute } from '../../../../../src/store/sqlite/read/frames/samples.js';

const MINUTE = 60_000;

describe('ratesPerMinute', () => {
  it('divides the growth of a counter by the time between two readings', () => {
    expect(
      ratesPerMinute([
        [0, 100],
        [MINUTE, 130],
        [11 * MINUTE, 180],
      ]),
    ).toEqual([
      [MINUTE, 30],
      [11 * MINUTE, 5],
    ]);
  });

  it('counts from zero where the counter was reset by a restart', () => {
    expect(
      ratesPerMinute([
        [0, 5000],
        [2 * MINUTE, 40],
      ]),
    ).toEqual([[2 * MINUTE, 20]]);
  });

  it('answers no rate for a single reading', () => {
    expect(ratesPerMinute([[0, 7]])).toEqual([]);
    expect(ratesPerMinute([])).toEqual([]);
  });
});
