/** The collector's own history, kept once a minute beside that of the mesh. */
import { askMesh, type PanelFacts } from '../../foundation/panel.js';
import { steadyLines } from '../../panels/timeSeries.js';
import type { CollectorMetricName } from '@mesh-observatory/contract/collector-metrics';

const graph = (facts: PanelFacts, ...metrics: readonly CollectorMetricName[]) =>
  askMesh(steadyLines(), {
    noValue: 'Nothing noted yet: the collector notes its state once a minute',
    ...facts,
    queries: [{ queryType: 'collector', metrics: [...metrics] }],
  }).min(0);

export const received = () =>
  graph(
    {
      id: 10,
      title: 'Messages',
      description:
        'MQTT messages taken from the brokers, packets that were new, and what was stored already (redeliveries, replays).',
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
        'Messages that are no packet (rejected), and packets not stored on purpose or for want of room (dropped). The log says why.',
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
      description: 'Messages that wait for the database. Peaks are normal after a reconnection, a slope is not.',
      unit: 'short',
    },
    'queue_depth',
  );

export const lag = () =>
  graph(
    {
      id: 13,
      title: 'Lag',
      description: 'Time from the receipt of a message to its publication: 99 of 100 are faster.',
      unit: 's',
    },
    'lag_p99_seconds',
  );

export const commits = () =>
  graph(
    {
      id: 14,
      title: 'Time of a commit',
      description:
        'How long a commit takes until it is durable: 99 of 100 are faster. Tens of milliseconds on an SD card, fewer on an SSD.',
      unit: 's',
    },
    'commit_p99_seconds',
  );

export const database = () =>
  graph(
    {
      id: 15,
      title: 'Database',
      description: 'The database file and its write-ahead log. A log that keeps growing is a reader that never ends.',
      unit: 'bytes',
    },
    'database_bytes',
    'wal_bytes',
  );

export const cpu = () =>
  graph(
    {
      id: 20,
      title: 'Processor',
      description: 'Share of one processor core that the collector uses.',
      unit: 'percentunit',
    },
    'cpu_ratio',
  );

export const memory = () =>
  graph(
    {
      id: 21,
      title: 'Memory',
      description: 'Resident memory. A saw tooth is garbage collection; a slope over days is a leak.',
      unit: 'bytes',
    },
    'resident_memory_bytes',
  );

export const eventLoop = () =>
  graph(
    {
      id: 22,
      title: 'Event loop lag',
      description:
        'How late the process comes to its work. Above 0.2 s everything waits: queries, live stream, broker.',
      unit: 's',
    },
    'event_loop_lag_p99_seconds',
  );

export const liveClients = () =>
  graph(
    {
      id: 23,
      title: 'Connections',
      description: 'Brokers that are connected, and browsers that follow the mesh live.',
      unit: 'short',
    },
    'brokers_connected',
    'live_clients',
  );
