import { describe, expect, it } from '@jest/globals';
import { createSecretCheck } from '../../src/secret-check.js';

describe('createSecretCheck', () => {
  const isSecret = createSecretCheck('s3cr3t-canary-ü');
  it.each([
    ['s3cr3t-canary-ü', true],
    ['S3cr3t-canary-ü', false],
    ['s3cr3t-canary-', false],
    ['s3cr3t-canary-üü', false],
    ['', false],
    [undefined, false],
  ])('answers %p with %p', (given, expected) => {
    expect(isSecret(given)).toBe(expected);
  });

  it('compares bytes with text', () => {
    expect(isSecret(Buffer.from('s3cr3t-canary-ü'))).toBe(true);
  });

  it('never accepts a missing secret, even for an empty one', () => {
    expect(createSecretCheck('')(undefined)).toBe(false);
    expect(createSecretCheck('')('')).toBe(true);
  });
});
