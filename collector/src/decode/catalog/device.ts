import { rowsOf, units } from './row.js';

const { percent, volts, seconds, number, bytes, dBm } = units;
const counter = { kind: 'counter' } as const;
/** Fields without presence of which 0 is no possible value. */
const notSet = { zero: 'absent' } as const;

/** DeviceMetrics: battery, airtime and uptime of a node. */
export const deviceRows = rowsOf('device', (add) => [
  add('battery_level', 'Battery level', percent, 'Charge of the battery; absent while on external power'),
  add('powered', 'External power', number, '1 on external power or without a battery, 0 on battery', {
    derived: true,
    kind: 'state',
    max: 1,
  }),
  add('voltage', 'Battery voltage', volts, 'Voltage of the battery', { min: 0, max: 100 }),
  add('channel_utilization', 'Channel utilization', percent, 'Share of the last minute the channel was busy'),
  add('air_util_tx', 'Transmit airtime', percent, 'Share of the last hour this node was transmitting'),
  add('uptime_seconds', 'Uptime', seconds, 'Time since the last restart'),
]);

/** Radio counters since boot. Nodes send them to their own phone or on request. */
export const localStatsRows = rowsOf('local_stats', (add) => [
  add('uptime_seconds', 'Uptime (local stats)', seconds, 'Time since the last restart', notSet),
  add(
    'channel_utilization',
    'Channel utilization (local stats)',
    percent,
    'Share of the last minute the channel was busy',
  ),
  add('air_util_tx', 'Transmit airtime (local stats)', percent, 'Share of the last hour this node was transmitting'),
  add('num_packets_tx', 'Packets sent', number, 'Packets transmitted since boot', counter),
  add('num_packets_rx', 'Packets received', number, 'Packets received since boot, good and bad', counter),
  add('num_packets_rx_bad', 'Bad packets received', number, 'Malformed packets received since boot', counter),
  add('num_online_nodes', 'Nodes online', number, 'Nodes heard in the last two hours'),
  add('num_total_nodes', 'Nodes known', number, 'Nodes in the node table'),
  add('num_rx_dupe', 'Duplicates received', number, 'Packets received again since boot', counter),
  add('num_tx_relay', 'Packets relayed', number, 'Packets retransmitted for others since boot', counter),
  add('num_tx_relay_canceled', 'Relays canceled', number, 'Relays dropped because another node was faster', counter),
  add('heap_total_bytes', 'Heap size', bytes, 'Size of the heap', notSet),
  add('heap_free_bytes', 'Heap free', bytes, 'Free bytes of the heap', notSet),
  add('num_tx_dropped', 'Packets dropped', number, 'Packets not sent because the queue was full', counter),
  add('noise_floor', 'Noise floor', dBm, 'Noise the radio measures on its frequency', {
    max: -1,
    tolerance: 0,
    ...notSet,
  }),
]);

/** Linux nodes (meshtasticd). */
export const hostRows = rowsOf('host', (add) => [
  add('uptime_seconds', 'Host uptime', seconds, 'Time since the host started', notSet),
  add('freemem_bytes', 'Host memory free', bytes, 'Free memory of the host', notSet),
  add('diskfree1_bytes', 'Disk free /', bytes, 'Free bytes of the root file system'),
  add('diskfree2_bytes', 'Disk free (2)', bytes, 'Free bytes of the second file system'),
  add('diskfree3_bytes', 'Disk free (3)', bytes, 'Free bytes of the third file system'),
  add('load1', 'Load, 1 min', number, 'Load average over one minute', { scale: 0.01, max: 10_000 }),
  add('load5', 'Load, 5 min', number, 'Load average over five minutes', { scale: 0.01, max: 10_000 }),
  add('load15', 'Load, 15 min', number, 'Load average over fifteen minutes', { scale: 0.01, max: 10_000 }),
]);

/** Telemetry variant 9, newer than protobufs 2.7.18. */
export const trafficManagementRows = rowsOf('traffic_management', (add) => {
  const at = (no: number) => ({ kind: 'counter', wire: { no, type: 'uint32' } }) as const;
  return [
    add('packets_inspected', 'Packets inspected', number, 'Packets inspected by traffic management', at(1)),
    add('position_dedup_drops', 'Position repeats dropped', number, 'Position packets dropped as repeats', at(2)),
    add('nodeinfo_cache_hits', 'NodeInfo from cache', number, 'NodeInfo requests answered from the cache', at(3)),
    add('rate_limit_drops', 'Rate-limit drops', number, 'Packets dropped by rate limiting', at(4)),
    add('unknown_packet_drops', 'Unknown packets dropped', number, 'Undecryptable packets dropped', at(5)),
    add('hop_exhausted_packets', 'Hops exhausted', number, 'Packets with no hops left', at(6)),
    add('router_hops_preserved', 'Router hops preserved', number, 'Times a router did not count a hop', at(7)),
  ];
});
