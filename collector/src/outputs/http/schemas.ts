import { z } from 'zod';
import { adhocFilterSchema } from '@mesh-observatory/contract/queries/query-options';
import { meshQuerySchema, queryRequestSchema, variablesRequestSchema } from '@mesh-observatory/contract/query';
import {
  boundsSchema,
  catalogEntrySchema,
  millisSchema,
  nodeIdSchema,
  receptionSchema,
  resourceSchemas,
} from '@mesh-observatory/contract/resources';

/** Schemas of the answers other than lists. Handlers are typed by them, so that the document is always right. */

const count = () => z.number().int();
const nullableMillis = millisSchema.nullable();

export const errorSchema = z.object({
  code: z.string().describe('Stable, for programs'),
  message: z.string().describe('One sentence for people'),
});

const brokerSchema = z.object({
  name: z.string(),
  url: z.string().describe('Without credentials'),
  state: z.enum(['connecting', 'connected', 'reconnecting', 'refused', 'stopped']),
  connectedAt: nullableMillis,
  lastMessageAt: nullableMillis,
  reconnects: count(),
  sessionPresent: z.boolean().nullable().describe('Whether the broker kept the session across the last connection'),
  subscriptions: z.array(z.string()),
  received: count(),
  lastError: z.string().nullable(),
});

const pipelineSchema = z.object({
  ingesting: z.boolean(),
  received: count(),
  stored: count(),
  receptions: count(),
  duplicates: count(),
  rejected: z.record(z.string(), count()).describe('Messages that are not valid packets, by reason'),
  dropped: z.record(z.string(), count()).describe('Decoded packets that were not stored, by reason'),
  readingProblems: z
    .record(z.string(), z.record(z.string(), count()))
    .optional()
    .describe(
      'Readings outside the range of their metric, by metric and fault: `clamped` to the limit; or refused, so that the metric is unknown',
    ),
  queueDepth: count(),
  queueCapacity: count(),
  blockedSince: nullableMillis.describe('When the store became unwritable; null while it is writable'),
  blockedReason: z.string().nullable(),
  lastMessageAt: nullableMillis,
  lastCommitAt: nullableMillis,
});

const countsSchema = z.object({
  nodes: count(),
  nodesOnline: count(),
  gateways: count(),
  gatewaysOnline: count(),
  packets: count(),
  receptions: count(),
  positions: count(),
  samples: count(),
  messages: count(),
  links: count(),
  events: count(),
  oldestPacketAt: nullableMillis,
  newestPacketAt: nullableMillis,
  sessions: z
    .object({ current: count(), total: count(), messages: count(), bytes: count() })
    .describe('Live stream connections recorded in the database'),
});

const latencySchema = z.object({
  count: count(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});

export const statsSchema = z.object({
  version: z.string(),
  startedAt: millisSchema,
  uptimeSeconds: count(),
  simulated: z.boolean(),
  counts: countsSchema,
  pipeline: pipelineSchema,
  brokers: z.array(brokerSchema),
  store: z.object({
    databaseBytes: count(),
    walBytes: count(),
    freeBytes: count(),
    maxBytes: count().describe('Maximum size of the database; 0 = none'),
    diskFreeBytes: count().nullable().describe('Free space of the file system of the database; null = unknown'),
  }),
  hotState: z.object({
    size: count().describe('Nodes in memory'),
    hitRate: z.number().nullable().describe('0–1; null before the first lookup'),
  }),
  liveSessions: count().describe('Open live stream connections'),
  latencies: z.record(z.string(), latencySchema),
});

const reasonsSchema = z.array(z.object({ code: z.string(), message: z.string() }));

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  message: z.string().describe('State in words'),
  version: z.string(),
  simulated: z.boolean(),
  brokers: z.array(brokerSchema.pick({ name: true, state: true, lastError: true })),
  lastMessageAt: nullableMillis,
  nodes: count().nullable().describe('null when the store did not answer in time'),
  nodesOnline: count().nullable(),
  reasons: reasonsSchema.describe('Reasons of a degraded state'),
});

