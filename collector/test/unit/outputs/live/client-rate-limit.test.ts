import { describe, expect, it } from '@jest/globals';
import { ClientRateLimit } from '../../../../src/outputs/live/client-rate-limit.js';

describe('ClientRateLimit', () => {
  it('allows a burst of one second and then the steady rate', () => {
    const limit = new ClientRateLimit(20, 5);
    const burst = Array.from({ length: 25 }, () => limit.allow(1000));
    expect(burst.filter(Boolean)).toHaveLength(20);
    expect(limit.allow(1049)).toBe(false);
    expect(limit.allow(1110)).toBe(true);
  });

  it('counts violations that are close together and forgets those a minute apart', () => {
    const careless = new ClientRateLimit(20, 3);
    expect([0, 1, 2].map((time) => careless.recordViolation(time))).toEqual([true, true, false]);
    const careful = new ClientRateLimit(20, 3);
    expect([0, 61_000, 122_000, 183_000].map((time) => careful.recordViolation(time))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
