import type { QueryDefinition } from './query-definition.js';

export const timeseries = {
  title: 'Time series',
  description: 'Telemetry of nodes over time',
  answer: 'Telemetry over time: a frame per node and metric (`timeseries-multi`), or per metric with `combine`.',
  options: ['metrics', 'aggregation', 'combine', 'seaLevel', 'legend', 'includeSilent', 'thresholds'],
  required: ['metrics'],
  initial: { metrics: ['device_battery_level'], aggregation: 'mean', thresholds: false },
  limit: { of: 'series', default: 200 },
  legend: ['node', 'shortName', 'longName', 'metric', 'role'],
} as const satisfies QueryDefinition;
