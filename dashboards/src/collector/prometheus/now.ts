/** The numbers at the top. */
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { askPrometheus, CHOSEN } from '../../foundation/prometheus.js';
import { stat } from '../../panels/stat.js';
import { commitThresholds, connectedThresholds, lagThresholds, memoryThresholds, queueThresholds } from '../limits.js';

const quantile = (share: number, histogram: string) =>
  `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket{${CHOSEN}}[5m])))`;

export const brokers = () =>
  askPrometheus(stat(), {
    id: 1,
    title: 'Brokers',
    description: 'Connection to each MQTT broker. Without one, its gateways publish to nobody.',
    noValue: 'No broker configured',
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
  askPrometheus(stat(), {
    id: 2,
    title: 'Queue',
    description:
      'How full the queue before the database is, and whether the database can be written at all. Above 90 % messages of low priority are shed.',
    queries: [
      {
        expr: `max(meshobs_collector_queue_depth{${CHOSEN}} / meshobs_collector_queue_capacity{${CHOSEN}})`,
        legend: 'Filled',
        now: true,
      },
    ],
    unit: 'percentunit',
  }).thresholds(queueThresholds());

export const lagNow = () =>
  askPrometheus(stat(), {
    id: 3,
    title: 'Lag',
    description: 'From the receipt of a message to the moment everybody can see it: 99 of 100 are faster.',
    noValue: 'No messages lately',
    queries: [{ expr: quantile(0.99, 'meshobs_collector_end_to_end_seconds'), legend: 'p99', now: true }],
    unit: 's',
  }).thresholds(lagThresholds());

export const commitsNow = () =>
  askPrometheus(stat(), {
    id: 4,
    title: 'Commits',
    description:
      'How long a commit takes until it is safe on the disk: 99 of 100 are faster. Slow disks and SD cards show here.',
    noValue: 'No commits lately',
    queries: [{ expr: quantile(0.99, 'meshobs_collector_commit_duration_seconds'), legend: 'p99', now: true }],
    unit: 's',
  }).thresholds(commitThresholds());

export const databaseNow = () =>
  askPrometheus(stat(), {
    id: 5,
    title: 'Database',
    description: 'Size of the database file. It grows until retention and growth are in balance.',
    queries: [{ expr: `sum(meshobs_collector_database_bytes{${CHOSEN}})`, legend: 'Size', now: true }],
    unit: 'bytes',
  });

export const memoryNow = () =>
  askPrometheus(stat(), {
    id: 6,
    title: 'Memory',
    description: 'Resident memory of the collector. Usually 150 to 300 MB; far more for long is worth a look.',
    queries: [
      { expr: `max(meshobs_collector_process_resident_memory_bytes{${CHOSEN}})`, legend: 'Resident', now: true },
    ],
    unit: 'bytes',
  }).thresholds(memoryThresholds());
