import type { QueryDefinition } from './query-definition.js';

export const traffic = {
  title: 'Traffic',
  description: 'Packets or bytes over time, grouped by port, channel, gateway …',
  answer: 'Packets or bytes over time by port, channel, gateway, node, outcome or hops.',
  options: ['trafficBy', 'trafficUnit', 'legend'],
  initial: { trafficBy: 'port', trafficUnit: 'packets' },
  limit: { of: 'series', default: 30 },
  legend: ['port', 'channel', 'gateway', 'node', 'shortName', 'longName', 'outcome', 'hops'],
} as const satisfies QueryDefinition;
