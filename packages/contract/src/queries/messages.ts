import type { QueryDefinition } from './query-definition.js';

export const messages = {
  title: 'Messages',
  description: 'Texts, alerts and sensor messages',
  answer: 'Texts, alerts and sensor messages; as log lines with `format: logs`.',
  options: ['format'],
} as const satisfies QueryDefinition;
