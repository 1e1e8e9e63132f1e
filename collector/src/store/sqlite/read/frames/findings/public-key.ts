import { createHash } from 'node:crypto';

/** Identifies a key without disclosing it: 8 hex digits of its hash. */
export function fingerprintOf(keyHex: string): string {
  return createHash('sha256').update(Buffer.from(keyHex, 'hex')).digest('hex').slice(0, 8);
}

/**
 * Points of Curve25519 with which every shared secret is 0, as little-endian hex: 0, 1, two of order 8, and p − 1, p,
 * p + 1. A node with such a key has no secret.
 */
const smallOrder = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]);

/** 32 random bytes hold about 30 different ones; 16 or fewer do not come about by chance. */
const FEWEST_DIFFERENT_BYTES = 17;

/** Explains why a public key protects nothing; undefined for a key without a known weakness. */
export function weaknessOf(keyHex: string): string | undefined {
  const bytes = Buffer.from(keyHex, 'hex');
  if (smallOrder.has(keyHex)) return 'it is one of the points of the curve with which every secret is 0';
  if (new Set(bytes).size < FEWEST_DIFFERENT_BYTES) return 'its bytes repeat too much to be random';
  return undefined;
}
