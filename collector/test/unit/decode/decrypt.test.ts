import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../../src/decode/decode.js';
import { decryptPacket } from '../../../src/decode/decrypt.js';
import { createKeyring } from '../../../src/decode/keyring.js';
import { DEFAULT_KEY, encryptPayload, packetEnvelope, rawMessage, textEnvelope } from '../../helpers/envelopes.js';
import { vectorKeyring } from '../../helpers/vectors.js';

const from = 0xfedcba98;
const id = 0xf1e2d3c4;
const seal = (plain: Uint8Array): Uint8Array => encryptPayload(plain, DEFAULT_KEY, id, from);
const dataBytes = (portnum: number, payload: Uint8Array): Uint8Array =>
  toBinary(Mesh.DataSchema, create(Mesh.DataSchema, { portnum, payload }));
const text = (words: string): Uint8Array => Buffer.from(words, 'utf8');

const open = (plain: Uint8Array, fits = true) =>
  decryptPacket({ from, id, encrypted: seal(plain) }, [{ key: DEFAULT_KEY }], () => fits);

const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('a plaintext proves itself', () => {
  it('by a legal port and the same bytes when encoded again', () => {
    expect(open(dataBytes(1, text('hi')))).toMatchObject({ status: 'decrypted', data: { portnum: 1 } });
    expect(open(dataBytes(70, new Uint8Array(0)))).toMatchObject({ status: 'decrypted' });
    expect(open(dataBytes(511, text('x')))).toMatchObject({ status: 'decrypted' });
  });

  it.each([
    ['port 0', dataBytes(0, text('hi'))],
    ['port 512', dataBytes(512, text('hi'))],
    ['a negative port', Uint8Array.from([0x08, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['an unknown field below 10', concat(Uint8Array.from([0x00, 0x01]), dataBytes(1, text('hi')))],
    ['no Data message', text('hello world')],
  ])('not with %s', (_what, plain) => {
    expect(open(plain)).toEqual({ status: 'undecryptable' });
  });

  it('with a signature beside it (field 10)', () => {
    const signature = concat(Uint8Array.from([0x52, 0x40]), new Uint8Array(64));
    expect(open(concat(dataBytes(1, text('hi')), signature))).toMatchObject({ status: 'decrypted' });
  });

  it('with a port and with fields newer than we know', () => {
    expect(open(dataBytes(300, text('hi')))).toMatchObject({ status: 'decrypted' });
    const newField = Uint8Array.from([0x5a, 0x00]); // field 11
    expect(open(concat(dataBytes(1, text('hi')), newField), true)).toMatchObject({ status: 'decrypted' });
    expect(open(concat(dataBytes(1, text('hi')), newField))).toMatchObject({ status: 'decrypted' });
  });

  it('or is suspect: other software encodes differently', () => {
    const explicitFalse = concat(dataBytes(1, text('hi')), Uint8Array.from([0x18, 0x00]));
    expect(open(explicitFalse)).toMatchObject({ status: 'suspect', data: { portnum: 1 } });
    expect(open(explicitFalse, false)).toEqual({ status: 'undecryptable' });
  });
});

describe('a wrong key', () => {
  it('is not taken for the right one, even where the hash collides', () => {
    // Keys whose XOR is 2 share the hash of the default key.
    const decoder = createDecoder({ keyring: vectorKeyring({ guessIndexKeys: true }) });
    let accepted = 0;
    for (let n = 0; n < 3000; n += 1) {
      const key = Uint8Array.from({ length: 16 }, (_, i) => (n * 131 + i * 17 + (n >> 3)) & 0xff);
      key[15] = key.subarray(0, 15).reduce((sum, byte) => sum ^ byte, 0) ^ 2;
      const envelope = textEnvelope('x'.repeat(n % 20), { key, from: 0x10000000 + n, id: n + 1 });
      const result = decoder.decode(rawMessage(envelope));
      if (!result.ok) throw new Error(result.detail);
      if (result.packet.decodeStatus !== 'undecryptable') accepted += 1;
    }
    expect(accepted).toBe(0);
  });
});

describe('a suspect packet', () => {
  const decoder = createDecoder({ keyring: createKeyring([]) });
  const decodePlain = (plain: Uint8Array) =>
    decoder.decode(
      rawMessage(
        packetEnvelope({
          from,
          id,
          to: 0xffffffff,
          channel: 8,
          payloadVariant: { case: 'encrypted', value: seal(plain) },
        }),
      ),
    );

  it('is kept when its payload makes sense', () => {
    const plain = concat(dataBytes(1, text('hi')), Uint8Array.from([0x18, 0x00]));
    expect(decodePlain(plain)).toMatchObject({
      packet: { decodeStatus: 'suspect' },
      events: [{ type: 'text', text: 'hi' }],
    });
  });

  it('is not when the text is no text', () => {
    const plain = concat(dataBytes(1, Uint8Array.from([0xff, 0xfe, 0x80])), Uint8Array.from([0x18, 0x00]));
    expect(decodePlain(plain)).toMatchObject({ packet: { decodeStatus: 'undecryptable' }, events: [] });
  });
});
