import { describe, expect, it } from '@jest/globals';
import { createBackOff } from '../../../src/timing/back-off.js';

describe('back-off', () => {
  it('doubles from the first pause to the last', () => {
    const backOff = createBackOff(1_000, () => 1);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => backOff.next(30_000))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('goes on to a longer last pause, and comes back from it', () => {
    const backOff = createBackOff(1_000, () => 1);
    for (let attempt = 0; attempt < 50; attempt += 1) backOff.next(60_000);
    expect(backOff.next(60_000)).toBe(60_000);
    expect(backOff.next(30_000)).toBe(30_000);
  });

  it('spreads the pauses by a quarter, downwards', () => {
    expect(createBackOff(1_000, () => 0).next(30_000)).toBe(750);
    expect(createBackOff(60_000, () => 1).next(30_000)).toBe(30_000);
  });

  it('starts again after a reset', () => {
    const backOff = createBackOff(1_000, () => 1);
    backOff.next(30_000);
    backOff.next(30_000);
    backOff.reset();
    expect(backOff.next(30_000)).toBe(1_000);
  });
});
