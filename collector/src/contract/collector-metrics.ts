/** The collector's own history: what is noted down once a minute, and how a minute or more of it becomes one point. */
export interface CollectorMetric {
  readonly title: string;
  readonly description: string;
  /** Grafana unit id. */
  readonly unit: string;
  /** Of the readings within one point of a graph: the mean of what flows, the worst of what hurts, the last of a level. */
  readonly point: 'mean' | 'max' | 'min' | 'last';
}

export const collectorMetrics = {
  received_per_second: {
    title: 'Messages received',
    description: 'MQTT messages taken from the brokers',
    unit: 'ops',
    point: 'mean',
  },
  stored_per_second: {
    title: 'Packets stored',
    description: 'Packets that were not known before',
    unit: 'ops',
    point: 'mean',
  },
  duplicates_per_second: {
    title: 'Duplicates',
    description: 'Messages that were stored already: redeliveries, replays',
    unit: 'ops',
    point: 'mean',
  },
  rejected_per_second: {
    title: 'Messages rejected',
    description: 'Messages that cannot become a packet',
    unit: 'ops',
    point: 'mean',
  },
  dropped_per_second: {
    title: 'Packets dropped',
    description: 'Packets that were decoded but not stored: filters, flood guard, a full queue',
    unit: 'ops',
    point: 'mean',
  },
  queue_depth: { title: 'Queue', description: 'Messages waiting for the database', unit: 'short', point: 'max' },
  commit_p99_seconds: {
    title: 'Commit (p99)',
    description: 'How long commits took, until they were durable',
    unit: 's',
    point: 'max',
  },
  lag_p99_seconds: {
    title: 'Lag (p99)',
    description: 'From the receipt of a message to its publication to the outputs',
    unit: 's',
    point: 'max',
  },
  database_bytes: { title: 'Database', description: 'Size of the database file', unit: 'bytes', point: 'last' },
  wal_bytes: { title: 'Write-ahead log', description: 'Size of the write-ahead log', unit: 'bytes', point: 'max' },
  live_clients: { title: 'Live clients', description: 'Connections to the live stream', unit: 'short', point: 'max' },
  resident_memory_bytes: {
    title: 'Memory',
    description: 'Memory of the process that is in use',
    unit: 'bytes',
    point: 'max',
  },
  cpu_ratio: {
    title: 'CPU',
    description: 'Processor time; 1 = one processor all the time',
    unit: 'percentunit',
    point: 'mean',
  },
  event_loop_lag_p99_seconds: {
    title: 'Event loop lag (p99)',
    description: 'How late the process got to what was due',
    unit: 's',
    point: 'max',
  },
  brokers_connected: { title: 'Brokers connected', description: 'Connected brokers', unit: 'short', point: 'min' },
} as const satisfies Readonly<Record<string, CollectorMetric>>;

export type CollectorMetricName = keyof typeof collectorMetrics;

export function isCollectorMetric(name: string): name is CollectorMetricName {
  return Object.hasOwn(collectorMetrics, name);
}

/** One minute. What could not be measured is missing. */
export type CollectorReadings = Readonly<Partial<Record<CollectorMetricName, number>>>;

/** How the collector is now, for alert rules: it has to be told even when the database cannot be written. */
export interface CollectorHealth {
  readonly queueRatio: number;
  readonly lagSeconds: number;
  readonly storeBlocked: boolean;
  /** Of the space the database may take; null = nobody knows how much that is. */
  readonly databaseRatio: number | null;
  /** Of the disk that holds the database; null = the disk does not say. */
  readonly diskRatio: number | null;
  readonly lastMessageAgeSeconds: number;
  readonly brokers: readonly { readonly name: string; readonly connected: boolean }[];
  readonly rejectedPerMinute: number;
  readonly droppedPerMinute: number;
}
