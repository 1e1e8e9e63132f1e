import type { QueryDefinition } from './query-definition.js';

export const collector = {
  title: 'Collector',
  description: 'Health of the collector itself, minute by minute',
  answer: 'Health of the collector itself, minute by minute (`timeseries-multi`). See below.',
  options: ['metrics', 'aggregation', 'legend'],
  required: ['metrics'],
  initial: { metrics: ['lag_p99_seconds'] },
  legend: ['metric'],
} as const satisfies QueryDefinition;
