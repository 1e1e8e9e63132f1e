/**
 * The collector's HTTP and live interface as far as this plugin speaks it. Written out here, because the plugin and the
 * collector are under different licences; `contract.check.ts` fails the type check when the two drift apart.
 */

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

export const aggregations = ['mean', 'min', 'max', 'last', 'sum', 'count', 'rate_per_minute'] as const;
export type Aggregation = (typeof aggregations)[number];

export const trafficUnits = ['packets', 'bytes', 'packets_per_minute', 'bytes_per_second'] as const;
export type TrafficUnit = (typeof trafficUnits)[number];

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

export const linkKinds = ['neighbor', 'direct', 'traceroute', 'relay'] as const;
export type LinkKind = (typeof linkKinds)[number];

export const eventKinds = [
  'node_new',
  'node_silent',
  'node_back',
  'reboot',
  'name_changed',
  'role_changed',
  'hardware_changed',
  'firmware_changed',
  'key_changed',
  'key_shared',
  'position_jump',
  'gateway_up',
  'gateway_down',
  'flood',
] as const;
export type EventKind = (typeof eventKinds)[number];

export const findingKinds = [
  'duplicate_key',
  'weak_key',
  'key_changed',
  'impersonation',
  'unencrypted_channel',
  'default_key_channel',
  'precise_position_public',
  'readable_direct_message',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Signal-to-noise ratio or strength. */
export const signalMetrics = ['snr', 'rssi'] as const;
export type SignalMetric = (typeof signalMetrics)[number];

/** The collector's own history. */
export const collectorMetrics = [
  'received_per_second',
  'stored_per_second',
  'duplicates_per_second',
  'rejected_per_second',
  'dropped_per_second',
  'queue_depth',
  'commit_p99_seconds',
  'lag_p99_seconds',
  'database_bytes',
  'wal_bytes',
  'live_clients',
  'resident_memory_bytes',
  'cpu_ratio',
  'event_loop_lag_p99_seconds',
  'brokers_connected',
] as const;
export type CollectorMetric = (typeof collectorMetrics)[number];

export const messageKinds = ['text', 'alert', 'detection', 'range_test', 'reply', 'beacon', 'status'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const adhocKeys = ['node', 'gateway', 'channel', 'role', 'hwModel', 'port', 'region', 'kind'] as const;
export type AdhocKey = (typeof adhocKeys)[number];
export const adhocOperators = ['=', '!=', '=~', '!~', '=|', '!=|'] as const;
export type AdhocOperator = (typeof adhocOperators)[number];

export interface AdhocFilter {
  key: AdhocKey;
  operator: AdhocOperator;
  value: string;
  values?: string[];
}

export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** One query as it is sent. An empty or missing list means "all". */
export interface WireQuery {
  refId: string;
  queryType: QueryType;
  metrics?: string[];
  nodes?: string[];
  gateways?: string[];
  channels?: string[];
  roles?: string[];
  portnums?: number[];
  linkKinds?: LinkKind[];
  eventKinds?: string[];
  findingKinds?: FindingKind[];
  bounds?: Bounds;
  search?: string;
  filters?: AdhocFilter[];
  aggregation?: Aggregation;
  combine?: boolean;
  stat?: StatName;
  trafficBy?: TrafficGroup;
  trafficUnit?: TrafficUnit;
  legend?: string;
  includeSilent?: boolean;
  format?: 'table' | 'logs';
  thresholds?: boolean;
  limit?: number;
  maxDataPoints?: number;
  intervalMs?: number;
}

export interface QueryRequest {
  /** Unix milliseconds. */
  from: number;
  to: number;
  queries: WireQuery[];
}

/** Longest list of each kind that a query may carry. */
export const listLimits = {
  metrics: 50,
  nodes: 2000,
  gateways: 500,
  channels: 100,
  roles: 50,
  portnums: 100,
  eventKinds: 50,
  filters: 20,
} as const;

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
export type VariableKind = (typeof variableKinds)[number];

export interface VariablesRequest {
  kind: VariableKind;
  from?: number;
  to?: number;
  search?: string;
  filters?: AdhocFilter[];
  limit?: number;
}

export interface VariableValue {
  text: string;
  value: string;
  /** What kind of choice it is, where there are several. */
  group?: string;
}

export type ValueEntity = 'node' | 'gateway' | 'channel' | 'collector';

export interface CatalogEntry {
  metric: string;
  variant: string;
  title: string;
  description: string;
  /** Grafana unit id. */
  unit: string;
  kind: 'gauge' | 'counter' | 'state';
  /** null for derived metrics. */
  prometheusName: string | null;
  /** Nodes that have reported it; null for derived metrics. */
  nodes: number | null;
  /** Worked out by the collector: one value per thing, no time series. */
  derived: boolean;
  /** What one value is about. */
  entity: ValueEntity;
}
