/** From the broker to the database. */
import { withPromQueries, CHOSEN, type PromQuery } from '../../foundation/prometheus.js';
import { steadyLines } from '../../panels/timeSeries.js';

const perSecond = (metric: string, by = '') =>
  `sum${by === '' ? '' : ` by (${by})`} (rate(${metric}{${CHOSEN}}[$__rate_interval]))`;

const quantiles = (histogram: string): PromQuery[] =>
  [0.5, 0.99].map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket{${CHOSEN}}[$__rate_interval])))`,
    legend: share === 0.5 ? 'Half are faster' : '99 of 100 are faster',
  }));

export const received = () =>
  withPromQueries(steadyLines(), {
    id: 10,
    title: 'Messages',
    description:
      'MQTT messages received from the brokers, new packets, additional receptions, and messages already stored (redeliveries, replays).',
    queries: [
      { expr: perSecond('meshobs_collector_messages_received_total'), legend: 'Received' },
      { expr: perSecond('meshobs_collector_packets_stored_total'), legend: 'New packets' },
      { expr: perSecond('meshobs_collector_receptions_stored_total'), legend: 'Additional receptions' },
      { expr: perSecond('meshobs_collector_duplicates_total'), legend: 'Already stored' },
    ],
    unit: 'mps',
  }).min(0);

export const refused = () =>
  withPromQueries(steadyLines(), {
    id: 11,
    title: 'Rejected and dropped',
    description:
      'Messages that are not packets (rejected), and packets not stored because of a filter or a full queue (dropped), by reason. Drops for "queue" mean the collector is too slow.',
    noValue: 'No data',
    queries: [
      { expr: perSecond('meshobs_collector_messages_rejected_total', 'reason'), legend: 'rejected: {{reason}}' },
      { expr: perSecond('meshobs_collector_packets_dropped_total', 'reason'), legend: 'dropped: {{reason}}' },
    ],
    unit: 'mps',
  }).min(0);

export const queue = () =>
  withPromQueries(steadyLines(), {
    id: 12,
    title: 'Queue',
    description: 'Messages waiting for the database. Peaks are normal after a reconnect, a steady rise is not.',
    queries: [{ expr: `sum(meshobs_collector_queue_depth{${CHOSEN}})`, legend: 'Waiting' }],
    unit: 'locale',
  }).min(0);

export const endToEnd = () =>
  withPromQueries(steadyLines(), {
    id: 13,
    title: 'Lag',
    description: 'Time from receipt of a message to its publication to dashboards and live streams.',
    noValue: 'No data in this time range',
    queries: quantiles('meshobs_collector_end_to_end_seconds'),
    unit: 's',
  }).min(0);

export const commitTime = () =>
  withPromQueries(steadyLines(), {
    id: 14,
    title: 'Commit duration',
    description: 'Time until a commit is durable. Tens of milliseconds on an SD card, less on an SSD.',
    noValue: 'No data in this time range',
    queries: quantiles('meshobs_collector_commit_duration_seconds'),
    unit: 's',
  }).min(0);

export const commitSize = () =>
  withPromQueries(steadyLines(), {
    id: 15,
    title: 'Messages per commit',
    description: 'Messages per transaction. Batches grow with the load, which is how the collector keeps up.',
    noValue: 'No data in this time range',
    queries: [
      {
        expr: `${perSecond('meshobs_collector_commit_messages_sum')} / ${perSecond('meshobs_collector_commit_messages_count')}`,
        legend: 'Messages per commit',
      },
      { expr: perSecond('meshobs_collector_commit_messages_count'), legend: 'Commits per second' },
    ],
    unit: 'locale',
  }).min(0);
