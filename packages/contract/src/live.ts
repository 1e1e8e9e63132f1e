/**
 * The messages on `/api/ws`: JSON text messages, or gzip-compressed JSON in binary messages for clients that asked
 * for `compression: "gzip"` (browsers have DecompressionStream). Small messages stay text even then.
 */
import { z } from 'zod';
import { liveLimits } from './limits.js';
import { LIVE_PROTOCOL, liveKinds } from './live-protocol.js';
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

const liveKindSchema = z.enum(liveKinds);

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    kinds: z.array(liveKindSchema).max(liveLimits.kinds).optional(),
    nodeIds: z.array(nodeIdSchema).max(liveLimits.nodes).optional(),
    gatewayIds: z.array(nodeIdSchema).max(liveLimits.gateways).optional(),
    channels: z.array(z.string().max(64)).max(liveLimits.channels).optional(),
    bounds: boundsSchema.optional(),
    compression: z.enum(['none', 'gzip']).optional(),
    /** Continue after this sequence number of `sessionId`, without a new snapshot when the gap is still known. */
    resume: z.object({ sessionId: z.string().max(64), seq: z.number().int().min(0) }).optional(),
    /** false: do not send a snapshot after subscribing. */
    snapshot: z.boolean().optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), kinds: z.array(liveKindSchema).max(liveLimits.kinds).optional() }),
  z.object({ type: z.literal('request_snapshot') }),
  z.object({ type: z.literal('ping'), id: z.union([z.string().max(64), z.number()]).optional() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
/** Filter of a subscription; a missing list means "all". */
export type LiveFilter = Pick<Extract<ClientMessage, { type: 'subscribe' }>, 'nodeIds' | 'gatewayIds' | 'channels'>;

/** Only what changed; `metrics` holds the changed metrics only. */
export const nodePatchSchema = nodeSchema.partial().extend({ nodeId: nodeIdSchema });

/** A gateway as the live stream knows it; the range statistics are the list route's. */
export const liveGatewaySchema = gatewaySchema.pick({
  gatewayId: true,
  online: true,
  state: true,
  firstSeen: true,
  lastSeen: true,
});

/** Changes since the last batch, by kind. */
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
export type LiveChanges = Partial<Omit<Extract<ServerMessage, { type: 'batch' }>, 'type' | 'seq' | 'at'>>;
export type NodePatch = z.infer<typeof nodePatchSchema>;
export type LiveGateway = z.infer<typeof liveGatewaySchema>;
