import type { QueryDefinition } from './query-definition.js';

export const timeseries = {
  title: 'Time series',
  description: 'Telemetry of nodes over time',
  answer: 'Telemetry over time: a frame per node and metric (`timeseries-multi`), or per metric with `combine`.',
  options: ['metrics', 'aggregation', 'combine', 'legend', 'includeSilent', 'thresholds'],
  required: ['metrics'],
} as const satisfies QueryDefinition;
