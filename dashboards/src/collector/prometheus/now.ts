/** The numbers at the top. */
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { withPromQueries, CHOSEN } from '../../foundation/prometheus.js';
import { stat } from '../../panels/stat.js';
import { commitThresholds, connectedThresholds, lagThresholds, memoryThresholds, queueThresholds } from '../limits.js';

const quantile = (share: number, histogram: string) =>
  `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket{${CHOSEN}}[5m])))`;

export const brokers = () =>
  withPromQueries(stat(), {
    id: 1,
    title: 'Brokers now',
    description: 'Connection to each MQTT broker. While disconnected, nothing is received from its gateways.',
    noValue: 'No data',
    queries: [
      { expr: `min by (broker) (meshobs_collector_broker_connected{${CHOSEN}})`, legend: '{{broker}}', now: true },
    ],
    unit: 'none',
  })
    .thresholds(connectedThresholds())
    .mappings([
      {
        type: MappingType.ValueToText,
        options: { '0': { text: 'lost', index: 0 }, '1': { text: 'connected', index: 1 } },
      },
    ]);

export const queueNow = () =>
  withPromQueries(stat(), {
    id: 2,
    title: 'Queue now',
    description:
      'Usage of the queue in front of the database, and whether the database can be written. Above 90 % messages of low priority are dropped.',
    queries: [
      {
        expr: `max(meshobs_collector_queue_depth{${CHOSEN}} / meshobs_collector_queue_capacity{${CHOSEN}})`,
        legend: 'Used',
        now: true,
      },
    ],
    unit: 'percentunit',
  }).thresholds(queueThresholds());

export const lagNow = () =>
  withPromQueries(stat(), {
    id: 3,
    title: 'Lag now',
    description: 'Time from receipt of a message until it is visible, 99th percentile.',
    noValue: 'No data',
    queries: [{ expr: quantile(0.99, 'meshobs_collector_end_to_end_seconds'), legend: 'p99', now: true }],
    unit: 's',
  }).thresholds(lagThresholds());

export const commitsNow = () =>
  withPromQueries(stat(), {
    id: 4,
    title: 'Commits now',
    description: 'Time until a commit is durable, 99th percentile. Slow disks and SD cards show here.',
    noValue: 'No data',
    queries: [{ expr: quantile(0.99, 'meshobs_collector_commit_duration_seconds'), legend: 'p99', now: true }],
    unit: 's',
  }).thresholds(commitThresholds());

export const databaseNow = () =>
  withPromQueries(stat(), {
    id: 5,
    title: 'Database now',
    description: 'Size of the database file. It grows until retention and new data balance.',
    queries: [{ expr: `sum(meshobs_collector_database_bytes{${CHOSEN}})`, legend: 'Size', now: true }],
    unit: 'bytes',
  });

export const memoryNow = () =>
  withPromQueries(stat(), {
    id: 6,
    title: 'Memory now',
    description: 'Resident memory of the collector. Usually 150 to 300 MB.',
    queries: [
      { expr: `max(meshobs_collector_process_resident_memory_bytes{${CHOSEN}})`, legend: 'Resident', now: true },
    ],
    unit: 'bytes',
  }).thresholds(memoryThresholds());
