import type { QueryDefinition } from './query-definition.js';

export const packets = {
  title: 'Packets',
  description: 'Every packet with its receptions',
  answer: 'Every packet with its receptions by gateways; as log lines with `format: logs`.',
  options: ['format', 'thresholds'],
  limit: { of: 'packets', default: 1000 },
  search: 'Part of the summary of a packet',
} as const satisfies QueryDefinition;
