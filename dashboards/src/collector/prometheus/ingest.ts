/** From the broker to the database. */
import { askPrometheus, CHOSEN, type PromQuery } from '../../foundation/prometheus.js';
import { steadyLines } from '../../panels/timeSeries.js';

const perSecond = (metric: string, by = '') =>
  `sum${by === '' ? '' : ` by (${by})`} (rate(${metric}{${CHOSEN}}[$__rate_interval]))`;

const quantiles = (histogram: string): PromQuery[] =>
  [0.5, 0.99].map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket{${CHOSEN}}[$__rate_interval])))`,
    legend: share === 0.5 ? 'Half are faster' : '99 of 100 are faster',
  }));

export const received = () =>
  askPrometheus(steadyLines(), {
    id: 10,
    title: 'Messages',
    description:
      'MQTT messages taken from the brokers, packets and copies that were new, and what was stored already (redeliveries, replays).',
    queries: [
      { expr: perSecond('meshobs_collector_messages_received_total'), legend: 'Received' },
      { expr: perSecond('meshobs_collector_packets_stored_total'), legend: 'New packets' },
      { expr: perSecond('meshobs_collector_receptions_stored_total'), legend: 'Copies stored' },
      { expr: perSecond('meshobs_collector_duplicates_total'), legend: 'Stored already' },
    ],
    unit: 'mps',
  }).min(0);

export const refused = () =>
  askPrometheus(steadyLines(), {
    id: 11,
    title: 'Rejected and dropped',
    description:
      'Messages that are no packet (rejected), and packets not stored on purpose or for want of room (dropped), by reason. Dropped for "queue" is a collector that is too slow.',
    noValue: 'Nothing was rejected or dropped',
    queries: [
      { expr: perSecond('meshobs_collector_messages_rejected_total', 'reason'), legend: 'rejected: {{reason}}' },
      { expr: perSecond('meshobs_collector_packets_dropped_total', 'reason'), legend: 'dropped: {{reason}}' },
    ],
    unit: 'mps',
  }).min(0);

export const queue = () =>
  askPrometheus(steadyLines(), {
    id: 12,
    title: 'Queue',
    description: 'Messages that wait for the database. Peaks are normal after a reconnection, a slope is not.',
    queries: [{ expr: `sum(meshobs_collector_queue_depth{${CHOSEN}})`, legend: 'Waiting' }],
    unit: 'short',
  }).min(0);

export const endToEnd = () =>
  askPrometheus(steadyLines(), {
    id: 13,
    title: 'Lag',
    description: 'Time from the receipt of a message to its publication to dashboards and live streams.',
    noValue: 'No messages in this time range',
    queries: quantiles('meshobs_collector_end_to_end_seconds'),
    unit: 's',
  }).min(0);

export const commitTime = () =>
  askPrometheus(steadyLines(), {
    id: 14,
    title: 'Time of a commit',
    description: 'How long a commit takes until it is durable. Tens of milliseconds on an SD card, fewer on an SSD.',
    noValue: 'No commits in this time range',
    queries: quantiles('meshobs_collector_commit_duration_seconds'),
    unit: 's',
  }).min(0);

export const commitSize = () =>
  askPrometheus(steadyLines(), {
    id: 15,
    title: 'Messages per commit',
    description:
      'How many messages share a commit. It grows by itself when much comes in, which is how the collector keeps up.',
    noValue: 'No commits in this time range',
    queries: [
      {
        expr: `${perSecond('meshobs_collector_commit_messages_sum')} / ${perSecond('meshobs_collector_commit_messages_count')}`,
        legend: 'Messages per commit',
      },
      { expr: perSecond('meshobs_collector_commit_messages_count'), legend: 'Commits per second' },
    ],
    unit: 'short',
  }).min(0);
