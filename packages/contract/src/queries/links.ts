import type { QueryDefinition } from './query-definition.js';

export const links = {
  title: 'Links',
  description: 'Which node heard which, with signal quality',
  answer: 'Which node heard which: a row per direction and kind of evidence.',
  options: ['linkKinds', 'thresholds'],
  limit: { of: 'links', default: 5000 },
  search: 'Part of the name or the id of a node at either end',
} as const satisfies QueryDefinition;
