import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from '../../../src/timing/token-bucket.js';

const takeMany = (bucket: TokenBucket, count: number, atMs: number) =>
  Array.from({ length: count }, () => bucket.take(atMs)).filter((taken) => taken).length;

describe('TokenBucket', () => {
  it('starts full and allows its capacity at once', () => {
    expect(takeMany(new TokenBucket(5, 1000), 9, 1e9)).toBe(5);
  });

  it('refills evenly and never beyond its capacity', () => {
    const bucket = new TokenBucket(10, 1000);
    takeMany(bucket, 10, 0);
    expect(takeMany(bucket, 10, 300)).toBe(3);
    expect(takeMany(bucket, 99, 60_000)).toBe(10);
  });

  it('loses and gains nothing by a time that lies in the past', () => {
    const bucket = new TokenBucket(10, 1000);
    takeMany(bucket, 4, 1000);
    expect(takeMany(bucket, 10, 500)).toBe(6);
    expect(takeMany(bucket, 10, 1100)).toBe(1);
  });
});
