import type { QueryDefinition } from './query-definition.js';

export const events = {
  title: 'Events',
  description: 'New, silent, rebooted and renamed nodes; gateways up and down',
  answer: 'New, silent, rebooted and renamed nodes and the like: annotations and tables.',
  options: ['eventKinds'],
  limit: { of: 'events', default: 1000 },
  search: 'Part of the title or the text',
} as const satisfies QueryDefinition;
