import type { QueryDefinition } from './query-definition.js';

export const stat = {
  title: 'Single value',
  description: 'One number over the time range, or now',
  answer: 'One number over the range, or now (`numeric-multi`).',
  options: ['stat', 'linkKinds', 'eventKinds', 'legend', 'thresholds'],
  initial: { stat: 'nodes_online' },
} as const satisfies QueryDefinition;
