import { createHash } from 'node:crypto';
import { toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import { isRadioTransport, isUnicast, PKI_CHANNEL } from '../model.js';
import type {
  Decoded,
  DecodeStatus,
  MeshPacket,
  NodeNum,
  PacketId,
  PayloadStatus,
  RawMessage,
  Reception,
} from '../model.js';
import { decryptPacket } from './decrypt.js';
import { decodeEnvelope, reject } from './envelope.js';
import type { DecodedEnvelope, Rejected } from './envelope.js';
import { hopsOf } from './hops.js';
import type { Keyring } from './keyring.js';
import { portName, transportName } from './names.js';
import { keptBytes } from './kept-bytes.js';
import { decodePayload, payloadMakesSense } from './ports/index.js';
import type { DecodeContext, PacketDiagnostics } from './ports/port.js';
import { readSignal } from './readings.js';
import { collectDiagnostics, problemsOf } from './diagnostics.js';
import type { CollectedDiagnostics } from './diagnostics.js';
import { claimedTime, cleanName, plausibleTime } from './sanitize.js';
import { signatureFlags } from './signature.js';
import type { SampleReader } from './telemetry.js';
import type { ParsedTopic } from './topic.js';

export interface EnvelopeParts {
  readonly keyring: Keyring;
  readonly samples: SampleReader;
}

/** A LoRa frame carries 239 bytes; firmware buffers hold 256. */
const MAX_DATA_BYTES = 256;
const MAX_PAYLOAD_BYTES = 233;
const MAX_PORT = 511;
/** Tag and extra nonce of a direct message encrypted between two nodes' keys. */
const PKI_OVERHEAD_BYTES = 12;
/** Six bits each: packets under the same id cannot be made to match by chance or by trying. */
const DIGEST_CHARACTERS = 16;

/** Decodes a message on a binary topic: `e`, `c` or `map`. */
export function decodeServiceEnvelope(message: RawMessage, topic: ParsedTopic, parts: EnvelopeParts): Decoded {
  const envelope = decodeEnvelope(message.payload, topic);
  if (!envelope.ok) return envelope;
  const diagnostics = collectDiagnostics(message.receivedAt);
  envelope.flags.forEach((flag) => diagnostics.flag(flag));
  const context = (data: Mesh.Data, to: PacketDiagnostics): DecodeContext =>
    contextOf(envelope, data, message, parts, to);

  const opened = decodeData(envelope, parts.keyring, (data) =>
    payloadMakesSense(data, context(data, collectDiagnostics(message.receivedAt))),
  );
  if ('ok' in opened) return opened;
  const { data } = opened;
  const isPrivate = opened.status === 'plaintext' && isPki(envelope);
  const payload = data && !isPrivate ? decodePayload(data, context(data, diagnostics)) : undefined;
  const payloadStatus = statusOf(payload?.status ?? (isPrivate ? 'redacted' : 'none'), diagnostics);

  if (data) signatureFlags(envelope.packet, data).forEach((flag) => diagnostics.flag(flag));
  if (data && !isPrivate && isReadableDirectMessage(envelope.packet, data)) diagnostics.flag('direct_message_readable');
  const reception = receptionOf(message, topic, envelope, data, diagnostics);
  const keepable = data && !isPrivate ? { data, payload, status: payloadStatus } : undefined;
  const kept = keptBytes(envelope, keepable, diagnostics);
  const packet = packetOf(envelope, opened, { payloadStatus, kept }, diagnostics);
  const sealed = isSealed(envelope, opened) ? { isSealed: true as const } : {};
  return { ok: true, packet, reception, events: payload?.events ?? [], ...sealed };
}

interface DecodedData {
  readonly status: DecodeStatus;
  readonly data: Mesh.Data | undefined;
  readonly channelHash: number | null;
  readonly size: number;
}

function isPki({ packet, channelId }: DecodedEnvelope): boolean {
  return packet.pkiEncrypted || channelId === PKI_CHANNEL;
}

/** True when another channel key may decrypt the packet. No channel key opens what is encrypted between two nodes' keys. */
function isSealed(envelope: DecodedEnvelope, { status, channelHash }: DecodedData): boolean {
  const isUnread = status === 'undecryptable' || status === 'suspect' || status === 'pki';
  return isUnread && channelHash !== null && !isPki(envelope);
}

function tooLong(what: string, bytes: number, max: number): Rejected {
  return reject('oversize', `${what} of ${bytes} bytes; at most ${max} fit a LoRa frame`);
}

function decodeData(
  envelope: DecodedEnvelope,
  keyring: Keyring,
  payloadFits: (data: Mesh.Data) => boolean,
): DecodedData | Rejected {
  const { payloadVariant } = envelope.packet;
  if (payloadVariant.case === 'decoded') {
    const data = payloadVariant.value;
    const size = toBinary(Mesh.DataSchema, data).length;
    if (data.payload.length > MAX_PAYLOAD_BYTES) return tooLong('payload', data.payload.length, MAX_PAYLOAD_BYTES);
    if (size > MAX_DATA_BYTES) return tooLong('data', size, MAX_DATA_BYTES);
    return { status: 'plaintext', data, channelHash: null, size };
  }
  const hash = envelope.packet.channel <= 0xff ? envelope.packet.channel : null;
  if (payloadVariant.case === undefined || payloadVariant.value.length === 0) {
    return { status: 'empty', data: undefined, channelHash: null, size: 0 };
  }
  const size = payloadVariant.value.length;
  if (size > MAX_DATA_BYTES) return tooLong('encrypted data', size, MAX_DATA_BYTES);
  const sealed = { data: undefined, channelHash: hash, size };
  if (isPki(envelope)) return { status: 'pki', ...sealed };
  if (hash === null) return { status: 'undecryptable', ...sealed };
  return { ...sealed, ...decrypt(envelope, payloadVariant.value, hash, keyring, payloadFits) };
}

function decrypt(
  { packet, channelId }: DecodedEnvelope,
  encrypted: Uint8Array,
  hash: number,
  keyring: Keyring,
  payloadFits: (data: Mesh.Data) => boolean,
): Pick<DecodedData, 'status' | 'data'> {
  const { from, id } = packet;
  const opened = decryptPacket({ from, id, encrypted }, keyring.candidates(channelId, hash), payloadFits);
  if (opened.status !== 'undecryptable') return opened;
  // Older gateways do not mark direct messages: hash 0, unicast, and room for the tag.
  const looksPki = hash === 0 && isUnicast(packet.to) && encrypted.length > PKI_OVERHEAD_BYTES;
  return { status: looksPki ? 'pki' : 'undecryptable', data: undefined };
}

const idOrNull = (id: number): PacketId | null => (id === 0 ? null : (id as PacketId));

function contextOf(
  { packet, gateway }: DecodedEnvelope,
  data: Mesh.Data,
  { receivedAt }: RawMessage,
  { samples }: EnvelopeParts,
  diagnostics: PacketDiagnostics,
): DecodeContext {
  return {
    from: packet.from as NodeNum,
    to: packet.to as NodeNum,
    gateway,
    requestId: idOrNull(data.requestId),
    replyId: idOrNull(data.replyId),
    emoji: data.emoji !== 0,
    receivedAt,
    samples,
    diagnostics,
  };
}

function statusOf(status: PayloadStatus, diagnostics: CollectedDiagnostics): PayloadStatus {
  return status === 'decoded' && diagnostics.keep ? 'not_decoded' : status;
}

/** A text to one node that everyone with the channel key can read. */
function isReadableDirectMessage(packet: Mesh.MeshPacket, data: Mesh.Data): boolean {
  const { TEXT_MESSAGE_APP, TEXT_MESSAGE_COMPRESSED_APP } = Portnums.PortNum;
  return isUnicast(packet.to) && (data.portnum === TEXT_MESSAGE_APP || data.portnum === TEXT_MESSAGE_COMPRESSED_APP);
}

function receptionOf(
  message: RawMessage,
  topic: ParsedTopic,
  { packet, gateway }: DecodedEnvelope,
  data: Mesh.Data | undefined,
  diagnostics: PacketDiagnostics,
): Reception {
  const { flags, hopsAway, ...hops } = hopsOf(packet.hopStart, packet.hopLimit, data?.bitfield !== undefined);
  flags.forEach((flag) => diagnostics.flag(flag));
  if (packet.viaMqtt) diagnostics.flag('via_mqtt');
  if (message.retained) diagnostics.flag('retained');
  const own = packet.from === gateway;
  // 0 is "internal", and what firmware before 2.7.6 leaves it at.
  const transport = packet.transportMechanism === 0 && !own ? null : transportName(packet.transportMechanism);
  const isNetwork = !own && !isRadioTransport(transport);
  // Without a radio both are 0; a measured SNR of exactly 0 dB has an RSSI beside it.
  const noRadio = own || isNetwork || (packet.rxRssi === 0 && packet.rxSnr === 0);
  return {
    gateway,
    broker: message.broker,
    topic: message.topic,
    root: topic.root,
    kind: topic.kind,
    receivedAt: message.receivedAt,
    backlog: message.backlog ?? false,
    gatewayTime: claimedTime(packet.rxTime),
    rxTime: plausibleTime(packet.rxTime, message.receivedAt),
    ...readSignal(noRadio ? {} : { snr: packet.rxSnr, rssi: packet.rxRssi }, diagnostics),
    ...hops,
    // Hops on the far side of MQTT or a network are not counted down.
    hopsAway: packet.viaMqtt || isNetwork ? null : hopsAway,
    relayNode: relayOf(packet, own),
    transport,
    own,
  };
}

/** Only set by firmware that sets hop_start. */
function relayOf({ relayNode, hopStart }: Mesh.MeshPacket, own: boolean): number | null {
  return own || hopStart === 0 || relayNode === 0 || relayNode > 0xff ? null : relayNode;
}

function encryptedDigestOf({ payloadVariant }: Mesh.MeshPacket): string | null {
  if (payloadVariant.case !== 'encrypted' || payloadVariant.value.length === 0) return null;
  return createHash('sha256').update(payloadVariant.value).digest('base64url').slice(0, DIGEST_CHARACTERS);
}

function packetOf(
  { packet, channelId }: DecodedEnvelope,
  { status, data, channelHash, size }: DecodedData,
  { payloadStatus, kept }: { readonly payloadStatus: PayloadStatus; readonly kept: Uint8Array | null },
  diagnostics: CollectedDiagnostics,
): MeshPacket {
  const portnum = data && data.portnum >= 0 && data.portnum <= MAX_PORT ? data.portnum : null;
  const bitfield = data?.bitfield;
  return {
    from: packet.from as NodeNum,
    to: packet.to as NodeNum,
    id: packet.id as PacketId,
    channel: cleanName(channelId),
    channelHash,
    portnum,
    portName: portnum === null ? null : portName(portnum),
    decodeStatus: status,
    payloadStatus,
    wantAck: packet.wantAck,
    wantResponse: data !== undefined && (data.wantResponse || ((bitfield ?? 0) & 2) !== 0),
    requestId: idOrNull(data?.requestId ?? 0),
    replyId: idOrNull(data?.replyId ?? 0),
    okToMqtt: bitfield === undefined ? null : (bitfield & 1) !== 0,
    priority: packet.priority,
    size,
    encryptedDigest: encryptedDigestOf(packet),
    payload: kept === null ? null : Uint8Array.from(kept),
    deviceTime: diagnostics.claimedTime,
    flags: diagnostics.flags,
    ...problemsOf(diagnostics),
  };
}
