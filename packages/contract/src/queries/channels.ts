import type { QueryDefinition } from './query-definition.js';

export const channels = {
  title: 'Channels',
  description: 'Traffic and encryption of each channel',
  answer: 'One row per channel: packets, nodes, gateways, messages, undecryptable packets, encryption.',
  options: [],
  limit: { of: 'channels', default: 200 },
} as const satisfies QueryDefinition;
