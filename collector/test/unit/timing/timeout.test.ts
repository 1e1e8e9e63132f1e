import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { settlesWithin } from '../../../src/timing/timeout.js';

describe('settlesWithin', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is true, and leaves no timer behind, when the work resolves in time', async () => {
    await expect(settlesWithin(1000, Promise.resolve())).resolves.toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is false when time runs out first', async () => {
    const result = settlesWithin(1000, new Promise(() => undefined));
    await jest.advanceTimersByTimeAsync(1000);
    await expect(result).resolves.toBe(false);
  });

  it('passes a rejection of the work on', async () => {
    await expect(settlesWithin(1000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(jest.getTimerCount()).toBe(0);
  });
});
