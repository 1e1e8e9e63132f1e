import type { AlertRule } from '../rule.js';
import { HOUR } from '../seconds.js';
import { reduce, threshold, type RuleQuery } from './expressions.js';

const DATA_SOURCE = { type: 'prometheus', uid: 'mesh-prometheus' };

/** A = the value now, B = one number each, C = condition. */
export function prometheusQueries({ prometheus }: AlertRule): RuleQuery[] {
  const { value, comparison, threshold: limit } = prometheus;
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
