import { describe, expect, it } from '@jest/globals';
import { createBatchHistory } from '../../../../src/outputs/live/batch-history.js';
import type { Payload } from '../../../../src/outputs/live/outbox.js';

const payload = (size: number): Payload => ({
  bytes: Buffer.alloc(size),
  binary: false,
  size,
  whenReady: (listener) => listener(),
});

describe('BatchHistory', () => {
  it('BatchHistory drops the oldest batches of all groups beyond its bound in bytes', () => {
    const history = createBatchHistory(250, 1000, () => 0);
    const [a, b] = [history.track(), history.track()];
    a.remember(1, payload(100));
    b.remember(1, payload(100));
    a.remember(2, payload(100));
    expect(history.bytes).toBe(200);
    expect([a.get(1), b.get(1), a.get(2)].map((entry) => entry !== undefined)).toEqual([false, true, true]);
    expect(a.get(3)).toBeUndefined();
  });

  it('BatchHistory drops batches that are too old', () => {
    let time = 0;
    const history = createBatchHistory(1e6, 1000, () => time);
    const batches = history.track();
    batches.remember(1, payload(10));
    time = 1500;
    batches.remember(2, payload(10));
    expect(batches.get(1)).toBeUndefined();
    time = 3000;
    history.expire();
    expect([batches.get(2), history.bytes]).toEqual([undefined, 0]);
  });
});
