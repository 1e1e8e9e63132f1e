import { describe, expect, it } from '@jest/globals';
import { ratesPerMinute } from '../../../../src/store/sqlite/read/frames/samples.js';

const MINUTE = 60_000;

describe('rates of counters', () => {
  it('divide the growth by the time between two readings', () => {
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

  it('count from zero where the node started again', () => {
    expect(
      ratesPerMinute([
        [0, 5000],
        [2 * MINUTE, 40],
      ]),
    ).toEqual([[2 * MINUTE, 20]]);
  });

  it('are none of a single reading', () => {
    expect(ratesPerMinute([[0, 7]])).toEqual([]);
    expect(ratesPerMinute([])).toEqual([]);
  });
});
