import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { AlertRule, Comparison, MeshCondition, MeshQueryModel, Subject, Surge } from '../rule.js';
import { math, reduce, threshold, type RuleQuery } from './expressions.js';

const DATA_SOURCE = { type: 'meshobservatory-meshtastic-datasource', uid: 'mesh-observatory' };

function meshQuery(refId: string, query: MeshQueryModel, rangeSeconds: number): RuleQuery {
  return {
    refId,
    datasourceUid: DATA_SOURCE.uid,
    relativeTimeRange: { from: rangeSeconds, to: 0 },
    model: { refId, version: QUERY_VERSION, datasource: DATA_SOURCE, queryType: 'values', ...query },
  };
}

/** The value itself where it is far above its own past, else 0. Grafana writes results of other queries as `$B`. */
function surgeFormula({ rangeSeconds }: MeshCondition, { times, pastSeconds }: Surge): string {
  return `$B * ($B > $E * ${times} * ${rangeSeconds} / ${pastSeconds})`;
}

/** Result with the names, in its labels: see `templateFields`. */
export const NAMES = 'N';

/**
 * Grafana makes an alert of every row, keeps each of them and tells them apart by their labels. So only rows beyond the limit
 * are asked for, and labeled by ids alone: a name that changes neither ends an alert nor lifts its silence. N = the same rows
 * with names; Grafana finds the row of an alert there because its labels include those of the alert.
 */
function rowsBeyond(
  { query, rangeSeconds, comparison, threshold: limit }: MeshCondition,
  subject: Subject,
): RuleQuery[] {
  if (subject !== 'node' && subject !== 'gateway') return [meshQuery('A', query, rangeSeconds)];
  const beyond = { ...query, [comparison === '>' ? 'above' : 'below']: limit };
  return [
    meshQuery('A', { ...beyond, labels: 'ids' }, rangeSeconds),
    meshQuery('M', beyond, rangeSeconds),
    reduce(NAMES, 'M'),
  ];
}

/** A = query, B = one number each, C = condition. A surge has the longer past in D and E, and the comparison in F. */
export function meshQueries({ mesh, subject }: AlertRule): RuleQuery[] {
  const { query, surge } = mesh;
  const compare = (of: string, comparison: Comparison) => threshold('C', of, comparison, mesh.threshold);
  const value = [...rowsBeyond(mesh, subject), reduce('B', 'A')];
  if (surge === undefined) return [...value, compare('B', mesh.comparison)];
  return [
    ...value,
    meshQuery('D', query, surge.pastSeconds),
    reduce('E', 'D'),
    math('F', surgeFormula(mesh, surge)),
    compare('F', mesh.comparison),
  ];
}
