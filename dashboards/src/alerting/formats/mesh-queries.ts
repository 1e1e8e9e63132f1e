import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { AlertRule, Comparison, MeshCondition, MeshQueryModel, Surge } from '../rule.js';
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

/** A = query, B = one number each, C = condition. A surge has the longer past in D and E, and the comparison in F. */
export function meshQueries({ mesh }: AlertRule): RuleQuery[] {
  const { query, rangeSeconds, surge } = mesh;
  const compare = (of: string, comparison: Comparison) => threshold('C', of, comparison, mesh.threshold);
  const value = [meshQuery('A', query, rangeSeconds), reduce('B', 'A')];
  if (surge === undefined) return [...value, compare('B', mesh.comparison)];
  return [
    ...value,
    meshQuery('D', query, surge.pastSeconds),
    reduce('E', 'D'),
    math('F', surgeFormula(mesh, surge)),
    compare('F', mesh.comparison),
  ];
}
