/** Database, live stream and process. */
import { askPrometheus, CHOSEN } from '../../foundation/prometheus.js';
import { steadyLines } from '../../panels/timeSeries.js';

const gauge = (metric: string) => `sum(meshobs_collector_${metric}{${CHOSEN}})`;
const perSecond = (counter: string) => `sum(rate(meshobs_collector_${counter}{${CHOSEN}}[$__rate_interval]))`;

export const databaseSize = () =>
  askPrometheus(steadyLines(), {
    id: 20,
    title: 'Database',
    description:
      'The database file, the free room inside it, and the write-ahead log. A log that keeps growing is a reader that never ends.',
    queries: [
      { expr: gauge('database_bytes'), legend: 'File' },
      { expr: gauge('database_free_bytes'), legend: 'Free inside' },
      { expr: gauge('database_wal_bytes'), legend: 'Write-ahead log' },
    ],
    unit: 'bytes',
  }).min(0);

export const liveClients = () =>
  askPrometheus(steadyLines(), {
    id: 21,
    title: 'Live stream clients',
    description: 'Browsers that follow the mesh live, and those among them that read more slowly than it talks.',
    queries: [
      { expr: gauge('live_clients'), legend: 'Connected' },
      { expr: gauge('live_clients_lagging'), legend: 'Behind' },
    ],
    unit: 'short',
  }).min(0);

export const liveSent = () =>
  askPrometheus(steadyLines(), {
    id: 22,
    title: 'Live stream traffic',
    description: 'What the live stream sends to all clients together.',
    queries: [{ expr: perSecond('live_sent_bytes_total'), legend: 'Sent' }],
    unit: 'Bps',
  }).min(0);

export const undecryptable = () =>
  askPrometheus(steadyLines(), {
    id: 23,
    title: 'Undecryptable by channel',
    description: 'Packets that no configured key fits. A surge on your own channel is a key that changed.',
    noValue: 'Every packet could be decrypted',
    queries: [
      {
        expr: `sum by (channel) (rate(meshobs_collector_undecryptable_packets_total{${CHOSEN}}[$__rate_interval])) * 60`,
        legend: '{{channel}}',
      },
    ],
    unit: 'cpm',
  }).min(0);

export const cpu = () =>
  askPrometheus(steadyLines(), {
    id: 30,
    title: 'Processor',
    description: 'Share of one processor core that the collector uses.',
    queries: [{ expr: perSecond('process_cpu_seconds_total'), legend: 'Collector' }],
    unit: 'percentunit',
  }).min(0);

export const memory = () =>
  askPrometheus(steadyLines(), {
    id: 31,
    title: 'Memory',
    description:
      'Resident memory, and the part of it that JavaScript uses. A saw tooth is garbage collection; a slope is a leak.',
    queries: [
      { expr: gauge('process_resident_memory_bytes'), legend: 'Resident' },
      { expr: gauge('nodejs_heap_size_used_bytes'), legend: 'Heap used' },
      { expr: gauge('nodejs_external_memory_bytes'), legend: 'Outside the heap' },
    ],
    unit: 'bytes',
  }).min(0);

export const eventLoop = () =>
  askPrometheus(steadyLines(), {
    id: 32,
    title: 'Event loop lag',
    description: 'How late the process comes to its work. Above 0.2 s everything waits: queries, live stream, broker.',
    queries: [{ expr: `max(meshobs_collector_nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`, legend: 'p99' }],
    unit: 's',
  }).min(0);

export const series = () =>
  askPrometheus(steadyLines(), {
    id: 33,
    title: 'Nodes and links exported',
    description:
      'Nodes and links with series of their own in Prometheus, and those left out because there are too many (METRICS_MAX_NODES).',
    queries: [
      { expr: `sum(meshtastic_nodes{${CHOSEN}})`, legend: 'Nodes in memory' },
      { expr: `sum(meshtastic_nodes_online{${CHOSEN}})`, legend: 'Nodes online' },
      { expr: `sum(meshtastic_nodes_not_exported{${CHOSEN}})`, legend: 'Nodes left out' },
      { expr: `sum(meshtastic_links_not_exported{${CHOSEN}})`, legend: 'Links left out' },
    ],
    unit: 'short',
  }).min(0);
