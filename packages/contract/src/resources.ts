/**
 * The HTTP resources: one zod schema each, from which routes, OpenAPI, the live protocol and the types of every reader
 * come. Times are Unix milliseconds of the collector's clock unless the field says otherwise; node ids are `!xxxxxxxx`.
 */
import { z } from 'zod';
import { valueEntities } from './derived-metrics.js';
import { eventKindNames, severities } from './event-kinds.js';
import { linkKindNames } from './link-kinds.js';
import { messageKindNames } from './message-kinds.js';
import { presenceStateNames } from './presence.js';

export const nodeIdSchema = z
  .string()
  .regex(/^![0-9a-f]{8}$/)
  .describe('Node id, `!` and eight lower-case hex digits');
export const millisSchema = z.number().int().describe('Unix time in milliseconds');

const [nodeId, millis] = [nodeIdSchema, millisSchema];
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable();
const text = () => z.string();
const num = () => z.number();

export const metricValueSchema = z.object({
  value: nullable(num()).describe('null = unknown: what the node reported last cannot be, or it measures nothing now'),
  at: millis,
});

export const nodeSchema = z.object({
  nodeId,
  nodeNum: z.number().int(),
  longName: nullable(text()),
  shortName: nullable(text()),
  hwModel: nullable(text()),
  role: nullable(text()),
  firmwareVersion: nullable(text()),
  region: nullable(text()),
  modemPreset: nullable(text()),
  publicKey: nullable(text()).describe('Public key as hex'),
  licensed: z.boolean(),
  unmessagable: nullable(z.boolean()),
  statusText: nullable(text()).describe('Status text of the node (NODE_STATUS_APP)'),
  firstHeard: millis,
  lastHeard: millis,
  online: z.boolean().describe('The state is `online` or `late`'),
  state: z.enum(presenceStateNames).describe('By the rhythm of the node itself; `unknown` = not heard since the start'),
  gateway: z.boolean().describe('Has published packets to MQTT'),
  lastGatewayId: nullable(nodeId).describe('Gateway of the newest reception'),
  lastGatewayAt: nullable(millis).describe('When `lastGatewayId` received it'),
  channel: nullable(text()).describe(
    'Channel of its newest broadcast; never PKI, which is the encryption of direct messages',
  ),
  latitude: nullable(num()),
  longitude: nullable(num()),
  altitude: nullable(num()).describe('Meters above mean sea level; above the ellipsoid when nothing else is stated'),
  precisionBits: nullable(z.number().int()).describe(
    '32 = exact; fewer bits = the center of a cell; null = not stated',
  ),
  positionAt: nullable(millis).describe('When this position was received'),
  snr: nullable(num()).describe('dB at the gateway of the newest direct reception (hops away 0)'),
  rssi: nullable(num()).describe('dBm at the gateway of the newest direct reception (hops away 0)'),
  directAt: nullable(millis).describe('When `snr` and `rssi` were measured'),
  hopsAway: nullable(z.number().int()).describe('Fewest hops of the newest packet over all gateways; null = unknown'),
  newestPacketAt: nullable(millis).describe(
    'When the newest packet of the node came: `channel` and `hopsAway` are its',
  ),
  packets: z.number().int().describe('Packets heard since firstHeard'),
  reportedAt: z
    .record(z.string(), millis)
    .describe('When the node reported each of the fields it states about itself (`longName`, `role`, `publicKey` …)'),
  formerIds: z
    .array(nodeId)
    .describe('Ids the node had before, oldest first: firmware 2.8 derives the number of a node from its public key'),
  signedAt: nullable(millis).describe('When its newest signed packet was heard (XEdDSA, firmware 2.8); null = never'),
  metrics: z.record(z.string(), metricValueSchema).describe('Latest value per metric of the catalog'),
});

export const positionSchema = z.object({
  nodeId,
  packetId: z.number().int(),
  at: millis,
  latitude: num(),
  longitude: num(),
  altitude: nullable(num()),
  precisionBits: nullable(z.number().int()),
  groundSpeed: nullable(num()).describe('km/h'),
  groundTrack: nullable(num()).describe('Degrees, 0 = north'),
  satsInView: nullable(z.number().int()),
  accuracy: nullable(num()).describe('Meters'),
  fixTime: nullable(millis).describe("The device's clock, when plausible: a claim"),
});

export const telemetrySchema = z.object({ nodeId, at: millis, metric: text(), value: num() });

