import { COUNT_UNIT } from './units.js';
import { wordsOf, type Term } from './vocabulary.js';

interface StatTerm extends Term {
  /** Grafana unit id. */
  readonly unit: string;
  readonly decimals: number;
}

/** Single values: one number over the time range, or now. */
export const stats = {
  nodes_total: { title: 'Nodes', description: 'All nodes ever heard', unit: COUNT_UNIT, decimals: 0 },
  nodes_online: {
    title: 'Nodes online now',
    description: 'Heard lately; late ones included',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  nodes_late: {
    title: 'Nodes late now',
    description: 'Not heard for more than about two of their usual intervals, and not silent yet',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  nodes_silent: {
    title: 'Nodes silent now',
    description: 'Not heard for several times their usual interval',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  nodes_unknown: {
    title: 'Nodes not heard since start',
    description: 'Not heard since the collector started or could hear again, and not silent yet',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  gateways_online: {
    title: 'Gateways online now',
    description: 'Gateways that are publishing; late ones included',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  gateways_late: {
    title: 'Gateways late now',
    description: 'Gateways that publish less often than usual, and are not silent yet',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  gateways_silent: {
    title: 'Gateways silent now',
    description: 'Gateways that have published nothing for several times their usual interval',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  gateways_unknown: {
    title: 'Gateways not heard since start',
    description: 'Gateways that have published nothing since the collector started or could hear again',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  gateways_total: { title: 'Gateways', description: 'All gateways that ever published', unit: COUNT_UNIT, decimals: 0 },
  packets: { title: 'Packets', description: 'Distinct packets in the range', unit: COUNT_UNIT, decimals: 0 },
  packets_per_minute: {
    title: 'Packets per minute',
    description: 'Mean rate over the part of the range that traffic is known of',
    unit: COUNT_UNIT,
    decimals: 1,
  },
  receptions: {
    title: 'Receptions',
    description: 'Copies of packets received by all gateways',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  duplicates_per_packet: {
    title: 'Duplicates per packet',
    description: 'Additional copies of a packet, on average',
    unit: COUNT_UNIT,
    decimals: 2,
  },
  undecryptable: {
    title: 'Undecryptable packets',
    description: 'Packets no configured key can decrypt',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  undecryptable_ratio: {
    title: 'Undecryptable share',
    description: 'Share of all packets in the range',
    unit: 'percentunit',
    decimals: 1,
  },
  messages: { title: 'Messages', description: 'Messages in the range', unit: COUNT_UNIT, decimals: 0 },
  links: { title: 'Links', description: 'Links seen in the range', unit: COUNT_UNIT, decimals: 0 },
  events: { title: 'Events', description: 'Events in the range', unit: COUNT_UNIT, decimals: 0 },
  channel_utilization_max: {
    title: 'Highest channel utilization',
    description: 'Highest reading of any node in the range',
    unit: 'percent',
    decimals: 1,
  },
  channel_utilization_mean: {
    title: 'Mean channel utilization',
    description: 'Mean of all readings in the range',
    unit: 'percent',
    decimals: 1,
  },
  air_util_tx_max: {
    title: 'Highest transmit airtime',
    description: 'Highest air_util_tx of any node in the range',
    unit: 'percent',
    decimals: 1,
  },
  duty_cycle: {
    title: 'Duty cycle',
    description: 'Share of an hour that a station of the region may transmit; none where there is no limit',
    unit: 'percent',
    decimals: 0,
  },
  battery_low: {
    title: 'Batteries low now',
    description: 'Nodes whose latest reading of the last day is below 20 %, without external power',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  last_packet_age: {
    title: 'Age of the last packet',
    description: 'Seconds since any packet was received',
    unit: 's',
    decimals: 0,
  },
} as const satisfies Readonly<Record<string, StatTerm>>;

export type StatName = keyof typeof stats;
export const statNames = wordsOf(stats);
