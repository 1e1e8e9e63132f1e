/**
 * The rule by which the copies of one packet become one packet.
 *
 * Gateways publish a packet encrypted, decoded, or as JSON, some of them twice, and the copies arrive in any order. Each
 * copy is a `PacketState`, and so is what several copies say together: `mergePacket` is commutative, associative and
 * idempotent, so that the same copies give the same packet in any order and any grouping. Field by field:
 *
 * - how it was read (`decodeStatus`), channel and recipient: of the copy that can be read best;
 * - content (port, events, payload): of the best source (protobuf, then a suspect decryption, then JSON); a poorer
 *   source adds nothing to a better one. Traceroutes of equally good sources are joined: each gateway's copy shows the
 *   hops up to that gateway;
 * - size, ids, channel hash and times: stated values win over missing ones. JSON does not state them;
 * - unknown fields around the payload: of the copies that have them;
 * - flags: all of them; "through MQTT" only when all copies that state it came that way;
 * - first reception: the earliest receive time of all copies, whichever was committed first. Once one of them shows that
 *   the packet is of the past, it was heard at the earliest time that a copy states.
 */
import {
  BROADCAST,
  type DecodeStatus,
  type MeshEvent,
  type MeshPacket,
  type NodeNum,
  type PacketFlag,
  type PayloadStatus,
  type ReadingProblem,
  type TracerouteEvent,
  type TracerouteHop,
} from '../../../model.js';

/** A packet as one or several of its copies describe it. */
export interface PacketState extends Omit<MeshPacket, 'priority' | 'flags' | 'readingProblems'> {
  /** In alphabetical order. */
  readonly flags: readonly PacketFlag[];
  /** Of a copy just received; not stored. */
  readonly readingProblems: readonly ReadingProblem[];
  /** The decoded payload: `MeshEvent[]` as JSON. Compared as text, parsed only when it is needed. */
  readonly events: string;
  /** A gateway published it when it heard it; false: the broker only repeated it, as a retained message. */
  readonly isLive: boolean;
  readonly first: FirstReception;
  /** Unix ms; null unless the packet was heard long before it was received, and it is known when. */
  readonly heardAt: number | null;
}

/** Time of everything in the packet, Unix ms. */
export const timeOf = ({ heardAt, first }: Pick<PacketState, 'heardAt' | 'first'>): number => heardAt ?? first.at;
/** True when a queue delivered the packet hours after it was heard. */
export const isDelayed = ({ flags }: Pick<PacketState, 'flags'>): boolean => flags.includes('stale');
export const isViaMqtt = ({ flags }: Pick<PacketState, 'flags'>): boolean => flags.includes('via_mqtt');

/** True when the kept bytes are those of the message around the payload. */
export const hasPacketFields = ({ flags }: Pick<PacketState, 'flags'>): boolean =>
  flags.includes('unknown_packet_fields');

export interface FirstReception {
  /** Unix ms. */
  readonly at: number;
  /** Of several at the same time, the one with the smallest number. */
  readonly gateway: NodeNum;
}

/** Of two copies, the one with the greater number can be read better. JSON without a port says nothing but "heard". */
const READABILITY: Readonly<Record<DecodeStatus | 'json_without_port', number>> = {
  empty: 0,
  json_without_port: 1,
  undecryptable: 2,
  pki: 3,
  json: 4,
  suspect: 5,
  plaintext: 6,
  'plaintext-in-encrypted': 7,
  decrypted: 8,
};

const PAYLOAD_STATUS: Readonly<Record<PayloadStatus, number>> = {
  none: 0,
  redacted: 1,
  undecodable: 2,
  not_decoded: 3,
  decoded: 4,
};

export const NO_PROBLEMS: readonly ReadingProblem[] = [];

type Read = Pick<PacketState, 'decodeStatus' | 'portnum'>;

function readabilityOf({ decodeStatus, portnum }: Read): number {
  return READABILITY[decodeStatus === 'json' && portnum === null ? 'json_without_port' : decodeStatus];
}

/** Quality of the source of the content: readable protobuf is as good as any other. */
const sourceOf = (packet: Read) => Math.min(readabilityOf(packet), READABILITY.plaintext);

/** True when the payload was read, be it from JSON. */
export const isReadable = (packet: Read): boolean => readabilityOf(packet) >= READABILITY.json;
/** True when the payload was read from protobuf, with certainty. */
export const isProtobuf = (packet: Read): boolean => readabilityOf(packet) >= READABILITY.plaintext;

export const eventsOf = ({ events }: Pick<PacketState, 'events'>): readonly MeshEvent[] =>
  JSON.parse(events) as readonly MeshEvent[];

