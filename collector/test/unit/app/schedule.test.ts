import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { startSchedule } from '../../../src/app/schedule.js';
import { EXIT, FatalError } from '../../../src/errors.js';

const logger = pino({ level: 'silent' });

describe('schedule', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('repeats a task, the first time when asked, and never beside itself', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const schedule = startSchedule(
      [
        {
          name: 'slow',
          everyMs: 100,
          firstAfterMs: 10,
          run: async () => {
            most = Math.max(most, ++running);
            await new Promise((resolve) => setTimeout(resolve, 250));
            running--;
            runs++;
          },
        },
      ],
      logger,
      () => undefined,
    );
    await jest.advanceTimersByTimeAsync(1200);
    expect(most).toBe(1);
    expect(runs).toBe(3);
    const stopped = schedule.stop();
    await jest.advanceTimersByTimeAsync(1000);
    await stopped;
    expect(runs).toBeLessThanOrEqual(4);
  });

  it('survives a task that fails, and tells of one that cannot be survived', async () => {
    const onFatal = jest.fn();
    const fatal = new FatalError('io', 'The disk failed.', EXIT.ioError);
    let runs = 0;
    const schedule = startSchedule(
      [
        {
          name: 'flaky',
          everyMs: 10,
          run: () => {
            runs++;
            throw new Error('not today');
          },
        },
        {
          name: 'doomed',
          everyMs: 10,
          run: () => {
            throw fatal;
          },
        },
      ],
      logger,
      onFatal,
    );
    await jest.advanceTimersByTimeAsync(55);
    expect(runs).toBeGreaterThanOrEqual(4);
    expect(onFatal).toHaveBeenCalledWith(fatal);
    await schedule.stop();
  });
});
