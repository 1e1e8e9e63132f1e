import { PKI_CHANNEL } from '../../../../model.js';
import type { ChannelKeyKind } from '@mesh-observatory/contract/findings';
import { sql, type Sql } from '../sql.js';

/** Name of a channel for people. Some packets name none; direct messages between two nodes' keys are sent on none. */
export function channelText(name: string | undefined): string {
  if (name === PKI_CHANNEL) return '(PKI)';
  return name === undefined || name === '' ? '(no name)' : name;
}

/** XOR of the bytes of Meshtastic's default key, which is public. */
const DEFAULT_KEY_XOR = 0x02;

const xorOf = (text: string) => Buffer.from(text, 'utf8').reduce((sum, byte) => sum ^ byte, 0);

/**
 * The kind of key a packet was encrypted with. The hash in its header is the XOR of the channel's name and its key, so
 * that another key is taken for the default one once in 256 times.
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

/** From this precision on a position identifies a building: the cell is 91 m wide. */
const PRECISE_BITS = 19;
/** Positions that state a precision only; those of old firmware state none. */
export const isPrecise = (bits: Sql) => sql`${bits} >= ${PRECISE_BITS}`;
