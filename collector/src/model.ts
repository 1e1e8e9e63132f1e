/**
 * The types of ingestion. Imports nothing but the contract.
 *
 * Terminology (Meshtastic's own words):
 * - **node**: a radio, known by its 32-bit number; written `!xxxxxxxx`.
 * - **origin**: the node that made a packet (`from`). **gateway**: the node that heard it and published it to MQTT.
 * - **packet**: one transmission, identified by (from, packet id) within a window of time; ids repeat over months.
 * - **reception**: one gateway's copy of a packet, with that gateway's signal readings. One packet, many receptions.
 * - **channel**: the name a gateway has for a key. User text, not an identity: keys can share a name.
 * - **port**: what a payload is (text, position, telemetry …), Meshtastic's PortNum.
 * - **hops away**: how often a packet was relayed before the gateway heard it; `null` when unknown.
 *
 * Time is the collector's receive time in Unix milliseconds. What devices claim is kept beside it when plausible.
 */
import type { PacketFlag } from '@mesh-observatory/contract/packet-flags';
import type { Measurements, ReadingProblem, ReadingProblemCounts } from '@mesh-observatory/contract/readings';
import type { Waypoint } from '@mesh-observatory/contract/resources';
import { formatNodeId as format, parseNodeId as parse, type NodeId } from '@mesh-observatory/contract/node-id';

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Unsigned 32-bit node number. */
export type NodeNum = Brand<number, 'NodeNum'>;
/** Unsigned 32-bit packet id; 0 means "no identity" (map reports, hand-made packets). */
export type PacketId = Brand<number, 'PacketId'>;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMillis = Brand<number, 'UnixMillis'>;
export type { NodeId, PacketFlag };
export type { Measurements, MetricSample, ReadingProblem, UnknownMetric } from '@mesh-observatory/contract/readings';

export const BROADCAST = 0xffffffff as NodeNum;
/** "Broadcast, but not over LoRa": what NeighborInfo is addressed to on default channels. */
export const BROADCAST_NO_LORA = 1 as NodeNum;

/** True for a packet addressed to one node. */
export const isUnicast = (to: number): boolean => to !== BROADCAST && to !== BROADCAST_NO_LORA;

/** Channel name of direct messages that are encrypted between two nodes' keys. */
export const PKI_CHANNEL = 'PKI';

/** PortNum of map reports, which a gateway hands to its broker: they are sent on no channel. */
export const MAP_REPORT_PORT = 73;

/** The most hops a packet can be given: three bits on the wire. */
export const MAX_HOPS = 7;

/** Text form of a node number. */
export const formatNodeId: (num: NodeNum) => NodeId = format;

/** Reads `!xxxxxxxx` (either case); `undefined` when it is not a node id. */
export function parseNodeId(text: string): NodeNum | undefined {
  return parse(text) as NodeNum | undefined;
}

/** One MQTT message as it came off the wire. `payload` belongs to the receiver: the transport does not reuse it. */
export interface RawMessage {
  /** Name of the broker connection it came by (configuration name, never a URL with credentials). */
  readonly broker: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retained: boolean;
  /** The broker's DUP flag. */
  readonly redelivered: boolean;
  /** The broker may have kept it while we were away: it came right after a reconnect to a kept session. */
  readonly backlog?: boolean;
  readonly receivedAt: UnixMillis;
}

/**
 * Called once per message. Resolves when the message may be acknowledged; a rejection keeps it with the broker
 * (it will be redelivered after the next reconnect). Must not throw synchronously.
 */
export type MessageHandler = (message: RawMessage) => Promise<void>;

export type TopicKind = 'e' | 'c' | 'json' | 'map' | 'stat';

/** How the payload of a packet was decoded, or why it was not. */
export type DecodeStatus =
  | 'decrypted' // with a configured or default channel key
  | 'plaintext' // the gateway uplinks decoded packets
  | 'plaintext-in-encrypted' // channel without a key: the "encrypted" bytes are plain
  | 'json' // firmware JSON topic
  | 'undecryptable' // no configured key decrypts it
  | 'pki' // direct message between two nodes' keys: no other node can read it
  | 'empty' // header only
  | 'suspect'; // hash and payload fit, but the re-encoding differs: other software, or a wrong key