export const messageSchema = z.object({
  packetId: z.number().int(),
  fromId: nodeId,
  toId: nodeId,
  channel: text(),
  kind: z.enum(messageKindNames),
  text: nullable(text()).describe('null when texts are not stored (STORE_TEXT)'),
  at: millis,
  replyId: nullable(z.number().int()),
  emoji: z.boolean().describe('A reaction to `replyId`'),
  replay: z.boolean().describe('Repeated by a store-and-forward router'),
});

export const receptionSchema = z.object({
  gatewayId: nodeId,
  broker: text(),
  topic: text(),
  rxTime: nullable(millis).describe("The gateway's clock, when plausible: a claim"),
  receivedAt: millis,
  snr: nullable(num()),
  rssi: nullable(num()),
  hopStart: nullable(z.number().int()),
  hopLimit: nullable(z.number().int()),
  hopsAway: nullable(z.number().int()),
  relayNode: nullable(z.number().int()).describe('Last byte of the node that transmitted this copy'),
});

export const packetSchema = z.object({
  packetId: z.number().int(),
  fromId: nodeId,
  toId: nodeId,
  channel: text(),
  channelHash: nullable(z.number().int()),
  portnum: nullable(z.number().int()),
  portName: nullable(text()),
  decodeStatus: text(),
  payloadStatus: text(),
  receivedAt: millis,
  size: z.number().int().describe('Bytes of the Data message'),
  wantAck: z.boolean(),
  requestId: nullable(z.number().int()),
  replyId: nullable(z.number().int()),
  flags: z.array(text()),
  summary: nullable(text()).describe('One line for people'),
  payload: nullable(text()).describe(
    'Raw payload as hex, kept when it was not decoded or has unknown fields; the message around it when that has some',
  ),
  receptions: z.array(receptionSchema),
});

export const tracerouteSchema = z.object({
  fromId: nodeId.describe('Who asked'),
  toId: nodeId.describe('Whom for'),
  packetId: z.number().int(),
  at: millis,
  kind: z.enum(['request', 'reply']),
  complete: z.boolean(),
  route: z.array(nodeId).describe('Intermediate nodes; `!ffffffff` = an unknown node'),
  snrTowards: z.array(nullable(num())).describe('dB per hop; null = unknown'),
  routeBack: z.array(nodeId),
  snrBack: z.array(nullable(num())),
});

export const linkSchema = z.object({
  fromId: nodeId.describe('Who transmitted'),
  toId: nodeId.describe('Who heard it'),
  kind: z.enum(linkKindNames),
  snr: nullable(num()).describe('dB, newest'),
  snrAt: nullable(millis).describe('When `snr` and `rssi` were measured'),
  snrAvg: nullable(num()).describe('dB, exponentially weighted'),
  rssi: nullable(num()),
  count: z.number().int(),
  firstSeen: millis,
  lastSeen: millis,
});

export const gatewaySchema = z.object({
  gatewayId: nodeId,
  longName: nullable(text()),
  shortName: nullable(text()),
  online: z.boolean().describe('The state is `online` or `late`'),
  state: z.enum(presenceStateNames).describe('By the rhythm of the gateway; `unknown` = not heard since the start'),
  firstSeen: millis,
  lastSeen: millis,
  brokers: z.array(text()),
  channels: z.array(text()),
  receptions: z.number().int().describe('In the asked time range (default: 24 h)'),
  packets: z.number().int().describe('Distinct packets in the range'),
  exclusivePackets: z.number().int().describe('Packets no other gateway heard'),
  nodes: z.number().int().describe('Distinct origins in the range'),
  directNodes: z.number().int().describe('Origins heard without a relay'),
  share: num().describe('Packets heard here / packets heard anywhere, 0–1'),
  clockOffsetSeconds: nullable(z.number().int()).describe(
    'Its clock minus the clock of the collector; negative = behind; null = it has none, or too few packets to tell',
  ),
  latitude: nullable(num()),
  longitude: nullable(num()),
  positionAt: nullable(millis).describe('When this position was received'),
});

export const geofenceSchema = z.object({
  radius: nullable(num()).describe('Meters around the waypoint; null = no circle'),
  bounds: nullable(z.object({ west: num(), south: num(), east: num(), north: num() })).describe(
    'Degrees; null = no rectangle',
  ),
  notifyOnEnter: z.boolean(),
  notifyOnExit: z.boolean(),
  notifyFavoritesOnly: z.boolean(),
});

