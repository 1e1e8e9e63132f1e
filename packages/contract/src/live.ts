/**
 * The messages on `/api/ws`: JSON text messages, or gzip-compressed JSON in binary messages for clients that asked
 * for `compression: "gzip"` (browsers have DecompressionStream). Small messages stay text even then.
 */
import { z } from 'zod';
import type { FrameJson } from './frames.js';
import { liveLimits } from './limits.js';
import { LIVE_PROTOCOL, liveKinds } from './live-protocol.js';
import { meshQuerySchema, timeZoneSchema } from './query.js';
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

/** Identifies one query of a connection; the client chooses it. */
const subscriptionIdSchema = z.string().min(1).max(64);

/** Messages about one query of a connection: they have an `id`. */
export const queryMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    id: subscriptionIdSchema,
    query: meshQuerySchema,
    /** The answer covers this time up to now. */
    rangeMs: z.number().int().min(liveLimits.minRangeMs).max(liveLimits.maxRangeMs),
    timeZone: timeZoneSchema,
    /** Continue after this sequence number of this view, without a new snapshot when the gap is still known. */
    resume: z.object({ view: z.string().max(64), seq: z.number().int().min(0) }).optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), id: subscriptionIdSchema }),
]);
export type QueryMessage = z.infer<typeof queryMessageSchema>;

/** Messages about the connection as a whole, and its subscription to kinds of changes. */
export const connectionMessageSchema = z.discriminatedUnion('type', [
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
export type ConnectionMessage = z.infer<typeof connectionMessageSchema>;

export const clientMessageSchema = z.union([queryMessageSchema, connectionMessageSchema]);
/** As sent: the options of a query may be left out. */
export type ClientMessage = z.input<typeof clientMessageSchema>;

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

const valuesSchema = z.array(z.array(z.unknown()));
/** They come from the collector itself: nobody has to check them. */
const frameSchemaSchema = z.custom<FrameJson['schema']>().describe('As in the answers of POST /api/query');
const frameMetaSchema = z
  .custom<NonNullable<FrameJson['schema']['meta']>>()
  .describe('`meta` of the schema of a frame, as in the answers of POST /api/query');

/** Rows of a frame: the first part has its schema, further parts add rows to those before them. */
export const framePartSchema = z.object({
  /** Place of the frame in the answer. */
  frame: z.number().int(),
  /** Missing in further parts of the same frame. */
  schema: frameSchemaSchema.optional(),
  /** One list per field. */
  values: valuesSchema,
});

/** A frame of the new answer, from a frame of the one before; or a new frame in full. */
export const framePatchSchema = z.union([
  z.object({
    /** Place of the frame in the answer before. */
    from: z.number().int(),
    /** The new meta data, when they changed. */
    meta: frameMetaSchema.optional(),
    /** Keys of the rows that left: a list of values per key field. */
    removed: valuesSchema.optional(),
    /** Places of the rows below in the new frame, ascending. */
    at: z.array(z.number().int()).optional(),
    /** New and changed rows: a list of values per field. A row with the key of another replaces it. */
    values: valuesSchema.optional(),
  }),
  z.object({
    schema: frameSchemaSchema,
    data: z.object({ values: valuesSchema }),
  }),
]);

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
  /** The answer to a query, in one or more parts. */
  z.object({
    type: z.literal('frames'),
    id: z.string(),
    /** Name of the view of the query, to resume with. */
    view: z.string(),
    seq: z.number().int(),
    /** The time range of the answer, Unix milliseconds. */
    from: z.number().int(),
    to: z.number().int(),
    /** Counted from 1: part 1 replaces what the client has, the others add to it. */
    part: z.number().int(),
    last: z.boolean(),
    frames: z.array(framePartSchema),
  }),
  /** Changes of the answer to a query since `seq - 1`: all frames of the new answer, in order. */
  z.object({
    type: z.literal('rows'),
    id: z.string(),
    seq: z.number().int(),
    from: z.number().int(),
    to: z.number().int(),
    frames: z.array(framePatchSchema),
  }),
  /** The query goes on after `seq`, as asked. */
  z.object({ type: z.literal('resumed'), id: z.string(), view: z.string(), seq: z.number().int() }),
  /** The client reads too slowly: `dropped` batches were skipped; ask for a snapshot. */
  z.object({ type: z.literal('lagging'), seq: z.number().int(), dropped: z.number().int() }),
  z.object({ type: z.literal('pong'), id: z.union([z.string(), z.number()]).optional(), serverTime: z.number().int() }),
  z.object({
    type: z.literal('error'),
    code: z.string(),
    message: z.string(),
    /** The query it is about. Missing: a message that could not be read. */
    id: z.string().optional(),
    /** The query is no longer subscribed to: it would fail again. */
    ended: z.boolean().optional(),
  }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type FramePart = z.infer<typeof framePartSchema>;
export type FramePatch = z.infer<typeof framePatchSchema>;
export type LiveChanges = Partial<Omit<Extract<ServerMessage, { type: 'batch' }>, 'type' | 'seq' | 'at'>>;
export type NodePatch = z.infer<typeof nodePatchSchema>;
export type LiveGateway = z.infer<typeof liveGatewaySchema>;
