import type { QueryDefinition } from './query-definition.js';

export const positions = {
  title: 'Positions',
  description: 'Positions of nodes over time: tracks on a map',
  answer: 'Positions over time: rows by node and time, thinned to `maxDataPoints` per node.',
  options: [],
} as const satisfies QueryDefinition;
