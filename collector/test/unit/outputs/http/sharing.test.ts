import { describe, expect, it } from '@jest/globals';
import { createSharedResult } from '../../../../src/outputs/http/shared-result.js';
import { createThrottledLog } from '../../../../src/throttled-log.js';
import { captureLog } from '../../../helpers/http-parts.js';

describe('a shared result', () => {
  it('is computed once for all who ask meanwhile', async () => {
    let runs = 0;
    let finish: (value: number) => void = () => undefined;
    const shared = createSharedResult(
      () => new Promise<number>((resolve) => ((runs += 1), (finish = resolve))),
      0,
      () => 0,
    );
    const waiting = Array.from({ length: 50 }, shared);
    finish(7);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([7]));
    expect(runs).toBe(1);
  });

  it('is handed out again until it is too old', async () => {
    let now = 0;
    let runs = 0;
    const shared = createSharedResult(
      () => Promise.resolve((runs += 1)),
      1000,
      () => now,
    );
    await shared();
    now = 999;
    expect(await shared()).toBe(1);
    now = 1000;
    expect(await shared()).toBe(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws at once',
      () => {
        throw new Error('no');
      },
    ],
  ])('is computed anew after one that %s', async (_how, fail: () => Promise<string>) => {
    let broken = true;
    const shared = createSharedResult(
      () => (broken ? fail() : Promise.resolve('yes')),
      1000,
      () => 0,
    );
    await expect(shared()).rejects.toThrow('no');
    broken = false;
    await expect(shared()).resolves.toBe('yes');
  });
});

describe('a throttled log', () => {
  it('writes one line per key and interval, and how many were left out', () => {
    let now = 0;
    const { logger, lines } = captureLog();
    const log = createThrottledLog(logger, 1000, () => now);
    for (let i = 0; i < 5; i += 1) log.log('warn', 'a', { event: 'http.a' }, 'A');
    log.log('warn', 'b', { event: 'http.b' }, 'B');
    now = 1000;
    log.log('warn', 'a', { event: 'http.a' }, 'A');
    const entries = lines.map((line) => JSON.parse(line) as { event: string; suppressed?: number });
    expect(entries.map(({ event, suppressed }) => [event, suppressed])).toEqual([
      ['http.a', undefined],
      ['http.b', undefined],
      ['http.a', 4],
    ]);
  });
});
