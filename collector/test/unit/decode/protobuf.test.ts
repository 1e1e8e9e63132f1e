import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import { describe, expect, it } from '@jest/globals';
import { decodeUtf8, isUtf8, readMessage, UndecodableError } from '../../../src/decode/protobuf.js';

const LEN = WireType.LengthDelimited;
const halfAnEmoji = Uint8Array.from([0xf0, 0x9f, 0x90]);
const string = (no: number, bytes: Uint8Array) => new BinaryWriter().tag(no, LEN).bytes(bytes).finish();
const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('readMessage', () => {
  it('keeps the rest of a message with one broken string', () => {
    const user = create(Mesh.UserSchema, { longName: 'Hill', hwModel: 43, publicKey: new Uint8Array(32).fill(7) });
    const read = readMessage(Mesh.UserSchema, concat(toBinary(Mesh.UserSchema, user), string(3, halfAnEmoji)));
    expect(read).toMatchObject({ longName: 'Hill', shortName: '\ufffd', hwModel: 43 });
    expect(read.publicKey).toEqual(new Uint8Array(32).fill(7));
  });

  it('repairs strings beside sub-messages, bytes and unknown fields without touching those', () => {
    const packet = {
      from: 5,
      id: 6,
      payloadVariant: { case: 'encrypted' as const, value: Uint8Array.from([0xff, 0xfe]) },
    };
    const envelope = toBinary(
      Mqtt.ServiceEnvelopeSchema,
      create(Mqtt.ServiceEnvelopeSchema, { packet, gatewayId: '!00000005' }),
    );
    const unknown = new BinaryWriter()
      .tag(99, WireType.Bit64)
      .fixed64(7)
      .tag(98, WireType.StartGroup)
      .tag(98, WireType.EndGroup);
    const read = readMessage(Mqtt.ServiceEnvelopeSchema, concat(envelope, string(2, halfAnEmoji), unknown.finish()));
    expect(read).toMatchObject({ channelId: '\ufffd', gatewayId: '!00000005', packet: { from: 5, id: 6 } });
    expect(read.packet?.payloadVariant.value).toEqual(Uint8Array.from([0xff, 0xfe]));
    expect(read.$unknown?.map(({ no }) => no)).toEqual([99, 98]);
  });

  it('repairs strings inside sub-messages', () => {
    // NodeInfo.user is field 2.
    const read = readMessage(Mesh.NodeInfoSchema, string(2, string(2, concat(Buffer.from('Kuh '), halfAnEmoji))));
    expect(read.user?.longName).toBe('Kuh \ufffd');
  });

  it('keeps a byte-order mark: it is text', () => {
    expect(readMessage(Mesh.UserSchema, string(2, Buffer.from('\ufeffA'))).longName).toBe('\ufeffA');
    expect(
      readMessage(Mesh.UserSchema, concat(string(3, halfAnEmoji), string(2, Buffer.from('\ufeffA')))).longName,
    ).toBe('\ufeffA');
  });

  it.each([
    ['a truncated field', Uint8Array.from([0x12, 0x05, 0x41])],
    ['a broken string and then nonsense', concat(string(2, halfAnEmoji), Uint8Array.from([0xff]))],
    ['a length beyond the end', Uint8Array.from([0x12, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['field number 0', Uint8Array.from([0x00, 0x00])],
    ['an unclosed group', Uint8Array.from([0xa3, 0x06])],
  ])('throws UndecodableError for %s', (_what, bytes) => {
    expect(() => readMessage(Mesh.UserSchema, bytes)).toThrow(UndecodableError);
  });
});

describe('UTF-8', () => {
  it('is decoded leniently and judged strictly', () => {
    expect(decodeUtf8(concat(Buffer.from('hi'), halfAnEmoji))).toBe('hi\ufffd');
    expect(isUtf8(Buffer.from('Grüße 👋'))).toBe(true);
    expect(isUtf8(halfAnEmoji)).toBe(false);
  });
});
