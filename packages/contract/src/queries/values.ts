import type { QueryDefinition } from './query-definition.js';

export const values = {
  title: 'Values',
  description: 'One number per node, gateway or channel: alert rules, bar gauges, rankings',
  answer:
    'One number per node, gateway, channel or broker (`numeric-long`): a frame per metric, labels as text fields. See below.',
  options: ['metrics', 'linkKinds', 'includeSilent', 'thresholds'],
  required: ['metrics'],
  initial: { metrics: ['node_silent_seconds'] },
  limit: { of: 'values', default: 5000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;
