import { crc32 } from 'node:zlib';

/**
 * The node number that firmware from 2.8 on derives from a public key: CRC-32/ISO-HDLC (the one of zlib, PNG and
 * Ethernet) of its 32 bytes.
 *
 * @param publicKey lower-case hex.
 */
export function numberOfKey(publicKey: string): number {
  return crc32(Buffer.from(publicKey, 'hex'));
}
