import type { QueryDefinition } from './query-definition.js';

export const messages = {
  title: 'Messages',
  description: 'Texts, alerts and sensor messages',
  answer: 'Texts, alerts and sensor messages; as log lines with `format: logs`.',
  options: ['format'],
  limit: { of: 'messages', default: 1000 },
  search: 'Part of the text',
} as const satisfies QueryDefinition;
