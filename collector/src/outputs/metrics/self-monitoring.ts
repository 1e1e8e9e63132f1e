import { readingFaultNames } from '@mesh-observatory/contract/readings';
import type { BrokerStatus, DropReason, RejectReason } from '../../model.js';
import { labelText } from './label-text.js';
import { secondsOf, single, type MetricSpec, type Sample } from './metric-spec.js';
import type { Scrape } from './scrape.js';

const PREFIX = 'meshobs_collector_';
const SINCE_START = 'Since the collector started.';

const gauge = (name: string, help: string, read: (scrape: Scrape) => number | null) =>
  single('gauge', PREFIX + name, help, read);
const counter = (name: string, help: string, read: (scrape: Scrape) => number | null) =>
  single('counter', PREFIX + name, `${help} ${SINCE_START}`, read);

/** Complete, so that each series exists from the first scrape on and a rate over it is right. */
const rejectReasons: Readonly<Record<RejectReason, true>> = {
  topic: true,
  command: true,
  oversize: true,
  empty_payload: true,
  malformed: true,
  no_packet: true,
  bad_gateway: true,
  bad_sender: true,
  unsupported: true,
};
const dropReasons: Readonly<Record<DropReason, true>> = {
  geo_filter: true,
  node_denied: true,
  node_not_allowed: true,
  flood: true,
  not_ok_to_mqtt: true,
  shed: true,
  failed: true,
};

function* byReason<R extends string>(
  reasons: Readonly<Record<R, true>>,
  counts: Readonly<Partial<Record<R, number>>>,
): Generator<Sample> {
  for (const reason of Object.keys(reasons) as R[]) yield { labels: { reason }, value: counts[reason] ?? 0 };
}

function perBroker(
  type: MetricSpec['type'],
  name: string,
  help: string,
  read: (broker: BrokerStatus) => number | null,
): MetricSpec {
  return {
    name: `${PREFIX}broker_${name}`,
    help: type === 'counter' ? `${help} ${SINCE_START}` : help,
    type,
    labels: ['broker'],
    *collect({ brokers }) {
      for (const broker of brokers) {
        const value = read(broker);
        if (value !== null) yield { labels: { broker: labelText(broker.name) }, value };
      }
    },
  };
}

const pipelineMetrics: readonly MetricSpec[] = [
  counter('messages_received_total', 'MQTT messages taken from the brokers.', ({ pipeline }) => pipeline.received),
  counter('packets_stored_total', 'New packets stored.', ({ pipeline }) => pipeline.stored),
  counter(
    'receptions_stored_total',
    'Receptions stored: copies of packets, one per gateway that heard them.',
    ({ pipeline }) => pipeline.receptions,
  ),
  counter(
    'duplicates_total',
    'Messages that were already stored: redeliveries and replays.',
    ({ pipeline }) => pipeline.duplicates,
  ),
  {
    name: `${PREFIX}messages_rejected_total`,
    help: `Messages that are not valid packets, by reason. They are acknowledged. ${SINCE_START}`,
    type: 'counter',
    labels: ['reason'],
    collect: ({ pipeline }) => byReason(rejectReasons, pipeline.rejected),
  },
  {
    name: `${PREFIX}packets_dropped_total`,
    help: `Decoded packets that were not stored, by reason. ${SINCE_START}`,
    type: 'counter',
    labels: ['reason'],
    collect: ({ pipeline }) => byReason(dropReasons, pipeline.dropped),
  },
  {
    name: `${PREFIX}reading_problems_total`,
    help: `Readings outside the range of their metric. fault: clamped = the limit is stored; otherwise the metric is unknown until the next good reading. ${SINCE_START}`,
    type: 'counter',
    labels: ['metric', 'fault'],
    *collect({ pipeline }) {
      for (const [metric, counts] of Object.entries(pipeline.readingProblems ?? {})) {
        for (const fault of readingFaultNames) yield { labels: { metric, fault }, value: counts[fault] ?? 0 };
      }
    },
  },
  gauge('queue_depth', 'Messages waiting for the database.', ({ pipeline }) => pipeline.queueDepth),
  gauge('queue_capacity', 'Messages that may wait for the database.', ({ pipeline }) => pipeline.queueCapacity),
  gauge('ingesting', '1 = the collector takes messages from the brokers.', ({ pipeline }) =>
    Number(pipeline.ingesting),
  ),
  gauge('last_message_timestamp_seconds', 'When the last message was received.', ({ pipeline }) =>
    secondsOf(pipeline.lastMessageAt),
  ),
  gauge('last_commit_timestamp_seconds', 'When the last commit to the database ended.', ({ pipeline }) =>
    secondsOf(pipeline.lastCommitAt),
  ),
];

