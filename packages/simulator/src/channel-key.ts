/**
 * Channel keys as the firmware expands them (CryptoEngine, Channels.cpp). Independent of the collector's own
 * reading of them, so that a mistake in one shows against the other.
 */
const DEFAULT_KEY = Buffer.from('d4f1bb3a20290759f0bcffabcf4e6901', 'hex');

/** The AES key of a base64 PSK: empty for "no encryption", else 16 or 32 bytes. One byte counts on from the default key. */
export function expandKey(psk: string): Buffer {
  const bytes = Buffer.from(psk, 'base64');
  const [index = 0] = bytes;
  if (bytes.length === 1) {
    if (index === 0) return Buffer.alloc(0);
    const key = Buffer.from(DEFAULT_KEY);
    key[15] = (key.readUInt8(15) + index - 1) & 0xff;
    return key;
  }
  if (bytes.length === 0) return bytes;
  return Buffer.concat([bytes], bytes.length <= 16 ? 16 : 32);
}

/** `MeshPacket.channel` of an encrypted packet: every byte of name and key, XORed. */
export function hashChannel(name: string, key: Uint8Array): number {
  return [...Buffer.from(name, 'utf8'), ...key].reduce((sum, byte) => sum ^ byte, 0);
}