/** The packet as one copy describes it. Every field is named: spreading so many makes slow objects. */
export function packetStateOf(
  packet: MeshPacket,
  events: readonly MeshEvent[],
  isLive: boolean,
  first: FirstReception,
  heardAt: number | null,
): PacketState {
  const text = events.length === 0 ? '[]' : JSON.stringify(events);
  const { flags } = packet;
  return {
    from: packet.from,
    id: packet.id,
    to: packet.to,
    channel: packet.channel,
    decodeStatus: packet.decodeStatus,
    payloadStatus: packet.payloadStatus,
    payload: packet.payload,
    events: text,
    readingProblems: packet.readingProblems ?? NO_PROBLEMS,
    portnum: packet.portnum,
    portName: packet.portName,
    channelHash: packet.channelHash,
    encryptedDigest: packet.encryptedDigest,
    wantAck: packet.wantAck,
    wantResponse: packet.wantResponse,
    requestId: packet.requestId,
    replyId: packet.replyId,
    okToMqtt: packet.okToMqtt,
    size: packet.size,
    deviceTime: packet.deviceTime,
    flags: flags.length > 1 ? [...flags].sort() : flags,
    isLive,
    first,
    heardAt,
  };
}

/**
 * The events of one copy as they can be merged with those of others. A hop through MQTT has no SNR, or, from firmware that
 * fills in 0, exactly 0 dB in a packet that says it passed through MQTT: no radio measured it, which only this copy knows.
 */
export function mergeable(events: readonly MeshEvent[], packet: Pick<MeshPacket, 'flags'>): readonly MeshEvent[] {
  if (!events.some(({ type }) => type === 'traceroute')) return events;
  const measured = (hop: TracerouteHop) => (hop.snr === 0 && isViaMqtt(packet) ? { ...hop, snr: null } : hop);
  return events.map((event) =>
    event.type === 'traceroute' ? { ...event, hops: joinHops(event.hops.map(measured)) } : event,
  );
}

export function mergePacket(a: PacketState, b: PacketState): PacketState {
  const best = firstDifference(compareReading(a, b)) >= 0 ? a : b;
  const content = mergeContent(a, b);
  return {
    from: a.from,
    id: a.id,
    to: best.to,
    channel: best.channel,
    decodeStatus: best.decodeStatus,
    payloadStatus: content.payloadStatus,
    payload: mergePacketFields(a, b) ?? content.payload,
    events: content.events,
    readingProblems: content.readingProblems,
    portnum: greater(a.portnum, b.portnum),
    portName: a.portnum === greater(a.portnum, b.portnum) ? a.portName : b.portName,
    channelHash: greater(a.channelHash, b.channelHash),
    encryptedDigest: greater(a.encryptedDigest, b.encryptedDigest),
    wantAck: a.wantAck || b.wantAck,
    wantResponse: a.wantResponse || b.wantResponse,
    requestId: greater(a.requestId, b.requestId),
    replyId: greater(a.replyId, b.replyId),
    okToMqtt: greater(a.okToMqtt, b.okToMqtt),
    size: Math.max(a.size, b.size),
    deviceTime: greater(a.deviceTime, b.deviceTime),
    flags: mergeFlags(a, b),
    isLive: a.isLive || b.isLive,
    first: earlier(a.first, b.first),
    heardAt: a.heardAt === null || (b.heardAt !== null && b.heardAt < a.heardAt) ? b.heardAt : a.heardAt,
  };
}

function mergeFlags(a: PacketState, b: PacketState): readonly PacketFlag[] {
  if (a.flags === b.flags || (a.flags.length === 0 && b.flags.length === 0)) return a.flags;
  const flags = new Set([...a.flags, ...b.flags]);
  // JSON, which has no size, does not state it. A copy that came over the air alone is proof of the air.
  const isProvenRadio = [a, b].some((packet) => packet.size > 0 && !isViaMqtt(packet));
  if (isProvenRadio) flags.delete('via_mqtt');
  return [...flags].sort();
}

const STRUCTURED = new Set<keyof PacketState>(['flags', 'payload', 'first', 'readingProblems']);

/** True when the merged packet says what the stored one said. */
export function isSameState(stored: PacketState, merged: PacketState): boolean {
  return (
    (Object.keys(stored) as (keyof PacketState)[]).every((key) => STRUCTURED.has(key) || stored[key] === merged[key]) &&
    stored.flags.join() === merged.flags.join() &&
    compareBytes(stored.payload, merged.payload) === 0 &&
    stored.first.at === merged.first.at &&
    stored.first.gateway === merged.first.gateway
  );
}

