import type { QueryDefinition } from './query-definition.js';

export const findings = {
  title: 'Findings',
  description: 'Weaknesses of security and privacy',
  answer: 'Weaknesses of security and privacy, the most severe first. See below.',
  options: ['findingKinds'],
  limit: { of: 'findings', default: 1000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;
