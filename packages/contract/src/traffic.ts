import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Units of a traffic query. */
export const trafficUnits = {
  packets: { title: 'Packets', description: 'Packets per interval' },
  bytes: { title: 'Bytes', description: 'Bytes per interval' },
  packets_per_minute: { title: 'Packets/min', description: 'Packets per minute, whatever the interval' },
  airtime: { title: 'Airtime', description: 'Share of the time that the packets occupy the channel, each sent once' },
  bytes_per_second: { title: 'Bytes/s', description: 'Bytes per second, whatever the interval' },
} as const satisfies Vocabulary;

export type TrafficUnit = keyof typeof trafficUnits;
export const trafficUnitNames = wordsOf(trafficUnits);

/** Groupings of a traffic query. */
export const trafficGroups = {
  port: { title: 'Port', description: 'PortNum of the packet' },
  channel: { title: 'Channel', description: 'Channel name' },
  gateway: { title: 'Gateway', description: 'Gateway that received it' },
  node: { title: 'Node', description: 'Node that sent it' },
  outcome: { title: 'Outcome', description: 'Decoded, undecryptable, duplicate …' },
  hops: { title: 'Hops', description: 'Number of relays on the way' },
} as const satisfies Vocabulary;

export type TrafficGroup = keyof typeof trafficGroups;
export const trafficGroupNames = wordsOf(trafficGroups);