/** Result of decoding a readable payload. */
export type PayloadStatus =
  | 'decoded' // decoded into events
  | 'not_decoded' // a known or unknown port we only count; raw bytes are kept
  | 'undecodable' // the port is known, the bytes are not what the port prescribes; raw bytes are kept
  | 'redacted' // control traffic or secrets: neither decoded nor kept
  | 'none'; // nothing readable

export interface MeshPacket {
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly id: PacketId;
  /** Channel name as the gateway knows it (`PKI` for direct messages); '' when unknown. */
  readonly channel: string;
  /** Channel hash of an encrypted packet, 0–255; null when the packet came decoded. */
  readonly channelHash: number | null;
  /** null when unknown (undecryptable, empty, JSON of an unnamed port). */
  readonly portnum: number | null;
  /** Meshtastic's name (`TELEMETRY_APP`), or `PORT_<n>` for a number this build does not know. */
  readonly portName: string | null;
  readonly decodeStatus: DecodeStatus;
  readonly payloadStatus: PayloadStatus;
  readonly wantAck: boolean;
  readonly wantResponse: boolean;
  readonly requestId: PacketId | null;
  readonly replyId: PacketId | null;
  /** Data.bitfield bit 0: the origin allows its packets on MQTT. null when not stated. */
  readonly okToMqtt: boolean | null;
  readonly priority: number;
  /** Bytes of the (encrypted) Data message: its cost on air without the 16-byte header. */
  readonly size: number;
  /** Identifies the encrypted bytes; null when the packet came decoded. */
  readonly encryptedDigest: string | null;
  /** Raw Data.payload, kept only when `payloadStatus` says so. A copy, not a view. */
  readonly payload: Uint8Array | null;
  /** The device's own claim of when it made this (telemetry or position time), when plausible. */
  readonly deviceTime: UnixMillis | null;
  readonly flags: readonly PacketFlag[];
  /** Readings of the packet or of this copy that were clamped or refused; absent = none. */
  readonly readingProblems?: readonly ReadingProblem[];
}

/** True for LoRa, and for `null`: firmware before 2.7.6 does not state the transport. */
export const isRadioTransport = (transport: string | null): boolean =>
  transport === null || transport.startsWith('TRANSPORT_LORA');

export interface Reception {
  readonly gateway: NodeNum;
  readonly broker: string;
  readonly topic: string;
  /** Everything before `/2/` in the topic. */
  readonly root: string;
  readonly kind: TopicKind;
  readonly receivedAt: UnixMillis;
  /** The broker may have kept the message while we were away. */
  readonly backlog: boolean;
  /** The gateway's clock at reception, however wrong; null = it has none. A claim: only a clock proven right counts. */
  readonly gatewayTime: UnixMillis | null;
  /** The gateway's clock at reception, when plausible (protocol: 2020 … now + 60 s, at most 6 h old). */
  readonly rxTime: UnixMillis | null;
  /** dB, of the last hop into the gateway; null when not measured, or when that hop was not radio. */
  readonly snr: number | null;
  /** dBm, of the last hop into the gateway; null when not measured. */
  readonly rssi: number | null;
  readonly hopStart: number | null;
  readonly hopLimit: number | null;
  /** null when unknown, as for a packet that passed through MQTT or a network: it may have been relayed there. */
  readonly hopsAway: number | null;
  /** Last byte of the node that transmitted this copy; null when unknown. A hint, not an identity. */
  readonly relayNode: number | null;
  /** MeshPacket.transport_mechanism name, e.g. `TRANSPORT_LORA`. */
  readonly transport: string | null;
  /** True when the gateway published its own packet: no radio was involved. */
  readonly own: boolean;
}

// ---------------------------------------------------------------------------------------------------------------
// Events: the content of a payload. Always about `packet.from` unless the event names another node.

export interface NodeInfoEvent {
  readonly type: 'node_info';
  readonly longName: string;
  readonly shortName: string;
  /** `HELTEC_V3`, or `HW_MODEL_<n>` for a number this build does not know; null when not stated. */
  readonly hwModel: string | null;
  readonly role: string | null;
  /** 32 bytes as lower-case hex; null when absent. */
  readonly publicKey: string | null;
  readonly licensed: boolean;
  readonly unmessagable: boolean | null;
  /** A value from JSON never overwrites one from protobuf. */
  readonly source: 'protobuf' | 'json';
}

