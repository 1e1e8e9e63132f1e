import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from '@jest/globals';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import { createDecoder } from '../../../src/decode/decode.js';
import type { PacketFlag } from '../../../src/model.js';
import { DEFAULT_KEY, encryptPayload, GATEWAY, nodeIdText, ORIGIN, rawMessage } from '../../helpers/envelopes.js';
import { vectorKeyring } from '../../helpers/vectors.js';

const decoder = createDecoder({ keyring: vectorKeyring() });
const TEXT = new TextEncoder().encode('signed');
const LONG_FAST_HASH = 8;
const ID = 4711;

const bytesField = (no: number, bytes: Uint8Array) => ({
  no,
  wireType: WireType.LengthDelimited,
  data: new BinaryWriter().bytes(bytes).finish(),
});
const verifiedField = (value: boolean) => ({
  no: 22,
  wireType: WireType.Varint,
  data: new BinaryWriter().bool(value).finish(),
});

interface SignedOptions {
  /** Length of the signature; undefined = no such field. */
  readonly bytes?: number;
  readonly verified?: boolean;
  readonly encrypted?: boolean;
}

/** Flags of a text packet with a signature. */
function flagsOf({ bytes, verified, encrypted = false }: SignedOptions): readonly PacketFlag[] {
  const data = create(Mesh.DataSchema, { portnum: 1, payload: TEXT, bitfield: 1 });
  if (bytes !== undefined) data.$unknown = [bytesField(10, new Uint8Array(bytes).fill(7))];
  const sealed = encryptPayload(toBinary(Mesh.DataSchema, data), DEFAULT_KEY, ID, ORIGIN);
  const packet = create(Mesh.MeshPacketSchema, {
    from: ORIGIN,
    to: 0xffffffff,
    id: ID,
    channel: encrypted ? LONG_FAST_HASH : 0,
    payloadVariant: encrypted ? { case: 'encrypted', value: sealed } : { case: 'decoded', value: data },
  });
  if (verified !== undefined) packet.$unknown = [verifiedField(verified)];
  const gatewayId = nodeIdText(GATEWAY);
  const envelope = create(Mqtt.ServiceEnvelopeSchema, { packet, channelId: 'LongFast', gatewayId });
  const payload = toBinary(Mqtt.ServiceEnvelopeSchema, envelope);
  const result = decoder.decode(rawMessage({ topic: `msh/EU_868/2/e/LongFast/${gatewayId}`, payload }));
  if (!result.ok) throw new Error(result.detail);
  expect(result.events).toMatchObject([{ type: 'text', text: 'signed' }]);
  return result.packet.flags;
}

describe('the signature of a packet', () => {
  it.each<[string, SignedOptions, PacketFlag[]]>([
    ['has 64 bytes', { bytes: 64 }, ['signed']],
    ['is found in an encrypted packet', { bytes: 64, encrypted: true }, ['signed']],
    ['is absent', {}, []],
    ['is absent when it has no bytes', { bytes: 0 }, []],
    ['is malformed when it is shorter', { bytes: 63 }, ['signature_malformed']],
    ['is malformed when it is longer', { bytes: 65 }, ['signature_malformed']],
    [
      'may have been verified by the gateway',
      { bytes: 64, verified: true },
      ['signed', 'signature_verified_by_gateway'],
    ],
    ['may have failed at the gateway', { bytes: 64, verified: false }, ['signed']],
    ['is not there because a gateway says so', { verified: true }, []],
  ])('%s', (_title, options, flags) => {
    expect(flagsOf(options)).toEqual(flags);
  });
});
