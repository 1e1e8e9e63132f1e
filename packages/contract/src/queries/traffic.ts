import type { QueryDefinition } from './query-definition.js';

export const traffic = {
  title: 'Traffic',
  description: 'Packets, bytes or airtime over time, grouped by port, channel, gateway …',
  answer: 'Packets, bytes or airtime over time by port, channel, gateway, node, outcome or hops.',
  options: ['trafficBy', 'trafficUnit', 'legend'],
  initial: { trafficBy: 'port', trafficUnit: 'packets' },
  limit: { of: 'series', default: 30 },
  legend: ['port', 'channel', 'gateway', 'node', 'shortName', 'longName', 'outcome', 'hops'],
} as const satisfies QueryDefinition;
