import type { QueryDefinition } from './query-definition.js';

export const events = {
  title: 'Events',
  description: 'New, silent, rebooted and renamed nodes; gateways up and down',
  answer: 'New, silent, rebooted and renamed nodes and the like: annotations and tables.',
  options: ['eventKinds'],
} as const satisfies QueryDefinition;