/** Its measurements are the quality of the fix; absent = none stated. */
export interface PositionEvent extends Partial<Measurements> {
  readonly type: 'position';
  readonly latitude: number;
  readonly longitude: number;
  /** Meters above mean sea level; above the ellipsoid when the device states nothing else. */
  readonly altitude: number | null;
  /** 1–32; 32 = exact; null = not stated. */
  readonly precisionBits: number | null;
  /** km/h */
  readonly groundSpeed: number | null;
  /** Degrees, 0 = north. */
  readonly groundTrack: number | null;
  readonly satsInView: number | null;
  /** Meters. */
  readonly accuracy: number | null;
  /** Dilution of precision, unitless. */
  readonly pdop: number | null;
  readonly locationSource: string | null;
  /** Time of the GPS fix or of sending, when plausible. */
  readonly fixTime: UnixMillis | null;
  readonly source: 'protobuf' | 'json' | 'map_report';
}

export type TelemetryVariant =
  | 'device'
  | 'environment'
  | 'air_quality'
  | 'power'
  | 'local_stats'
  | 'health'
  | 'host'
  | 'traffic_management'
  | 'paxcounter';

export interface TelemetryEvent extends Measurements {
  readonly type: 'telemetry';
  readonly variant: TelemetryVariant;
  readonly deviceTime: UnixMillis | null;
}

/** A text of a person or a sensor. */
export interface TextEvent {
  readonly type: 'text';
  readonly kind: 'text' | 'alert' | 'detection' | 'range_test' | 'reply' | 'beacon' | 'status' | 'host';
  readonly text: string;
  readonly replyId: PacketId | null;
  /** A reaction (tapback): the text is the emoji and `replyId` names the message. */
  readonly emoji: boolean;
}

export interface NeighborInfoEvent {
  readonly type: 'neighbor_info';
  /** The reporter heard `node` with this SNR (dB): a link node → reporter. */
  readonly neighbors: readonly { readonly node: NodeNum; readonly snr: number | null }[];
}

export interface TracerouteHop {
  readonly from: NodeNum;
  readonly to: NodeNum;
  /** dB at `to`; null = unknown. */
  readonly snr: number | null;
}

export interface TracerouteEvent {
  readonly type: 'traceroute';
  readonly kind: 'request' | 'reply';
  /** The requesting node and the node it looks for; for a reply these are `packet.to` and `packet.from`. */
  readonly origin: NodeNum;
  readonly target: NodeNum;
  readonly requestId: PacketId | null;
  /** Intermediate nodes only; BROADCAST (0xffffffff) stands for an unknown hop. */
  readonly route: readonly NodeNum[];
  readonly snrTowards: readonly (number | null)[];
  readonly routeBack: readonly NodeNum[];
  readonly snrBack: readonly (number | null)[];
  /** Edges between known nodes, both directions, ready to be links. */
  readonly hops: readonly TracerouteHop[];
  /** True when the route is the whole way (a reply whose SNR list is complete). */
  readonly complete: boolean;
}

export interface RoutingEvent {
  readonly type: 'routing';
  readonly ack: boolean;
  /** Meshtastic's Routing.Error name; `NONE` for an ack. */
  readonly error: string;
  readonly requestId: PacketId | null;
}

/** Area around a waypoint whose crossing devices announce. */
export type Geofence = NonNullable<Waypoint['geofence']>;

export interface WaypointEvent {
  readonly type: 'waypoint';
  readonly waypointId: number;
  readonly name: string;
  readonly description: string;
  /** One character. */
  readonly icon: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** null = never expires. */
  readonly expireAt: UnixMillis | null;
  readonly deleted: boolean;
  /** The only node that may change it; null = anyone. */
  readonly lockedTo: NodeNum | null;
  /** Firmware newer than 2.7; absent = none. */
  readonly geofence?: Geofence;
}

export interface MapReportEvent {
  readonly type: 'map_report';
  readonly longName: string;
  readonly shortName: string;
  readonly hwModel: string;
  readonly role: string;
  readonly firmwareVersion: string;
  readonly region: string;
  readonly modemPreset: string;
  readonly hasDefaultChannel: boolean;
  /** null = not possible. */
  readonly onlineLocalNodes: number | null;
  /** The owner opted in to publishing the location (firmware of 2025-05 and later). */
  readonly locationOptIn: boolean;
}

export interface StoreForwardEvent extends Measurements {
  readonly type: 'store_forward';
  readonly kind: string;
  /** Set for replays of texts: shown as replays, never as new messages. */
  readonly replay: boolean;
}

