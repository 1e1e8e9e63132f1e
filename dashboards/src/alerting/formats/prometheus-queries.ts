import type { AlertRule } from '../rule.js';
import { HOUR } from '../seconds.js';
import { reduce, threshold, type RuleQuery } from './expressions.js';

export const JOB = 'mesh-observatory';
const DATA_SOURCE = { type: 'prometheus', uid: 'mesh-prometheus' };

/**
 * Where nothing is wrong many values are no series at all. One more, which never fires, tells that from a scrape that failed:
 * then there is none, and alerts keep their state.
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