const brokerMetrics: readonly MetricSpec[] = [
  perBroker('gauge', 'connected', '1 = connected.', ({ state }) => Number(state === 'connected')),
  perBroker('counter', 'reconnects_total', 'Reconnections after a lost connection.', ({ reconnects }) => reconnects),
  perBroker('counter', 'messages_received_total', 'MQTT messages taken from this broker.', ({ received }) => received),
  perBroker(
    'gauge',
    'last_message_timestamp_seconds',
    'When the last message was received from this broker.',
    ({ lastMessageAt }) => secondsOf(lastMessageAt),
  ),
];

const storeMetrics: readonly MetricSpec[] = [
  gauge(
    'store_blocked',
    '1 = the database cannot be written: nothing is acknowledged, the brokers keep the messages.',
    ({ pipeline }) => Number(pipeline.blockedSince !== null),
  ),
  gauge(
    'store_blocked_since_timestamp_seconds',
    'When the database became unwritable; no sample while it is writable.',
    ({ pipeline }) => secondsOf(pipeline.blockedSince),
  ),
  gauge('database_bytes', 'Size of the database file.', ({ sizes }) => sizes.databaseBytes),
  gauge('database_wal_bytes', 'Size of the write-ahead log.', ({ sizes }) => sizes.walBytes),
  gauge('database_free_bytes', 'Free pages inside the database file.', ({ sizes }) => sizes.freeBytes),
  gauge('database_max_bytes', 'Configured maximum size of the database; 0 = none.', ({ sizes }) => sizes.maxBytes),
  gauge(
    'disk_free_bytes',
    'Free space of the file system that holds the database; no sample where it is unknown.',
    ({ sizes }) => sizes.diskFreeBytes,
  ),
  gauge('state_hit_ratio', 'Ratio of node lookups answered from memory.', ({ hitRate }) => hitRate),
];

const liveMetrics: readonly MetricSpec[] = [
  gauge('live_clients', 'Live stream clients connected.', ({ live }) => live.clients),
  gauge('live_clients_lagging', 'Live stream clients that read too slowly at the moment.', ({ live }) => live.lagging),
  gauge('live_buffered_bytes', 'Bytes buffered for live stream clients.', ({ live }) => live.bufferedBytes),
  counter('live_connections_total', 'Live stream connections accepted.', ({ live }) => live.connections),
  counter('live_connections_refused_total', 'Live stream connections refused.', ({ live }) => live.refused),
  counter('live_sent_messages_total', 'Messages sent to live stream clients.', ({ live }) => live.messages),
  counter('live_sent_bytes_total', 'Bytes sent to live stream clients.', ({ live }) => live.bytes),
  counter(
    'live_dropped_batches_total',
    'Batches skipped for clients that read too slowly.',
    ({ live }) => live.dropped,
  ),
  counter(
    'live_overflowed_changes_total',
    'Changes dropped because the live stream was overloaded.',
    ({ live }) => live.overflowed,
  ),
  counter(
    'live_slow_clients_closed_total',
    'Clients disconnected because they read too slowly.',
    ({ live }) => live.tooSlow,
  ),
];

const processMetrics: readonly MetricSpec[] = [
  {
    name: `${PREFIX}build_info`,
    help: 'Version of the collector; always 1.',
    type: 'gauge',
    labels: ['version'],
    collect: ({ version }) => [{ labels: { version: labelText(version) }, value: 1 }],
  },
  gauge('simulated', '1 = the mesh is simulated.', ({ simulated }) => Number(simulated)),
];

/** Metrics of the collector itself: pipeline, brokers, store, live stream, process. */
export const selfMonitoringMetrics: readonly MetricSpec[] = [
  ...pipelineMetrics,
  ...brokerMetrics,
  ...storeMetrics,
  ...liveMetrics,
  ...processMetrics,
];
