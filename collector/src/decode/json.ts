import { BROADCAST, isUnicast, MAX_HOPS, PKI_CHANNEL } from '../model.js';
import type {
  Decoded,
  MeshEvent,
  MeshPacket,
  NodeNum,
  PacketId,
  PayloadStatus,
  RawMessage,
  Reception,
} from '../model.js';
import { chooseGateway, reject, rejectSender } from './envelope.js';
import { jsonType } from './json-payload.js';
import type { JsonType } from './json-payload.js';
import { isObject, nestingDepth, numberAt, readingAt, textAt, uint32At, valueAt } from './json-value.js';
import type { JsonObject } from './json-value.js';
import { portName } from './names.js';
import type { DecodeContext } from './ports/port.js';
import { decodeUtf8, UndecodableError } from './protobuf.js';
import { readSignal, type Signal } from './readings.js';
import { collectDiagnostics, problemsOf } from './diagnostics.js';
import type { CollectedDiagnostics } from './diagnostics.js';
import { claimedTime, cleanName, plausibleTime } from './sanitize.js';
import type { SampleReader } from './telemetry.js';
import type { ParsedTopic } from './topic.js';

/** Firmware nests four levels; a text that is itself JSON may nest a few more. */
const MAX_DEPTH = 32;
const commands: ReadonlySet<string> = new Set(['sendtext', 'sendposition']);

/** Decodes a message on a `2/json` topic, which firmware up to 2.7 publishes beside or instead of protobuf. */
export function decodeJson(message: RawMessage, topic: ParsedTopic, samples: SampleReader): Decoded {
  if (topic.channel === 'mqtt' && topic.gateway === null)
    return reject('command', 'a command to a node, not mesh traffic');
  const body = parse(message.payload);
  if (typeof body === 'string') return reject('malformed', body);
  const type = textAt(body, 'type') ?? '';
  if (commands.has(type)) return reject('command', 'a command to a node, not mesh traffic');

  const chosen = chooseGateway(textAt(body, 'sender') ?? '', topic);
  if (!chosen) return reject('bad_gateway', 'neither "sender" nor the topic names the gateway as !xxxxxxxx');
  const from = uint32At(body, 'from');
  if (from === undefined) return reject('bad_sender', '"from" is not a node number');
  const badSender = rejectSender(from);
  if (badSender) return badSender;

  const diagnostics = collectDiagnostics(message.receivedAt);
  if (chosen.mismatch) diagnostics.flag('gateway_mismatch');
  const header = { from: from as NodeNum, to: (uint32At(body, 'to') ?? BROADCAST) as NodeNum, gateway: chosen.gateway };
  const ctx: DecodeContext = {
    ...header,
    requestId: null,
    replyId: null,
    emoji: false,
    receivedAt: message.receivedAt,
    samples,
    diagnostics,
  };
  const payload = valueAt(body, 'payload');
  const known = jsonType(type, payload);
  const decoded = decodePayload(known, type, payload, topic, ctx);
  if (type === 'text' && decoded.status !== 'redacted' && isUnicast(header.to)) {
    diagnostics.flag('direct_message_readable');
  }
  const reception = receptionOf(message, topic, body, header, diagnostics);
  return {
    ok: true,
    packet: packetOf(body, header, topic, known, decoded.status, diagnostics),
    reception,
    events: decoded.events,
  };
}

/** Parses the object, or returns the reason there is none. */
function parse(payload: Uint8Array): JsonObject | string {
  const text = decodeUtf8(payload);
  if (nestingDepth(text) > MAX_DEPTH) return `JSON nested deeper than ${MAX_DEPTH}`;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'JSON, but not an object';
  } catch {
    return 'not JSON';
  }
}

function decodePayload(
  known: JsonType | undefined,
  type: string,
  payload: unknown,
  topic: ParsedTopic,
  ctx: DecodeContext,
): { readonly status: PayloadStatus; readonly events: readonly MeshEvent[] } {
  // A gateway prints direct messages it can read: they are still between two people.
  if (topic.channel === PKI_CHANNEL) return { status: 'redacted', events: [] };
  if (type === '') return { status: 'none', events: [] };
  if (!known?.decode) return { status: 'not_decoded', events: [] };
  try {
    return { status: 'decoded', events: known.decode(payload, ctx) };
  } catch (error) {
    if (error instanceof UndecodableError) return { status: 'undecodable', events: [] };
    throw error;
  }
}

interface Header {
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly gateway: NodeNum;
}

const NO_SIGNAL: Signal = { snr: null, rssi: null };

/** Firmware leaves out what is 0: beside an RSSI the SNR was measured, and is 0 dB. */
function signalOf(body: JsonObject) {
  const rssi = readingAt(body, 'rssi');
  const isHeard = rssi !== undefined && rssi !== 0;
  return { rssi, snr: readingAt(body, 'snr') ?? (isHeard ? 0 : undefined) };
}

function receptionOf(
  message: RawMessage,
  topic: ParsedTopic,
  body: JsonObject,
  { from, gateway }: Header,
  diagnostics: CollectedDiagnostics,
): Reception {
  const hops = (key: string): number | null => {
    const value = numberAt(body, key);
    if (value === undefined) return null;
    if (Number.isInteger(value) && value >= 0 && value <= MAX_HOPS) return value;
    diagnostics.flag('hops_out_of_range');
    return null;
  };
  const timestamp = numberAt(body, 'timestamp') ?? 0;
  if (message.retained) diagnostics.flag('retained');
  const own = from === gateway;
  return {
    gateway,
    broker: message.broker,
    topic: message.topic,
    root: topic.root,
    kind: topic.kind,
    receivedAt: message.receivedAt,
    backlog: message.backlog ?? false,
    gatewayTime: claimedTime(timestamp),
    rxTime: plausibleTime(timestamp, message.receivedAt),
    ...(own ? NO_SIGNAL : readSignal(signalOf(body), diagnostics)),
    hopStart: hops('hop_start'),
    hopLimit: null,
    hopsAway: hops('hops_away'),
    relayNode: null,
    transport: null,
    own,
  };
}

function packetOf(
  body: JsonObject,
  { from, to }: Header,
  topic: ParsedTopic,
  known: JsonType | undefined,
  payloadStatus: PayloadStatus,
  diagnostics: CollectedDiagnostics,
): MeshPacket {
  return {
    from,
    to,
    id: (uint32At(body, 'id') ?? 0) as PacketId,
    channel: cleanName(topic.channel ?? ''),
    channelHash: null,
    portnum: known?.port ?? null,
    portName: known ? portName(known.port) : null,
    decodeStatus: 'json',
    payloadStatus,
    wantAck: false,
    wantResponse: false,
    requestId: null,
    replyId: null,
    okToMqtt: null,
    priority: 0,
    size: 0, // JSON does not contain the size on air
    encryptedDigest: null,
    payload: null,
    deviceTime: diagnostics.claimedTime,
    flags: diagnostics.flags,
    ...problemsOf(diagnostics),
  };
}
