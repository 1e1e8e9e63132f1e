/** What travels over the live WebSocket; see the note in `../contract.ts`. */
import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { MessageKind } from '@mesh-observatory/contract/message-kinds';

export const LIVE_PROTOCOL = 1;
/** Longest node list a subscription can carry. */
export const MAX_LIVE_NODES = 250;
export const MAX_LIVE_GATEWAYS = 100;
export const MAX_LIVE_CHANNELS = 50;

export type LiveKind =
  | 'nodes'
  | 'positions'
  | 'telemetry'
  | 'messages'
  | 'links'
  | 'events'
  | 'gateways'
  | 'traceroutes'
  | 'waypoints'
  | 'packets';

export interface MetricValue {
  value: number;
  at: number;
}

export interface Node {
  nodeId: string;
  longName: string | null;
  shortName: string | null;
  hwModel: string | null;
  role: string | null;
  firmwareVersion: string | null;
  region: string | null;
  modemPreset: string | null;
  statusText: string | null;
  firstHeard: number;
  lastHeard: number;
  online: boolean;
  gateway: boolean;
  channel: string | null;
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  precisionBits: number | null;
  positionAt: number | null;
  snr: number | null;
  rssi: number | null;
  hopsAway: number | null;
  packets: number;
  metrics: Record<string, MetricValue>;
}
/** Only what changed; a node the server has not sent before comes whole. */
export type NodePatch = Partial<Node> & Pick<Node, 'nodeId'>;

export interface Position {
  nodeId: string;
  at: number;
  latitude: number;
  longitude: number;
  altitude: number | null;
  precisionBits: number | null;
  groundSpeed: number | null;
  groundTrack: number | null;
}

export interface Telemetry {
  nodeId: string;
  at: number;
  metric: string;
  value: number;
}

export interface Message {
  packetId: number;
  fromId: string;
  toId: string;
  channel: string;
  kind: MessageKind;
  text: string | null;
  at: number;
  replyId: number | null;
  emoji: boolean;
  replay: boolean;
}

export interface Reception {
  gatewayId: string;
  snr: number | null;
  rssi: number | null;
  hopsAway: number | null;
}

export interface Packet {
  packetId: number;
  fromId: string;
  toId: string;
  channel: string;
  portnum: number | null;
  portName: string | null;
  decodeStatus: string;
  payloadStatus: string;
  receivedAt: number;
  size: number;
  flags: string[];
  summary: string | null;
  /** All of a new packet; only the new ones of a packet that was sent before. */
  receptions: Reception[];
}

export interface Link {
  fromId: string;
  toId: string;
  kind: LinkKind;
  snr: number | null;
  snrAvg: number | null;
  rssi: number | null;
  count: number;
  firstSeen: number;
  lastSeen: number;
}

/** What happened since the last batch, by kind. The kinds only counted here are used as a signal. */
export interface LiveChanges {
  nodes?: NodePatch[];
  positions?: Position[];
  telemetry?: Telemetry[];
  messages?: Message[];
  links?: Link[];
  packets?: Packet[];
  events?: unknown[];
  gateways?: unknown[];
  traceroutes?: unknown[];
  waypoints?: unknown[];
}

export type ServerMessage =
  | {
      type: 'hello';
      protocol: number;
      version: string;
      sessionId: string;
      serverTime: number;
      simulated: boolean;
      heartbeatMs: number;
    }
  | { type: 'subscribed'; seq: number; kinds: LiveKind[]; resumed: boolean }
  | { type: 'snapshot'; seq: number }
  | ({ type: 'batch'; seq: number; at: number } & LiveChanges)
  | { type: 'lagging'; seq: number; dropped: number }
  | { type: 'pong'; serverTime: number }
  | { type: 'error'; code: string; message: string };

export interface LiveFilter {
  nodeIds?: string[];
  gatewayIds?: string[];
  channels?: string[];
}

export type ClientMessage =
  | ({
      type: 'subscribe';
      kinds: LiveKind[];
      snapshot: false;
      resume?: { sessionId: string; seq: number };
    } & LiveFilter)
  | { type: 'ping' };

const messageTypes = new Set<unknown>(['hello', 'subscribed', 'snapshot', 'batch', 'lagging', 'pong', 'error']);

/** Undefined for what is not a message of this protocol. */
export function readServerMessage(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(data);
    const known = typeof value === 'object' && value !== null && 'type' in value && messageTypes.has(value.type);
    return known ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
