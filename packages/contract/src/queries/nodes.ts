import type { QueryDefinition } from './query-definition.js';

export const nodes = {
  title: 'Nodes',
  description: 'One row per node as it is now: maps, tables, node lists',
  answer: 'One row per node as it is now; `metrics` adds columns.',
  options: ['metrics', 'includeSilent', 'thresholds'],
  limit: { of: 'nodes', default: 5000 },
  search: 'Part of a name or an id',
} as const satisfies QueryDefinition;
