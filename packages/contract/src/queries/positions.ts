import type { QueryDefinition } from './query-definition.js';

export const positions = {
  title: 'Positions',
  description: 'Positions of nodes over time: tracks on a map',
  answer: 'Positions over time: rows by node and time, thinned to `maxDataPoints` per node.',
  options: [],
  limit: { of: 'positions', default: 20_000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;
