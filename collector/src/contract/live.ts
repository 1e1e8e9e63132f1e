/**
 * The live protocol on `/api/ws`: JSON text messages, or gzip-compressed JSON in binary messages for clients that asked
 * for `compression: "gzip"` (browsers have DecompressionStream). Small messages stay text even then.
 */
import { z } from 'zod';
import {
  boundsSchema,
  eventSchema,
  gatewaySchema,
  linkSchema,
  messageSchema,
  nodeIdSchema,
  nodeSchema,
  packetSchema,
  positionSchema,
  telemetrySchema,
  tracerouteSchema,
  waypointSchema,
} from './resources.js';

export const LIVE_PROTOCOL = 1;
/** Only path that can be upgraded. */
export const LIVE_PATH = '/api/ws';
/** `Sec-WebSocket-Protocol` the server selects when it is offered. */
export const LIVE_SUBPROTOCOL = 'mesh-observatory.v1';
/** Browsers cannot set headers: they offer a second subprotocol, this followed by the token as base64url. */
export const LIVE_TOKEN_PREFIX = 'bearer.';

export const liveKinds = [
  'nodes',
  'positions',
  'telemetry',
  'messages',
  'links',
  'events',
  'gateways',
  'traceroutes',
  'waypoints',
  'packets',
] as const;
export const liveKindSchema = z.enum(liveKinds);
export type LiveKind = z.infer<typeof liveKindSchema>;
/** What a new connection gets without asking: everything but the raw packet feed. */
export const defaultLiveKinds: readonly LiveKind[] = liveKinds.filter((kind) => kind !== 'packets');

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    kinds: z.array(liveKindSchema).max(20).optional(),
    /** A message has at most 4,096 bytes, so that longer lists could not be sent. */
    nodeIds: z.array(nodeIdSchema).max(250).optional(),
    gatewayIds: z.array(nodeIdSchema).max(100).optional(),
    channels: z.array(z.string().max(64)).max(50).optional(),
    bounds: boundsSchema.optional(),
    compression: z.enum(['none', 'gzip']).optional(),
    /** Continue after this sequence number of `sessionId`, without a new snapshot when the gap is still known. */
    resume: z.object({ sessionId: z.string().max(64), seq: z.number().int().min(0) }).optional(),
    /** false: do not send a snapshot after subscribing. */
    snapshot: z.boolean().optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), kinds: z.array(liveKindSchema).max(20).optional() }),
  z.object({ type: z.literal('request_snapshot') }),
  z.object({ type: z.literal('ping'), id: z.union([z.string().max(64), z.number()]).optional() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Only what changed; `metrics` holds the changed metrics only. */
export const nodePatchSchema = nodeSchema.partial().extend({ nodeId: nodeIdSchema });

/** A gateway as the live stream knows it; the range statistics are the list route's. */
export const liveGatewaySchema = gatewaySchema.pick({ gatewayId: true, online: true, firstSeen: true, lastSeen: true });

const changes = {
  nodes: z.array(nodePatchSchema).optional(),
  positions: z.array(positionSchema).optional(),
  telemetry: z.array(telemetrySchema).optional(),
  messages: z.array(messageSchema).optional(),
  links: z.array(linkSchema).optional(),
  events: z.array(eventSchema).optional(),
  gateways: z.array(liveGatewaySchema).optional(),
  traceroutes: z.array(tracerouteSchema).optional(),
  waypoints: z.array(waypointSchema).optional(),
  packets: z.array(packetSchema).optional(),
};

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.literal(LIVE_PROTOCOL),
    version: z.string(),
    sessionId: z.string(),
    serverTime: z.number().int(),
    simulated: z.boolean(),
    heartbeatMs: z.number().int(),
  }),
  z.object({
    type: z.literal('subscribed'),
    seq: z.number().int(),
    kinds: z.array(liveKindSchema),
    resumed: z.boolean(),
  }),
  z.object({
    type: z.literal('snapshot'),
    seq: z.number().int(),
    at: z.number().int(),
    /** A large state comes in several parts, counted from 1: part 1 replaces what the client has, the others add to it. */
    part: z.number().int(),
    last: z.boolean(),
    nodes: z.array(nodeSchema),
    links: z.array(linkSchema),
    gateways: z.array(liveGatewaySchema),
  }),
  z.object({ type: z.literal('batch'), seq: z.number().int(), at: z.number().int(), ...changes }),
  /** The client reads too slowly: `dropped` batches were skipped; ask for a snapshot. */
  z.object({ type: z.literal('lagging'), seq: z.number().int(), dropped: z.number().int() }),
  z.object({ type: z.literal('pong'), id: z.union([z.string(), z.number()]).optional(), serverTime: z.number().int() }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type NodePatch = z.infer<typeof nodePatchSchema>;
export type LiveGateway = z.infer<typeof liveGatewaySchema>;