/** Null yields to any value. */
function greater<T extends number | string | boolean>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return a >= b ? a : b;
}

function earlier(a: FirstReception, b: FirstReception): FirstReception {
  return a.at < b.at || (a.at === b.at && a.gateway <= b.gateway) ? a : b;
}

/** The first comparison that is not a tie. */
const firstDifference = (comparisons: readonly number[]) => comparisons.find((difference) => difference !== 0) ?? 0;
const compareText = (a: string, b: string) => Number(a > b) - Number(a < b);
const compareBytes = (a: Uint8Array | null, b: Uint8Array | null) =>
  a === b ? 0 : Buffer.compare(a ?? new Uint8Array(), b ?? new Uint8Array());

const compareReading = (a: PacketState, b: PacketState): number[] => [
  readabilityOf(a) - readabilityOf(b),
  Number(a.channel !== '') - Number(b.channel !== ''),
  compareText(b.channel, a.channel),
  a.to - b.to,
];

type Content = Pick<PacketState, 'payloadStatus' | 'payload' | 'events' | 'readingProblems'>;

/** Longer JSON says more; then the text decides, so that it does not matter which copy came first. */
const compareContent = (a: PacketState, b: PacketState): number[] => [
  sourceOf(a) - sourceOf(b),
  PAYLOAD_STATUS[a.payloadStatus] - PAYLOAD_STATUS[b.payloadStatus],
  a.events.length - b.events.length,
  compareText(a.events, b.events),
  compareBytes(a.payload, b.payload),
];

function mergeContent(a: PacketState, b: PacketState): Content {
  if (a.events === b.events && a.payload === b.payload && sourceOf(a) === sourceOf(b)) {
    return PAYLOAD_STATUS[a.payloadStatus] >= PAYLOAD_STATUS[b.payloadStatus] ? a : b;
  }
  const { payloadStatus, payload, events, readingProblems } = firstDifference(compareContent(a, b)) >= 0 ? a : b;
  const isOneSource = sourceOf(a) === sourceOf(b) && a.payloadStatus === b.payloadStatus;
  const joined = isOneSource && a.events !== b.events ? joinTraceroutes(a, b) : undefined;
  return { payloadStatus, payload, events: joined ?? events, readingProblems };
}

/** Bytes with unknown fields around the payload win over those without; undefined when neither copy has any. */
function mergePacketFields(a: PacketState, b: PacketState): Uint8Array | null | undefined {
  if (!hasPacketFields(a)) return hasPacketFields(b) ? b.payload : undefined;
  return hasPacketFields(b) && compareBytes(b.payload, a.payload) > 0 ? b.payload : a.payload;
}

function joinTraceroutes(a: PacketState, b: PacketState): string | undefined {
  const [[one], [other]] = [eventsOf(a), eventsOf(b)];
  if (one?.type !== 'traceroute' || other?.type !== 'traceroute') return undefined;
  const most = firstDifference(compareRoutes(one, other)) >= 0 ? one : other;
  const hops = joinHops([...one.hops, ...other.hops]);
  return JSON.stringify([{ ...most, complete: one.complete || other.complete, hops }]);
}

const knownNodes = ({ route, routeBack }: TracerouteEvent) =>
  [...route, ...routeBack].filter((node) => node !== BROADCAST).length;
const listsOf = ({ route, snrTowards, routeBack, snrBack }: TracerouteEvent) => [route, snrTowards, routeBack, snrBack];
const lengthOf = (event: TracerouteEvent) => listsOf(event).reduce((sum, { length }) => sum + length, 0);

const compareRoutes = (a: TracerouteEvent, b: TracerouteEvent): number[] => [
  knownNodes(a) - knownNodes(b),
  lengthOf(a) - lengthOf(b),
  compareText(JSON.stringify(listsOf(a)), JSON.stringify(listsOf(b))),
  compareText(JSON.stringify([a.kind, a.origin, a.target]), JSON.stringify([b.kind, b.origin, b.target])),
  (a.requestId ?? 0) - (b.requestId ?? 0),
];

/** Every hop once, with its reading, in the order of the node numbers. */
function joinHops(hops: readonly TracerouteHop[]): TracerouteHop[] {
  const byEnds = new Map<string, TracerouteHop>();
  for (const { from, to, snr } of hops) {
    const key = `${from}:${to}`;
    byEnds.set(key, { from, to, snr: greater(byEnds.get(key)?.snr ?? null, snr) });
  }
  return [...byEnds.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
