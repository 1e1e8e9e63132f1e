import { createCipheriv } from 'node:crypto';
import { expandKey, hashChannel } from './channel-key.js';
import type { SimChannel } from './channels.js';

/** Encrypts with the key of one channel. */
export interface ChannelCipher {
  /** `MeshPacket.channel` of packets encrypted with it. */
  readonly hash: number;
  /** AES-CTR over a serialized Data; the nonce is packet id and origin (firmware CryptoEngine). */
  encrypt(data: Uint8Array, from: number, packetId: number): Uint8Array;
}

/** Throws RangeError for a key that means "no encryption": simulated channels all have one. */
export function createChannelCipher(channel: SimChannel): ChannelCipher {
  const key = expandKey(channel.psk);
  if (key.length === 0) throw new RangeError(`the simulated channel ${channel.name} has no key`);
  const algorithm = key.length === 16 ? 'aes-128-ctr' : 'aes-256-ctr';
  const nonce = Buffer.alloc(16);
  return {
    hash: hashChannel(channel.name, key),
    encrypt(data, from, packetId) {
      nonce.writeUInt32LE(packetId, 0);
      nonce.writeUInt32LE(from, 8);
      return createCipheriv(algorithm, key, nonce).update(data);
    },
  };
}
