import { createDecipheriv } from 'node:crypto';
import { toBinary } from '@bufbuild/protobuf';
import { Mesh } from '@meshtastic/protobufs';
import type { Candidate } from './keyring.js';
import { isKnownPort } from './names.js';
import { readMessage, UndecodableError } from './protobuf.js';

export type DecryptionResult =
  | { readonly status: 'decrypted' | 'plaintext-in-encrypted' | 'suspect'; readonly data: Mesh.Data }
  | { readonly status: 'undecryptable' };

export interface EncryptedPacket {
  readonly from: number;
  readonly id: number;
  readonly encrypted: Uint8Array;
}

/**
 * Tests whether the typed payload of a plaintext is valid. Called only for a plaintext that an encoder other than
 * Meshtastic's seems to have written.
 */
export type PayloadTest = (data: Mesh.Data) => boolean;

const MAX_PORT = 511;
/** Data has the fields 1–9; 10 is the signature of firmware 2.8, later ones may come. */
const SIGNATURE_FIELD = 10;

/** AES-CTR start block: packet id and origin, little endian, each padded to 8 bytes. */
export function nonceOf(id: number, from: number): Buffer {
  const nonce = Buffer.alloc(16);
  nonce.writeUInt32LE(id >>> 0, 0);
  nonce.writeUInt32LE(from >>> 0, 8);
  return nonce;
}

/** AES-128- or AES-256-CTR by the length of the key; decrypts what it encrypts. An empty key leaves the bytes alone. */
export function applyKey(key: Uint8Array, { from, id, encrypted }: EncryptedPacket): Uint8Array {
  if (key.length === 0) return encrypted;
  const cipher = createDecipheriv(key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', key, nonceOf(id, from));
  return cipher.update(encrypted);
}

/**
 * Tries the candidates. CTR has no checksum and a wrong key yields random bytes, up to 6 % of which parse. So the
 * plaintext is accepted only with a legal port, no unknown low fields, and the same bytes when encoded again.
 */
export function decryptPacket(
  packet: EncryptedPacket,
  candidates: readonly Candidate[],
  payloadFits: PayloadTest,
): DecryptionResult {
  let suspect: Mesh.Data | undefined;
  for (const { key } of candidates) {
    const plain = applyKey(key, packet);
    const data = parseData(plain);
    if (!data) continue;
    if (isIdentical(data, plain)) {
      return { status: key.length === 0 ? 'plaintext-in-encrypted' : 'decrypted', data };
    }
    if (!suspect && isKnownPort(data.portnum) && payloadFits(data)) suspect = data;
  }
  return suspect ? { status: 'suspect', data: suspect } : { status: 'undecryptable' };
}

function parseData(plain: Uint8Array): Mesh.Data | undefined {
  try {
    const data = readMessage(Mesh.DataSchema, plain);
    const legalPort = data.portnum >= 1 && data.portnum <= MAX_PORT;
    const plausibleFields = (data.$unknown ?? []).every(({ no }) => no >= SIGNATURE_FIELD);
    return legalPort && plausibleFields ? data : undefined;
  } catch (error) {
    if (error instanceof UndecodableError) return undefined;
    throw error;
  }
}

function isIdentical(data: Mesh.Data, plain: Uint8Array): boolean {
  return Buffer.compare(toBinary(Mesh.DataSchema, data), plain) === 0;
}
