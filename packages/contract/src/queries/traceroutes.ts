import type { QueryDefinition } from './query-definition.js';

export const traceroutes = {
  title: 'Traceroutes',
  description: 'Routes there and back with the signal of each hop',
  answer: 'Routes there and back; a second frame `hops` has a row per hop.',
  options: ['thresholds'],
  limit: { of: 'traceroutes', default: 500 },
} as const satisfies QueryDefinition;