export const mqttStatusSchema = z.object({
  ingesting: z.boolean(),
  lastMessageAt: nullableMillis,
  queueDepth: count(),
  brokers: z.array(brokerSchema),
});

export const livenessSchema = z.object({ status: z.literal('ok') });
export const readinessSchema = z.object({
  ready: z.boolean(),
  reasons: reasonsSchema.describe('Reasons for not being ready'),
  warnings: reasonsSchema.describe(
    'Troubles that do not prevent ingestion, such as a broker that keeps cutting the connection',
  ),
});

const frameSchema = z
  .object({
    schema: z.object({
      refId: z.string().optional(),
      name: z.string().optional(),
      meta: z.record(z.string(), z.unknown()).optional(),
      fields: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['time', 'number', 'string', 'boolean', 'other']),
          typeInfo: z.object({ frame: z.string(), nullable: z.boolean() }),
          labels: z.record(z.string(), z.string()).optional(),
          config: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
    data: z.object({ values: z.array(z.array(z.unknown())).describe('One array per field') }),
  })
  .describe("Grafana's DataFrameJSON");

const queryResponseSchema = z.object({
  results: z
    .record(z.string(), z.object({ status: count(), frames: z.array(frameSchema), error: z.string().optional() }))
    .describe('By refId; a query that fails carries `error` and does not affect the others'),
});

const page = <T extends z.ZodObject>(row: T) =>
  z.object({ data: z.array(row), nextCursor: z.string().optional().describe('Absent on the last page') });

/** Everything the document names under `components.schemas`. */
export const apiSchemas = {
  Node: resourceSchemas.nodes,
  Position: resourceSchemas.positions,
  Telemetry: resourceSchemas.telemetry,
  Message: resourceSchemas.messages,
  Packet: resourceSchemas.packets,
  Reception: receptionSchema,
  Traceroute: resourceSchemas.traceroutes,
  Link: resourceSchemas.links,
  Gateway: resourceSchemas.gateways,
  Waypoint: resourceSchemas.waypoints,
  Event: resourceSchemas.events,
  Traffic: resourceSchemas.traffic,
  NodePage: page(resourceSchemas.nodes),
  PositionPage: page(resourceSchemas.positions),
  TelemetryPage: page(resourceSchemas.telemetry),
  MessagePage: page(resourceSchemas.messages),
  PacketPage: page(resourceSchemas.packets),
  TraceroutePage: page(resourceSchemas.traceroutes),
  LinkPage: page(resourceSchemas.links),
  GatewayPage: page(resourceSchemas.gateways),
  WaypointPage: page(resourceSchemas.waypoints),
  EventPage: page(resourceSchemas.events),
  TrafficPage: page(resourceSchemas.traffic),
  CatalogEntry: catalogEntrySchema,
  Catalog: z.object({ data: z.array(catalogEntrySchema) }),
  Stats: statsSchema,
  Counts: countsSchema,
  PipelineStatus: pipelineSchema,
  BrokerStatus: brokerSchema,
  Health: healthSchema,
  MqttStatus: mqttStatusSchema,
  Liveness: livenessSchema,
  Readiness: readinessSchema,
  Metrics: z.object({
    data: z.unknown().describe('The metrics of `/metrics` as prom-client gives them: name, help, type, values'),
  }),
  QueryRequest: queryRequestSchema,
  MeshQuery: meshQuerySchema,
  AdhocFilter: adhocFilterSchema,
  Bounds: boundsSchema,
  DataFrame: frameSchema,
  QueryResponse: queryResponseSchema,
  VariablesRequest: variablesRequestSchema,
  Variables: z.object({
    data: z.array(z.object({ text: z.string(), value: z.string(), group: z.string().optional() })),
  }),
  OpenApi: z.record(z.string(), z.unknown()).describe('This document'),
  Error: errorSchema,
  NodeId: nodeIdSchema,
} satisfies Record<string, z.ZodType>;
export type SchemaName = keyof typeof apiSchemas;
