import { COUNT_UNIT } from './units.js';
import { wordsOf, type Term } from './vocabulary.js';

/** Metrics the collector records about itself once a minute, with the aggregation for longer intervals. */
export interface CollectorMetricTerm extends Term {
  /** Grafana unit id. */
  readonly unit: string;
  /** Aggregation of the readings within one point: mean for rates, worst value for problems, last for levels. */
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
    description: 'New packets',
    unit: 'ops',
    point: 'mean',
  },
  duplicates_per_second: {
    title: 'Duplicates',
    description: 'Messages already stored: redeliveries, replays',
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
  queue_depth: { title: 'Queue', description: 'Messages waiting for the database', unit: COUNT_UNIT, point: 'max' },
  commit_p99_seconds: {
    title: 'Commit (p99)',
    description: 'Duration of commits until they were durable',
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
  live_clients: {
    title: 'Live clients',
    description: 'Connections to the live stream',
    unit: COUNT_UNIT,
    point: 'max',
  },
  resident_memory_bytes: {
    title: 'Memory',
    description: 'Resident memory of the process',
    unit: 'bytes',
    point: 'max',
  },
  cpu_ratio: {
    title: 'CPU',
    description: 'CPU cores used',
    unit: 'percentunit',
    point: 'mean',
  },
  event_loop_lag_p99_seconds: {
    title: 'Event loop lag (p99)',
    description: 'Event-loop delay, p99',
    unit: 's',
    point: 'max',
  },
  brokers_connected: {
    title: 'Brokers connected',
    description: 'Connected brokers, minimum per interval',
    unit: COUNT_UNIT,
    point: 'min',
  },
} as const satisfies Readonly<Record<string, CollectorMetricTerm>>;

export type CollectorMetricName = keyof typeof collectorMetrics;

export const collectorMetricNames = wordsOf(collectorMetrics);

export function isCollectorMetric(name: string): name is CollectorMetricName {
  return Object.hasOwn(collectorMetrics, name);
}

/** Readings of one minute. A metric that could not be measured is missing. */
export type CollectorReadings = Readonly<Partial<Record<CollectorMetricName, number>>>;

/** Health of the collector now, for alert rules: known even when the database cannot be written. */
export interface CollectorHealth {
  readonly queueRatio: number;
  readonly lagSeconds: number;
  readonly storeBlocked: boolean;
  /** Share of the space the database may take, 0–1; null = unknown. */
  readonly databaseRatio: number | null;
  /** Share of the disk that holds the database, 0–1; null = unknown. */
  readonly diskRatio: number | null;
  readonly lastMessageAgeSeconds: number;
  /** 0 unless the mesh is silent by its own rhythm. */
  readonly meshSilentSeconds: number;
  readonly brokers: readonly { readonly name: string; readonly connected: boolean }[];
  readonly rejectedPerMinute: number;
  readonly droppedPerMinute: number;
  /** Scheduled backups; null = none are made. */
  readonly backups: BackupHealth | null;
}

export interface BackupHealth {
  readonly everyHours: number;
  /** Unix ms: end of the last one that succeeded; of none yet, the start of the collector. */
  readonly since: number;
  /** The last attempt failed. */
  readonly failed: boolean;
}
