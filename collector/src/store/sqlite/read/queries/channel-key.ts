import type { ChannelKeyKind } from '@mesh-observatory/contract/findings';
import { sql } from '../sql.js';
import type { Sql } from '../sql.js';

/** XOR of the bytes of Meshtastic's default key, which is public. */
const DEFAULT_KEY_XOR = 0x02;

const xorOf = (text: string) => Buffer.from(text, 'utf8').reduce((sum, byte) => sum ^ byte, 0);

/**
 * What a packet was encrypted with. The hash in its header is the XOR of the channel's name and its key, so that a key
 * which is not the default one passes for it once in 256 times.
 */
export function keyKindOf(channel: string, hash: number | null, decodeStatus: string): ChannelKeyKind {
  switch (decodeStatus) {
    case 'plaintext-in-encrypted':
      return 'none';
    case 'pki':
    case 'undecryptable': // the default key is always tried
      return 'own';
    case 'decrypted':
    case 'suspect':
      if (hash === null) return 'unknown';
      return (hash ^ xorOf(channel)) === DEFAULT_KEY_XOR ? 'default' : 'own';
    default:
      return 'unknown';
  }
}

/** Finer than this a position finds a house: the cell is 91 m wide. */
export const PRECISE_BITS = 19;
/** Stated, that is: what an old sender did not say is not counted. */
export const isPrecise = (bits: Sql) => sql`${bits} >= ${PRECISE_BITS}`;
