import type { QueryDefinition } from './query-definition.js';

export const findings = {
  title: 'Findings',
  description: 'Weaknesses of security and privacy',
  answer: 'Weaknesses of security and privacy, the most severe first. See below.',
  options: ['findingKinds'],
} as const satisfies QueryDefinition;
