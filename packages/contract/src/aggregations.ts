import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Functions that combine the readings of one interval into one point. */
export const aggregations = {
  mean: { title: 'Mean', description: 'Average per interval' },
  min: { title: 'Minimum', description: 'Lowest per interval' },
  max: { title: 'Maximum', description: 'Highest per interval' },
  last: { title: 'Last', description: 'Newest per interval' },
  sum: { title: 'Sum', description: 'Total per interval' },
  count: { title: 'Count', description: 'Number of readings per interval' },
  rate_per_minute: { title: 'Rate per minute', description: 'Increase of a counter per minute, one series per node' },
} as const satisfies Vocabulary;

export type Aggregation = keyof typeof aggregations;
export const aggregationNames = wordsOf(aggregations);
