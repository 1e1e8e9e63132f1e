import type { QueryDefinition } from './query-definition.js';

export const signal = {
  title: 'Signal',
  description: 'Signal of direct receptions over time, per gateway and node',
  answer:
    'Signal of direct receptions over time: mean SNR, or RSSI with `metrics: [rssi]`; a frame per pair of gateway and node.',
  options: ['metrics', 'legend', 'thresholds'],
} as const satisfies QueryDefinition;
