/** The collector's own history, kept once a minute beside that of the mesh. */
import { withMeshQueries, type PanelOptions } from '../../foundation/panel.js';
import { steadyLines } from '../../panels/timeSeries.js';
import type { CollectorMetricName } from '@mesh-observatory/contract/collector-metrics';

const graph = (facts: PanelOptions, ...metrics: readonly CollectorMetricName[]) =>
  withMeshQueries(steadyLines(), {
    noValue: 'No data: the collector records its health once a minute',
    ...facts,
    queries: [{ queryType: 'collector', metrics: [...metrics] }],
  }).min(0);

export const received = () =>
  graph(
    {
      id: 10,
      title: 'Messages',
      description:
        'MQTT messages received from the brokers, new packets, and messages already stored (redeliveries, replays).',
      unit: 'mps',
    },
    'received_per_second',
    'stored_per_second',
    'duplicates_per_second',
  );

export const refused = () =>
  graph(
    {
      id: 11,
      title: 'Rejected and dropped',
      description:
        'Messages that are not packets (rejected), and packets not stored because of a filter or a full queue (dropped). The log has the reasons.',
      unit: 'mps',
    },
    'rejected_per_second',
    'dropped_per_second',
  );

export const queue = () =>
  graph(
    {
      id: 12,
      title: 'Queue',
      description: 'Messages waiting for the database. Peaks are normal after a reconnect, a steady rise is not.',
      unit: 'locale',
    },
    'queue_depth',
  );

export const lag = () =>
  graph(
    {
      id: 13,
      title: 'Lag',
      description: 'Time from receipt of a message to its publication, 99th percentile.',
      unit: 's',
    },
    'lag_p99_seconds',
  );

export const commits = () =>
  graph(
    {
      id: 14,
      title: 'Commit duration',
      description:
        'Time until a commit is durable, 99th percentile. Tens of milliseconds on an SD card, less on an SSD.',
      unit: 's',
    },
    'commit_p99_seconds',
  );

export const database = () =>
  graph(
    {
      id: 15,
      title: 'Database',
      description:
        'Size of the database file and its write-ahead log. A log that keeps growing points to a reader that never ends.',
      unit: 'bytes',
    },
    'database_bytes',
    'wal_bytes',
  );

export const cpu = () =>
  graph(
    {
      id: 20,
      title: 'CPU',
      description: 'CPU cores used by the collector.',
      unit: 'percentunit',
    },
    'cpu_ratio',
  );

export const memory = () =>
  graph(
    {
      id: 21,
      title: 'Memory',
      description: 'Resident memory. A sawtooth is garbage collection; a rise over days is a leak.',
      unit: 'bytes',
    },
    'resident_memory_bytes',
  );

export const eventLoop = () =>
  graph(
    {
      id: 22,
      title: 'Event loop lag',
      description: 'Event-loop delay. Above 0.2 s everything waits: queries, live stream, broker.',
      unit: 's',
    },
    'event_loop_lag_p99_seconds',
  );

export const liveClients = () =>
  graph(
    {
      id: 23,
      title: 'Connections',
      description: 'Connected brokers, and clients of the live stream.',
      unit: 'locale',
    },
    'brokers_connected',
    'live_clients',
  );
