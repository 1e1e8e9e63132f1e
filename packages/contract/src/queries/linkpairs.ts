import type { QueryDefinition } from './query-definition.js';

export const linkpairs = {
  title: 'Bidirectional links',
  description: 'Both directions of a link in one row: asymmetric and one-way links',
  answer: 'Both directions of a link in one row: SNR there and back, their difference, one-way links.',
  options: ['linkKinds', 'thresholds'],
  limit: { of: 'links', default: 2000 },
  search: 'Part of the name or the id of a node at either end',
} as const satisfies QueryDefinition;
