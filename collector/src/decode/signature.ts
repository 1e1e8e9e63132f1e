/** XEdDSA signatures of packets, which firmware from 2.8 on adds to broadcasts that have room for them. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Mesh } from '@meshtastic/protobufs';
import type { PacketFlag } from '../model.js';
import { DATA_SIGNATURE_FIELD, PACKET_VERIFIED_FIELD } from './newer-fields.js';

const SIGNATURE_BYTES = 64;

type UnknownFields = Mesh.Data['$unknown'];

/** The last value of a field that the installed protobufs do not know. */
function lastOf(fields: UnknownFields, no: number, wireType: WireType): BinaryReader | undefined {
  const field = fields?.findLast((one) => one.no === no && one.wireType === wireType);
  return field === undefined ? undefined : new BinaryReader(field.data);
}

/** Length of the signature in bytes; 0 = the packet is not signed. */
function signatureLength(data: Mesh.Data): number {
  return lastOf(data.$unknown, DATA_SIGNATURE_FIELD, WireType.LengthDelimited)?.bytes().length ?? 0;
}

/** Flags about the signature of a packet. Nothing is verified; the opinion of a gateway is its own. */
export function signatureFlags(packet: Mesh.MeshPacket, data: Mesh.Data): PacketFlag[] {
  const length = signatureLength(data);
  if (length === 0) return [];
  if (length !== SIGNATURE_BYTES) return ['signature_malformed'];
  const isVerified = lastOf(packet.$unknown, PACKET_VERIFIED_FIELD, WireType.Varint)?.bool() === true;
  return isVerified ? ['signed', 'signature_verified_by_gateway'] : ['signed'];
}
