import type { QueryDefinition } from './query-definition.js';

export const gateways = {
  title: 'Gateways',
  description: 'Packets, nodes and share of each gateway',
  answer: 'One row per gateway: packets it received, packets only it received, its share.',
  options: ['includeSilent'],
  limit: { of: 'gateways', default: 500 },
} as const satisfies QueryDefinition;
