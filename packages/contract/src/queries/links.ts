import type { QueryDefinition } from './query-definition.js';

export const links = {
  title: 'Links',
  description: 'Which node heard which, with signal quality',
  answer: 'Which node heard which: a row per direction and kind of evidence.',
  options: ['linkKinds', 'thresholds'],
} as const satisfies QueryDefinition;