/** Retained `stat` topic of old firmware, or the will of a gateway. */
export interface GatewayStatusEvent {
  readonly type: 'gateway_status';
  readonly online: boolean;
}

export type MeshEvent =
  | NodeInfoEvent
  | PositionEvent
  | TelemetryEvent
  | TextEvent
  | NeighborInfoEvent
  | TracerouteEvent
  | RoutingEvent
  | WaypointEvent
  | MapReportEvent
  | StoreForwardEvent
  | GatewayStatusEvent;

/** Why a message cannot become a packet. The message is acknowledged and counted: the same bytes will not become valid. */
export type RejectReason =
  | 'topic' // not a Meshtastic topic
  | 'command' // a client's JSON command to a node: not mesh traffic
  | 'oversize'
  | 'empty_payload'
  | 'malformed' // not a ServiceEnvelope, or not JSON
  | 'no_packet'
  | 'bad_gateway'
  | 'bad_sender'
  | 'unsupported';

/** Why a decoded packet is not stored. */
export type DropReason =
  | 'geo_filter'
  | 'node_denied'
  | 'node_not_allowed'
  | 'flood'
  | 'not_ok_to_mqtt'
  | 'shed' // the queue was full
  | 'failed'; // this one message could not be stored

export type Decoded =
  | {
      readonly ok: true;
      readonly packet: MeshPacket;
      readonly reception: Reception;
      readonly events: readonly MeshEvent[];
      /** Another channel key may decrypt the packet. */
      readonly isSealed?: true;
    }
  | { readonly ok: false; readonly reason: RejectReason; readonly detail: string };

/** One decoded message on its way into the store. */
export interface Ingested {
  readonly packet: MeshPacket;
  readonly reception: Reception;
  readonly events: readonly MeshEvent[];
  /** 16 bytes; identical for a redelivery of the same message and for nothing else. */
  readonly messageKey: Uint8Array;
  /** The message as it was received, when another channel key may decrypt its packet. */
  readonly sealed?: Uint8Array;
}

// ---------------------------------------------------------------------------------------------------------------
// The metric catalog: one entry per telemetry number. The decoder owns the rows.

export interface MetricDefinition {
  /** `<variant>_<field>`, e.g. `device_battery_level`. Stable: it is what queries and dashboards name. */
  readonly metric: string;
  readonly variant: TelemetryVariant | 'store_forward' | 'position';
  /** Human name, e.g. `Battery level`. */
  readonly title: string;
  readonly description: string;
  /** Grafana unit id: `percent`, `volt`, `celsius`, `pressurehpa`, `dBm`, `s`, `bytes`, `short` … */
  readonly unit: string;
  readonly kind: 'gauge' | 'counter' | 'state';
  /** Physical limits. */
  readonly min?: number;
  readonly max?: number;
  /** How far outside the limits a reading counts as the limit; further outside the metric is unknown. Default 0. */
  readonly tolerance?: number;
  /** Health data and the like: stored only when configured, never exported by default. */
  readonly personal?: boolean;
  /** Name and factor to Prometheus base units: exported value = stored value × factor. */
  readonly prometheus: { readonly name: string; readonly factor: number };
}

// ---------------------------------------------------------------------------------------------------------------
// Status of the process. Outputs read it; each stage fills in its part.

export interface BrokerStatus {
  readonly name: string;
  /** Without credentials. */
  readonly url: string;
  readonly state: 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'stopped';
  readonly connectedAt: UnixMillis | null;
  readonly lastMessageAt: UnixMillis | null;
  readonly reconnects: number;
  /** Whether the broker kept our session while we were away; null before the first connection. */
  readonly sessionPresent: boolean | null;
  readonly subscriptions: readonly string[];
  readonly received: number;
  /** One sentence for people; null when all is well. */
  readonly lastError: string | null;
}

export interface PipelineStatus {
  readonly ingesting: boolean;
  readonly received: number;
  readonly stored: number;
  readonly receptions: number;
  readonly duplicates: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Readings outside the range of their metric, by metric and fault; absent = none. */
  readonly readingProblems?: ReadingProblemCounts;
  readonly queueDepth: number;
  readonly queueCapacity: number;
  /** Set while the store cannot be written: nothing is acknowledged, the broker keeps the messages. */
  readonly blockedSince: UnixMillis | null;
  readonly blockedReason: string | null;
  readonly lastMessageAt: UnixMillis | null;
  readonly lastCommitAt: UnixMillis | null;
}
