import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest();

/**
 * Compares a given secret with the expected one in constant time. Digests are compared, so neither the time nor the length
 * of the comparison reveals anything about the secret. `undefined` never matches.
 */
export function createSecretCheck(expected: string): (given: string | Uint8Array | undefined) => boolean {
  const digest = sha256(expected);
  return (given) => timingSafeEqual(sha256(given ?? ''), digest) && given !== undefined;
}
