import type { QueryDefinition } from './query-definition.js';

export const signal = {
  title: 'Signal',
  description: 'Signal of direct receptions over time, per gateway and node',
  answer:
    'Signal of direct receptions over time: mean SNR, or margin above the decoding limit with `metrics: [margin]`, or RSSI with `metrics: [rssi]`; a frame per pair of gateway and node.',
  options: ['metrics', 'legend', 'thresholds'],
  initial: { metrics: ['snr'], thresholds: false },
  limit: { of: 'pairs of node and gateway', default: 20 },
  legend: ['node', 'shortName', 'longName', 'role', 'gateway', 'gatewayShortName', 'gatewayLongName', 'title'],
} as const satisfies QueryDefinition;
