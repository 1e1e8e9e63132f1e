/** Recording rules: expressions that dashboards and alerts share, evaluated once by Prometheus. */
export interface RecordingGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly { readonly record: string; readonly expr: string }[];
}

const quantile = (share: number, histogram: string) =>
  `histogram_quantile(${share}, sum by (job, instance, le) (rate(${histogram}_bucket[5m])))`;

const rate = (by: string, counter: string) => `sum by (job, instance${by}) (rate(${counter}[5m]))`;

/** A link has two ends, and each of them is a node whose links are looked for. */
const end = (label: string) => `label_replace(meshtastic_link_margin_decibels, "node_id", "$1", "${label}", "(.+)")`;

const NODE = 'on (job, instance, node_id)';
const onBattery = `meshtastic_device_battery_level_ratio unless ${NODE} (meshtastic_device_powered == 1)`;
/** Over less than two days and nights, the night of a solar node would look like a trend. */
const longEnough = `(meshtastic_device_battery_level_ratio offset 2d)`;
const changePerDay = 'node_id:meshtastic_device_battery:change_per_day';
/** Ratio per day; what falls more slowly is flat. */
const FLAT = 0.001;

const database = 'meshobs_collector_database_bytes + meshobs_collector_database_wal_bytes';

export const recordingGroups: readonly RecordingGroup[] = [
  {
    name: 'mesh-recording-collector',
    intervalSeconds: 60,
    rules: [
      {
        record: 'instance:meshobs_collector_messages_received:rate5m',
        expr: rate('', 'meshobs_collector_messages_received_total'),
      },
      {
        record: 'instance:meshobs_collector_packets_stored:rate5m',
        expr: rate('', 'meshobs_collector_packets_stored_total'),
      },
      { record: 'instance:meshobs_collector_duplicates:rate5m', expr: rate('', 'meshobs_collector_duplicates_total') },
      {
        record: 'instance_reason:meshobs_collector_messages_rejected:rate5m',
        expr: rate(', reason', 'meshobs_collector_messages_rejected_total'),
      },
      {
        record: 'instance_reason:meshobs_collector_packets_dropped:rate5m',
        expr: rate(', reason', 'meshobs_collector_packets_dropped_total'),
      },
      { record: 'instance_port:meshtastic_packets:rate5m', expr: rate(', port', 'meshtastic_packets_total') },
      {
        record: 'instance:meshobs_collector_commit_duration_seconds:p99_5m',
        expr: quantile(0.99, 'meshobs_collector_commit_duration_seconds'),
      },
      {
        record: 'instance:meshobs_collector_end_to_end_seconds:p50_5m',
        expr: quantile(0.5, 'meshobs_collector_end_to_end_seconds'),
      },
      {
        record: 'instance:meshobs_collector_end_to_end_seconds:p99_5m',
        expr: quantile(0.99, 'meshobs_collector_end_to_end_seconds'),
      },
      {
        record: 'instance:meshobs_collector_queue:ratio',
        expr: 'meshobs_collector_queue_depth / meshobs_collector_queue_capacity',
      },
      {
        record: 'instance:meshobs_collector_database:ratio',
        expr: `(${database}) / (${database} + meshobs_collector_disk_free_bytes)`,
      },
      {
        record: 'instance_channel:meshobs_collector_undecryptable_packets:increase1h',
        expr: 'sum by (job, instance, channel) (increase(meshobs_collector_undecryptable_packets_total[1h]))',
      },
      {
        record: 'instance_channel:meshobs_collector_undecryptable_packets:increase1d',
        expr: 'sum by (job, instance, channel) (increase(meshobs_collector_undecryptable_packets_total[1d]))',
      },
    ],
  },
  {
    name: 'mesh-recording-nodes',
    // Well below the five minutes after which Prometheus takes a value for gone.
    intervalSeconds: 120,
    rules: [
      {
        record: 'node_id:meshtastic_link_margin_decibels:max',
        expr: `max by (job, instance, node_id) (${end('from_id')} or ${end('to_id')})`,
      },
      {
        record: changePerDay,
        expr: `deriv(meshtastic_device_battery_level_ratio[3d]) * 86400 and ${NODE} ${longEnough} and ${NODE} (${onBattery})`,
      },
      {
        record: 'node_id:meshtastic_device_battery:days_left',
        expr: `meshtastic_device_battery_level_ratio / - (${changePerDay} < - ${FLAT})`,
      },
    ],
  },
];
