/**
 * The saved query of a dashboard, an alert rule or an annotation, and the answer. It holds nothing that only a browser
 * can resolve: variables are interpolated before it is sent, and an empty list always means "all".
 */
import { z } from 'zod';
import type { FrameJson } from './frames.js';
import { findingKindSchema } from './findings.js';
import { boundsSchema, linkKindSchema, nodeIdSchema } from './resources.js';

export const queryTypes = [
  'timeseries',
  'nodes',
  'positions',
  'links',
  'messages',
  'packets',
  'traceroutes',
  'events',
  'traffic',
  'gateways',
  'nodegraph',
  'stat',
  'values',
  'channels',
  'linkpairs',
  'cutpoints',
  'findings',
  'collector',
  'signal',
] as const;
export type QueryType = (typeof queryTypes)[number];

/** `rate_per_minute`: how fast a counter of a node grows; not for nodes combined. */
export const aggregations = ['mean', 'min', 'max', 'last', 'sum', 'count', 'rate_per_minute'] as const;
export type Aggregation = (typeof aggregations)[number];

export const trafficUnits = ['packets', 'bytes', 'packets_per_minute', 'bytes_per_second'] as const;
export type TrafficUnit = (typeof trafficUnits)[number];

/** Counters for stat panels and simple alerts: one number over the time range, or now. */
export const statNames = [
  'nodes_total',
  'nodes_online',
  'nodes_silent',
  'gateways_online',
  'gateways_total',
  'packets',
  'packets_per_minute',
  'receptions',
  'duplicates_per_packet',
  'undecryptable',
  'undecryptable_ratio',
  'messages',
  'links',
  'events',
  'channel_utilization_max',
  'channel_utilization_mean',
  'air_util_tx_max',
  'battery_low',
  'last_packet_age',
] as const;
export type StatName = (typeof statNames)[number];

export const trafficGroups = ['port', 'channel', 'gateway', 'node', 'outcome', 'hops'] as const;
export type TrafficGroup = (typeof trafficGroups)[number];

/** signal: signal-to-noise ratio (dB) or strength (dBm). */
export const signalMetrics = ['snr', 'rssi'] as const;
export type SignalMetric = (typeof signalMetrics)[number];

export function isSignalMetric(name: string): name is SignalMetric {
  return signalMetrics.some((metric) => metric === name);
}

/** Ad hoc filter of a dashboard. */
export const adhocFilterSchema = z.object({
  key: z.enum(['node', 'gateway', 'channel', 'role', 'hwModel', 'port', 'region', 'kind']),
  operator: z.enum(['=', '!=', '=~', '!~', '=|', '!=|']),
  value: z.string().max(500),
  values: z.array(z.string().max(500)).max(500).optional(),
});
export type AdhocFilter = z.infer<typeof adhocFilterSchema>;

const names = (max: number) => z.array(z.string().min(1).max(200)).max(max).default([]);

export const meshQuerySchema = z.object({
  refId: z.string().min(1).max(64),
  queryType: z.enum(queryTypes),
  hide: z.boolean().optional(),
  /** Metrics of the catalogue (timeseries), columns to add (nodes), what each thing is asked for (values, collector), `snr` or `rssi` (signal). */
  metrics: names(50),
  /** Node ids; empty = all. */
  nodes: z.array(nodeIdSchema).max(2000).default([]),
  gateways: z.array(nodeIdSchema).max(500).default([]),
  channels: names(100),
  roles: names(50),
  portnums: z.array(z.number().int().min(0).max(511)).max(100).default([]),
  linkKinds: z.array(linkKindSchema).default([]),
  eventKinds: names(50),
  findingKinds: z.array(findingKindSchema).max(50).default([]),
  bounds: boundsSchema.optional(),
  search: z.string().max(200).optional(),
  filters: z.array(adhocFilterSchema).max(20).default([]),
  aggregation: z.enum(aggregations).default('mean'),
  /** timeseries: one series per node (default) or one over all nodes. */
  combine: z.boolean().default(false),
  stat: z.enum(statNames).default('nodes_online'),
  trafficBy: z.enum(trafficGroups).default('port'),
  /** traffic: packets or bytes of each interval, or at which rate they came. */
  trafficUnit: z.enum(trafficUnits).default('packets'),
  /** Series name; `{{node}}`, `{{shortName}}`, `{{longName}}`, `{{gatewayShortName}}`, `{{metric}}`, `{{title}}` … are replaced. */
  legend: z.string().max(200).optional(),
  /** nodes, timeseries, gateways, values: also what was silent during the whole range. */
  includeSilent: z.boolean().default(true),
  /** messages, packets: `logs` frames for Explore and the logs panel, else tables. */
  format: z.enum(['table', 'logs']).default('table'),
  /** Put the domain's own thresholds and mappings into the frames (they win over a panel's options). */
  thresholds: z.boolean().default(true),
  limit: z.number().int().min(1).max(50_000).optional(),
  maxDataPoints: z.number().int().min(1).max(20_000).optional(),
  intervalMs: z.number().min(1).optional(),
});
/** As stored: everything but refId and queryType may be left out. */
export type MeshQuery = z.input<typeof meshQuerySchema>;
/** As executed. */
export type ResolvedQuery = z.output<typeof meshQuerySchema>;

const time = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);

export const queryRequestSchema = z.object({
  /** Unix milliseconds, as number or digits. */
  from: time,
  to: time,
  queries: z.array(meshQuerySchema).min(1).max(50),
});
export type QueryRequest = z.output<typeof queryRequestSchema>;

export interface QueryResult {
  status: number;
  frames: FrameJson[];
  error?: string;
}
export interface QueryResponse {
  results: Record<string, QueryResult>;
}

export const variableKinds = [
  'nodes',
  'gateways',
  'channels',
  'roles',
  'metrics',
  'hardware',
  'regions',
  'ports',
  'values',
] as const;

export const variablesRequestSchema = z.object({
  kind: z.enum(variableKinds),
  from: time.optional(),
  to: time.optional(),
  search: z.string().max(200).optional(),
  filters: z.array(adhocFilterSchema).max(20).default([]),
  limit: z.number().int().min(1).max(10_000).default(2000),
});
export type VariablesRequest = z.output<typeof variablesRequestSchema>;

/** `text` is what people read, `value` what queries use. `group`: what kind of choice it is, where there are several. */
export interface VariableValue {
  text: string;
  value: string;
  group?: string;
}
