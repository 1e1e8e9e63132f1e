import { COUNT_UNIT } from './units.js';
import type { Term } from './vocabulary.js';

/**
 * Metrics of `values` queries beside the telemetry of the catalog: one number per node, gateway, channel or collector,
 * derived by the collector. Names are stable: dashboards and alert rules hold them.
 */
export const valueEntities = ['node', 'gateway', 'channel', 'collector'] as const;
/** The kind of thing one number describes. */
export type ValueEntity = (typeof valueEntities)[number];

export interface DerivedMetric extends Term {
  readonly entity: ValueEntity;
  /** Grafana unit id. */
  readonly unit: string;
}

/** Charge as a share of the battery, not of a day: `percent` per day has no unit of its own in Grafana. */
const PERCENT_PER_DAY = 'suffix: %/d';

export const derivedMetrics = {
  node_silent_seconds: {
    entity: 'node',
    title: 'Silent for',
    description: 'Time since the node was last heard while it is silent by its own rhythm, else 0',
    unit: 's',
  },
  node_last_heard_age_seconds: {
    entity: 'node',
    title: 'Last heard',
    description: 'Time since the node was last heard',
    unit: 's',
  },
  node_reboots: {
    entity: 'node',
    title: 'Reboots',
    description: 'Number of times the uptime of the node fell in the range',
    unit: COUNT_UNIT,
  },
  node_key_changes: {
    entity: 'node',
    title: 'Key changes',
    description: 'Number of times the node announced another public key in the range',
    unit: COUNT_UNIT,
  },
  node_battery_change_per_day: {
    entity: 'node',
    title: 'Battery trend',
    description: 'Change of the charge per day over the range, since the node was last on external power',
    unit: PERCENT_PER_DAY,
  },
  node_battery_days_left: {
    entity: 'node',
    title: 'Battery days left',
    description: 'Days until the battery is empty if the charge keeps falling as it did over the range',
    unit: 'd',
  },
  node_best_snr: {
    entity: 'node',
    title: 'Best SNR',
    description: 'Highest SNR of all links of the node seen in the range, in either direction',
    unit: 'dB',
  },
  node_best_margin: {
    entity: 'node',
    title: 'Best margin',
    description:
      'Highest mean margin above the decoding limit of all links of the node with at least five readings, in either direction',
    unit: 'dB',
  },
  node_packets: {
    entity: 'node',
    title: 'Packets',
    description: 'Distinct packets of the node in the range (its last seven days, when the range is longer)',
    unit: COUNT_UNIT,
  },
  node_airtime_share: {
    entity: 'node',
    title: 'Airtime',
    description:
      'Share of the time in which the node occupied the channel, by the sizes of its packets and of those it was seen to relay, and the modem preset (its last seven days, when the range is longer)',
    unit: 'percentunit',
  },
  node_airtime_own_share: {
    entity: 'node',
    title: 'Own airtime',
    description: 'The part of the airtime that its own packets cause, each sent once',
    unit: 'percentunit',
  },
  node_airtime_habit_ratio: {
    entity: 'node',
    title: 'Times its habit',
    description:
      'Own airtime as a multiple of that in the seven days before the range; missing while less than a day of them is known',
    unit: 'suffix: ×',
  },
  gateway_silent_seconds: {
    entity: 'gateway',
    title: 'Gateway silent for',
    description: 'Time since the gateway last published while it is silent by its own rhythm, else 0',
    unit: 's',
  },
  gateway_last_seen_age_seconds: {
    entity: 'gateway',
    title: 'Gateway last seen',
    description: 'Time since the gateway last published anything',
    unit: 's',
  },
  channel_packets: {
    entity: 'channel',
    title: 'Channel packets',
    description: 'Distinct packets on the channel in the range',
    unit: COUNT_UNIT,
  },
  channel_undecryptable_packets: {
    entity: 'channel',
    title: 'Channel undecryptable packets',
    description: 'Packets on the channel in the range that no configured key can decrypt',
    unit: COUNT_UNIT,
  },
  channel_undecryptable_ratio: {
    entity: 'channel',
    title: 'Channel undecryptable share',
    description: 'Share of the packets on the channel in the range that no configured key can decrypt',
    unit: 'percentunit',
  },
  collector_queue_ratio: {
    entity: 'collector',
    title: 'Queue usage',
    description: 'Share of the queue for the database in use',
    unit: 'percentunit',
  },
  collector_lag_seconds: {
    entity: 'collector',
    title: 'Lag',
    description: 'From receipt of a message to its publication, p99 of the last full minute; grows while blocked',
    unit: 's',
  },
  collector_store_blocked: {
    entity: 'collector',
    title: 'Database blocked',
    description: '1 while the database cannot be written: the brokers keep the messages',
    unit: COUNT_UNIT,
  },
  collector_database_ratio: {
    entity: 'collector',
    title: 'Database usage',
    description: 'Share of DATABASE_MAX_MB or of the space the disk leaves, whichever is smaller',
    unit: 'percentunit',
  },
  collector_disk_ratio: {
    entity: 'collector',
    title: 'Disk usage',
    description: 'Size of the database as a share of its size plus the free space of its disk',
    unit: 'percentunit',
  },
  collector_last_message_age_seconds: {
    entity: 'collector',
    title: 'Last message',
    description: 'Time since any broker delivered a message; since the start if none did',
    unit: 's',
  },
  collector_mesh_silent_seconds: {
    entity: 'collector',
    title: 'Mesh silent for',
    description: 'Time since anything came from the mesh while that is unusually long for this mesh, else 0',
    unit: 's',
  },
  collector_broker_connected: {
    entity: 'collector',
    title: 'Broker connected',
    description: '1 while the collector is connected to the broker',
    unit: COUNT_UNIT,
  },
  collector_rejected_per_minute: {
    entity: 'collector',
    title: 'Rejected per minute',
    description: 'Messages that cannot become a packet, in the last full minute',
    unit: COUNT_UNIT,
  },
  collector_dropped_per_minute: {
    entity: 'collector',
    title: 'Dropped per minute',
    description: 'Packets that were decoded but not stored, in the last full minute',
    unit: COUNT_UNIT,
  },
} as const satisfies Readonly<Record<string, DerivedMetric>>;
export type DerivedName = keyof typeof derivedMetrics;
/** Derived metrics of one kind of thing; their names begin with it. */
export type DerivedOf<E extends ValueEntity> = Extract<DerivedName, `${E}_${string}`>;

export function isDerivedName(name: string): name is DerivedName {
  return Object.hasOwn(derivedMetrics, name);
}
