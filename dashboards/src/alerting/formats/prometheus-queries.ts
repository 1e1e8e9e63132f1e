import type { AlertRule } from '../rule.js';
import { HOUR } from '../seconds.js';
import { reduce, threshold, type RuleQuery } from './expressions.js';

export const JOB = 'mesh-observatory';
const DATA_SOURCE = { type: 'prometheus', uid: 'mesh-prometheus' };

/**
 * The value, and one more series that never fires while Prometheus reaches the collector. Many values are no series at all
 * when all is well; without the second one, a failed scrape would look the same and end the alerts.
 */
const withAnswer = (value: string, limit: number) => `(${value}) or max(up{job="${JOB}"} == 1) * ${limit}`;

/** A = the value now, B = one number each, C = condition. */
export function prometheusQueries({ prometheus, absenceFires }: AlertRule): RuleQuery[] {
  const { comparison, threshold: limit } = prometheus;
  const value = absenceFires === true ? prometheus.value : withAnswer(prometheus.value, limit);
  return [
    {
      refId: 'A',
      datasourceUid: DATA_SOURCE.uid,
      relativeTimeRange: { from: HOUR, to: 0 },
      model: { refId: 'A', datasource: DATA_SOURCE, expr: value, instant: true, range: false, editorMode: 'code' },
    },
    reduce('B', 'A'),
    threshold('C', 'B', comparison, limit),
  ];
}