export const waypointSchema = z.object({
  waypointId: z.number().int(),
  fromId: nodeId,
  channel: text(),
  name: text(),
  description: text(),
  icon: text(),
  latitude: nullable(num()),
  longitude: nullable(num()),
  expireAt: nullable(millis),
  lockedTo: nullable(nodeId),
  geofence: nullable(geofenceSchema).describe('Area whose crossing devices announce; null = none'),
  at: millis,
});

export const eventSchema = z.object({
  id: z.number().int(),
  at: millis,
  kind: z.enum(eventKindNames),
  severity: z.enum(severities),
  nodeId: nullable(nodeId),
  title: text(),
  text: text(),
  data: z.record(z.string(), z.unknown()),
});

export const trafficSchema = z.object({
  at: millis.describe('Start of the minute'),
  gatewayId: nodeId,
  channel: text(),
  portnum: nullable(z.number().int()),
  portName: nullable(text()),
  outcome: text().describe('Decode status of a new packet, or `duplicate` for a further gateway’s copy'),
  packets: z.number().int(),
  bytes: z.number().int(),
});

export const catalogEntrySchema = z.object({
  metric: text(),
  variant: text().describe('Variant of the telemetry; `derived` for derived metrics'),
  title: text(),
  description: text(),
  unit: text().describe('Grafana unit id'),
  kind: z.enum(['gauge', 'counter', 'state']),
  prometheusName: nullable(text()).describe('null for derived metrics'),
  nodes: nullable(z.number().int()).describe('Nodes that have reported it; null for derived metrics'),
  derived: z.boolean().describe('Derived by the collector: for `values` queries only, has no time series'),
  entity: z.enum(valueEntities).describe('Kind of thing that one value describes'),
});

export type MetricValue = z.infer<typeof metricValueSchema>;
export type Node = z.infer<typeof nodeSchema>;
export type Position = z.infer<typeof positionSchema>;
export type Telemetry = z.infer<typeof telemetrySchema>;
export type Message = z.infer<typeof messageSchema>;
export type PacketReception = z.infer<typeof receptionSchema>;
export type Packet = z.infer<typeof packetSchema>;
export type Traceroute = z.infer<typeof tracerouteSchema>;
export type Link = z.infer<typeof linkSchema>;
export type Gateway = z.infer<typeof gatewaySchema>;
export type Waypoint = z.infer<typeof waypointSchema>;
export type ObservedEvent = z.infer<typeof eventSchema>;
export type Traffic = z.infer<typeof trafficSchema>;
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

/** Every list resource, by the name of its route. */
export interface Resources {
  nodes: Node;
  positions: Position;
  telemetry: Telemetry;
  messages: Message;
  packets: Packet;
  traceroutes: Traceroute;
  links: Link;
  gateways: Gateway;
  waypoints: Waypoint;
  events: ObservedEvent;
  traffic: Traffic;
}
export type ResourceName = keyof Resources;

export const resourceSchemas = {
  nodes: nodeSchema,
  positions: positionSchema,
  telemetry: telemetrySchema,
  messages: messageSchema,
  packets: packetSchema,
  traceroutes: tracerouteSchema,
  links: linkSchema,
  gateways: gatewaySchema,
  waypoints: waypointSchema,
  events: eventSchema,
  traffic: trafficSchema,
} satisfies Record<ResourceName, z.ZodObject>;

export const resourceNames = Object.keys(resourceSchemas) as readonly ResourceName[];

/** Area in degrees. `west > east` means the area crosses the date line. */
export const boundsSchema = z.object({
  west: num().min(-180).max(180),
  south: num().min(-90).max(90),
  east: num().min(-180).max(180),
  north: num().min(-90).max(90),
});
export type Bounds = z.infer<typeof boundsSchema>;

/** Filters of lists. `listFilterKeys` has those that each resource takes; the others are answered 400. */
export interface ListFilter {
  readonly nodeIds?: readonly string[];
  readonly gatewayIds?: readonly string[];
  readonly channels?: readonly string[];
  readonly portnums?: readonly number[];
  readonly metrics?: readonly string[];
  readonly roles?: readonly string[];
  readonly kinds?: readonly string[];
  readonly bounds?: Bounds;
  readonly search?: string;
  readonly online?: boolean;
  /** Inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** 1–1,000; default 100. */
  readonly limit?: number;
  /** Opaque; from `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor?: string;
}
