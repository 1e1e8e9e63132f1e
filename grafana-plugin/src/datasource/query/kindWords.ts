import type { CollectorMetricName } from '@mesh-observatory/contract/collector-metrics';
import type { EventKind } from '@mesh-observatory/contract/event-kinds';
import type { FindingKind } from '@mesh-observatory/contract/findings';
import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { SignalMetric } from '@mesh-observatory/contract/signal';
import { lazily, t } from '../i18n';
import type { Word } from './words';

export const linkKindWords = lazily((): Record<LinkKind, Word> => ({
  neighbor: {
    label: t('words.link-kind.neighbor', 'Neighbour'),
    description: t('words.link-kind.neighbor-description', 'Reported by the receiver (neighbour info)'),
  },
  direct: {
    label: t('words.link-kind.direct', 'Direct'),
    description: t('words.link-kind.direct-description', 'Heard by a gateway without a relay'),
  },
  traceroute: {
    label: t('words.link-kind.traceroute', 'Traceroute'),
    description: t('words.link-kind.traceroute-description', 'A hop of a traceroute'),
  },
  relay: {
    label: t('words.link-kind.relay', 'Relay'),
    description: t('words.link-kind.relay-description', 'Relayed by a node that could be told apart'),
  },
}));

export const eventKindWords = lazily((): Record<EventKind, string> => ({
  node_new: t('words.event-kind.node_new', 'New node'),
  node_silent: t('words.event-kind.node_silent', 'Node silent'),
  node_back: t('words.event-kind.node_back', 'Node back'),
  reboot: t('words.event-kind.reboot', 'Reboot'),
  name_changed: t('words.event-kind.name_changed', 'Name changed'),
  role_changed: t('words.event-kind.role_changed', 'Role changed'),
  hardware_changed: t('words.event-kind.hardware_changed', 'Hardware changed'),
  firmware_changed: t('words.event-kind.firmware_changed', 'Firmware changed'),
  key_changed: t('words.event-kind.key_changed', 'Key changed'),
  key_shared: t('words.event-kind.key_shared', 'Key shared'),
  position_jump: t('words.event-kind.position_jump', 'Position jump'),
  gateway_up: t('words.event-kind.gateway_up', 'Gateway up'),
  gateway_down: t('words.event-kind.gateway_down', 'Gateway down'),
  flood: t('words.event-kind.flood', 'Flood'),
}));

export const findingKindWords = lazily((): Record<FindingKind, Word> => ({
  duplicate_key: {
    label: t('words.finding-kind.duplicate_key', 'Shared key'),
    description: t('words.finding-kind.duplicate_key-description', 'Several nodes with one public key'),
  },
  weak_key: {
    label: t('words.finding-kind.weak_key', 'Weak key'),
    description: t('words.finding-kind.weak_key-description', 'A public key that protects nothing'),
  },
  key_changed: {
    label: t('words.finding-kind.key_changed', 'Key changed'),
    description: t('words.finding-kind.key_changed-description', 'A node came with another public key'),
  },
  impersonation: {
    label: t('words.finding-kind.impersonation', 'Impersonation'),
    description: t('words.finding-kind.impersonation-description', 'Keys that take turns, names that belong to others'),
  },
  unencrypted_channel: {
    label: t('words.finding-kind.unencrypted_channel', 'Channel without encryption'),
    description: t('words.finding-kind.unencrypted_channel-description', 'Packets anybody can read'),
  },
  default_key_channel: {
    label: t('words.finding-kind.default_key_channel', 'Public channel'),
    description: t('words.finding-kind.default_key_channel-description', 'Packets with the key everybody has'),
  },
  precise_position_public: {
    label: t('words.finding-kind.precise_position_public', 'Precise position in public'),
    description: t('words.finding-kind.precise_position_public-description', 'Positions that find a house'),
  },
  readable_direct_message: {
    label: t('words.finding-kind.readable_direct_message', 'Readable direct message'),
    description: t('words.finding-kind.readable_direct_message-description', 'Texts to one node that all can read'),
  },
}));

export const collectorMetricWords = lazily((): Record<CollectorMetricName, Word> => ({
  received_per_second: {
    label: t('words.collector-metric.received_per_second', 'Messages received'),
    description: t('words.collector-metric.received_per_second-description', 'Per second, from the brokers'),
  },
  stored_per_second: {
    label: t('words.collector-metric.stored_per_second', 'Packets stored'),
    description: t('words.collector-metric.stored_per_second-description', 'Per second, not known before'),
  },
  duplicates_per_second: {
    label: t('words.collector-metric.duplicates_per_second', 'Duplicates'),
    description: t('words.collector-metric.duplicates_per_second-description', 'Per second: redeliveries, replays'),
  },
  rejected_per_second: {
    label: t('words.collector-metric.rejected_per_second', 'Messages rejected'),
    description: t('words.collector-metric.rejected_per_second-description', 'Per second, cannot become a packet'),
  },
  dropped_per_second: {
    label: t('words.collector-metric.dropped_per_second', 'Packets dropped'),
    description: t(
      'words.collector-metric.dropped_per_second-description',
      'Per second: filters, flood guard, a full queue',
    ),
  },
  queue_depth: {
    label: t('words.collector-metric.queue_depth', 'Queue'),
    description: t('words.collector-metric.queue_depth-description', 'Messages waiting for the database'),
  },
  commit_p99_seconds: {
    label: t('words.collector-metric.commit_p99_seconds', 'Commit (p99)'),
    description: t('words.collector-metric.commit_p99_seconds-description', 'How long commits took'),
  },
  lag_p99_seconds: {
    label: t('words.collector-metric.lag_p99_seconds', 'Lag (p99)'),
    description: t('words.collector-metric.lag_p99_seconds-description', 'From receipt to publication'),
  },
  database_bytes: {
    label: t('words.collector-metric.database_bytes', 'Database'),
    description: t('words.collector-metric.database_bytes-description', 'Size of the file'),
  },
  wal_bytes: {
    label: t('words.collector-metric.wal_bytes', 'Write-ahead log'),
    description: t('words.collector-metric.wal_bytes-description', 'Size of the log'),
  },
  live_clients: {
    label: t('words.collector-metric.live_clients', 'Live clients'),
    description: t('words.collector-metric.live_clients-description', 'Connections to the live stream'),
  },
  resident_memory_bytes: {
    label: t('words.collector-metric.resident_memory_bytes', 'Memory'),
    description: t('words.collector-metric.resident_memory_bytes-description', 'Of the process'),
  },
  cpu_ratio: {
    label: t('words.collector-metric.cpu_ratio', 'CPU'),
    description: t('words.collector-metric.cpu_ratio-description', '1 = one processor all the time'),
  },
  event_loop_lag_p99_seconds: {
    label: t('words.collector-metric.event_loop_lag_p99_seconds', 'Event loop lag (p99)'),
    description: t(
      'words.collector-metric.event_loop_lag_p99_seconds-description',
      'How late the process got to what was due',
    ),
  },
  brokers_connected: {
    label: t('words.collector-metric.brokers_connected', 'Brokers connected'),
    description: t('words.collector-metric.brokers_connected-description', 'Fewest within a point'),
  },
}));

export const signalMetricWords = lazily((): Record<SignalMetric, Word> => ({
  snr: {
    label: t('words.signal-metric.snr', 'SNR'),
    description: t('words.signal-metric.snr-description', 'Signal-to-noise ratio in dB'),
  },
  rssi: {
    label: t('words.signal-metric.rssi', 'RSSI'),
    description: t('words.signal-metric.rssi-description', 'Signal strength in dBm'),
  },
}));
