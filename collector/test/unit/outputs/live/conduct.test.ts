import { describe, expect, it } from '@jest/globals';
import { createConduct } from '../../../../src/outputs/live/conduct.js';

describe('the conduct of a client', () => {
  it('allows a burst of a second and then the steady rate', () => {
    const conduct = createConduct(20, 5);
    const burst = Array.from({ length: 25 }, () => conduct.heard(1000));
    expect(burst.filter(Boolean)).toHaveLength(20);
    expect(conduct.heard(1049)).toBe(false);
    expect(conduct.heard(1110)).toBe(true);
  });

  it('forgives mistakes that are far apart and not those that are close', () => {
    const conduct = createConduct(20, 3);
    expect([0, 1, 2].map((time) => conduct.mistaken(time))).toEqual([true, true, false]);
    const careful = createConduct(20, 3);
    expect([0, 61_000, 122_000, 183_000].map((time) => careful.mistaken(time))).toEqual([true, true, true, true]);
  });
});
