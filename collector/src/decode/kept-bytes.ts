/**
 * Bytes for people who know more: a payload that was not decoded, and fields of newer or other firmware that nobody here
 * knows, in the payload or in the messages around it.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import type { PayloadStatus } from '../model.js';
import type { DecodedEnvelope } from './envelope.js';
import { DATA_SIGNATURE_FIELD, PACKET_VERIFIED_FIELD } from './newer-fields.js';
import { keepablePart, type DecodedPayload } from './ports/index.js';
import type { PacketDiagnostics } from './ports/port.js';

/** The Data of a packet that may be kept. */
export interface KeepableData {
  readonly data: Mesh.Data;
  readonly payload: DecodedPayload | undefined;
  readonly status: PayloadStatus;
}

type UnknownFields = NonNullable<Mesh.Data['$unknown']>;

const unknownOf = ({ $unknown }: { readonly $unknown?: UnknownFields | undefined }, known: number): UnknownFields =>
  $unknown === undefined ? [] : $unknown.filter(({ no }) => no !== known);

/** Twice what firmware can send: more was made up on the way, and is not worth storing. */
export const MAX_KEPT_BYTES = 512;

/**
 * Unknown fields around the payload need the message that they stand in; they are left out when it gets too long. Texts are
 * never among the bytes: STORE_TEXT decides about those.
 */
export function keptBytes(
  { packet, envelopeFields }: DecodedEnvelope,
  content: KeepableData | undefined,
  diagnostics: PacketDiagnostics,
): Uint8Array | null {
  const data = content === undefined ? null : keptData(content, diagnostics);
  const packetFields = unknownOf(packet, PACKET_VERIFIED_FIELD);
  if (packetFields.length === 0 && envelopeFields.length === 0) return bytesOf(data);
  diagnostics.flag('unknown_packet_fields');
  // The known fields of the packet have columns, and differ from gateway to gateway.
  const kept = create(Mesh.MeshPacketSchema, data === null ? {} : { payloadVariant: { case: 'decoded', value: data } });
  kept.$unknown = packetFields;
  const bytes = envelopeFields.length === 0 ? toBinary(Mesh.MeshPacketSchema, kept) : inEnvelope(kept, envelopeFields);
  return bytes.length <= MAX_KEPT_BYTES ? bytes : bytesOf(data);
}

function inEnvelope(packet: Mesh.MeshPacket, fields: UnknownFields): Uint8Array {
  const envelope = create(Mqtt.ServiceEnvelopeSchema, { packet });
  envelope.$unknown = [...fields];
  return toBinary(Mqtt.ServiceEnvelopeSchema, envelope);
}

/** The Data message is kept when it has unknown fields itself, else the payload in it. */
const bytesOf = (data: Mesh.Data | null): Uint8Array | null => {
  if (data === null) return null;
  return hasUnknown(data) ? toBinary(Mesh.DataSchema, data) : data.payload;
};

const hasUnknown = (data: Mesh.Data): boolean => unknownOf(data, DATA_SIGNATURE_FIELD).length > 0;

/** Data with the part of its payload that is kept; null = nothing is. */
function keptData({ data, payload, status }: KeepableData, diagnostics: PacketDiagnostics): Mesh.Data | null {
  const isUnknown = hasUnknown(data);
  if (isUnknown) diagnostics.flag('unknown_data_fields');
  if (status === 'not_decoded' || status === 'undecodable') return data;
  if (payload === undefined) return null;
  const kept = isUnknown ? keepablePart(data, payload) : (payload.kept ?? null);
  return kept === null ? null : { ...data, payload: kept };
}
