/** Database, live stream and process. */
import { withPromQueries, CHOSEN } from '../../foundation/prometheus.js';
import { steadyLines } from '../../panels/timeSeries.js';

const gauge = (metric: string) => `sum(meshobs_collector_${metric}{${CHOSEN}})`;
const perSecond = (counter: string) => `sum(rate(meshobs_collector_${counter}{${CHOSEN}}[$__rate_interval]))`;

export const databaseSize = () =>
  withPromQueries(steadyLines(), {
    id: 20,
    title: 'Database',
    description:
      'Size of the database file, free space inside it, and the write-ahead log. A log that keeps growing points to a reader that never ends.',
    queries: [
      { expr: gauge('database_bytes'), legend: 'File' },
      { expr: gauge('database_free_bytes'), legend: 'Free space' },
      { expr: gauge('database_wal_bytes'), legend: 'Write-ahead log' },
    ],
    unit: 'bytes',
  }).min(0);

export const liveClients = () =>
  withPromQueries(steadyLines(), {
    id: 21,
    title: 'Live stream clients',
    description: 'Clients of the live stream, and those that read too slowly to keep up.',
    queries: [
      { expr: gauge('live_clients'), legend: 'Connected' },
      { expr: gauge('live_clients_lagging'), legend: 'Lagging' },
    ],
    unit: 'locale',
  }).min(0);

export const liveSent = () =>
  withPromQueries(steadyLines(), {
    id: 22,
    title: 'Live stream traffic',
    description: 'Bytes sent to all clients of the live stream.',
    queries: [{ expr: perSecond('live_sent_bytes_total'), legend: 'Sent' }],
    unit: 'Bps',
  }).min(0);

export const undecryptable = () =>
  withPromQueries(steadyLines(), {
    id: 23,
    title: 'Undecryptable by channel',
    description: 'Packets no configured key can decrypt. A surge on your own channel means its key changed.',
    noValue: 'No data',
    queries: [
      {
        expr: `sum by (channel) (rate(meshobs_collector_undecryptable_packets_total{${CHOSEN}}[$__rate_interval])) * 60`,
        legend: '{{channel}}',
      },
    ],
    unit: 'cpm',
  }).min(0);

export const cpu = () =>
  withPromQueries(steadyLines(), {
    id: 30,
    title: 'CPU',
    description: 'CPU cores used by the collector.',
    queries: [{ expr: perSecond('process_cpu_seconds_total'), legend: 'Collector' }],
    unit: 'percentunit',
  }).min(0);

export const memory = () =>
  withPromQueries(steadyLines(), {
    id: 31,
    title: 'Memory',
    description:
      'Resident memory, and the JavaScript heap in it. A sawtooth is garbage collection; a steady rise is a leak.',
    queries: [
      { expr: gauge('process_resident_memory_bytes'), legend: 'Resident' },
      { expr: gauge('nodejs_heap_size_used_bytes'), legend: 'Heap used' },
      { expr: gauge('nodejs_external_memory_bytes'), legend: 'Outside the heap' },
    ],
    unit: 'bytes',
  }).min(0);

export const eventLoop = () =>
  withPromQueries(steadyLines(), {
    id: 32,
    title: 'Event loop lag',
    description: 'Event-loop delay. Above 0.2 s everything waits: queries, live stream, broker.',
    queries: [{ expr: `max(meshobs_collector_nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`, legend: 'p99' }],
    unit: 's',
  }).min(0);

export const series = () =>
  withPromQueries(steadyLines(), {
    id: 33,
    title: 'Nodes and links exported',
    description: 'Nodes and links exported to Prometheus, and those left out because of METRICS_MAX_NODES.',
    queries: [
      { expr: `sum(meshtastic_nodes{${CHOSEN}})`, legend: 'Nodes in memory' },
      { expr: `sum(meshtastic_nodes_online{${CHOSEN}})`, legend: 'Nodes online' },
      { expr: `sum(meshtastic_nodes_not_exported{${CHOSEN}})`, legend: 'Nodes left out' },
      { expr: `sum(meshtastic_links_not_exported{${CHOSEN}})`, legend: 'Links left out' },
    ],
    unit: 'locale',
  }).min(0);
