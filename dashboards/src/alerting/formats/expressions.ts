/** Queries of a Grafana alert rule that Grafana itself evaluates ("server-side expressions"). */
import type { Comparison } from '../rule.js';

const UID = '__expr__';

export interface RuleQuery {
  readonly refId: string;
  readonly datasourceUid: string;
  /** Seconds before now. */
  readonly relativeTimeRange: { readonly from: number; readonly to: number };
  readonly model: Readonly<Record<string, unknown>>;
}

function expression(refId: string, model: Readonly<Record<string, unknown>>): RuleQuery {
  return {
    refId,
    datasourceUid: UID,
    relativeTimeRange: { from: 0, to: 0 },
    model: { refId, datasource: { type: UID, uid: UID }, ...model },
  };
}

/** One number per series; numbers stay as they are. What is no number is left out. */
export const reduce = (refId: string, of: string): RuleQuery =>
  expression(refId, { type: 'reduce', reducer: 'last', expression: of, settings: { mode: 'dropNN' } });

export const math = (refId: string, formula: string): RuleQuery =>
  expression(refId, { type: 'math', expression: formula });

const evaluators: Readonly<Record<Comparison, string>> = { '>': 'gt', '<': 'lt' };

export function threshold(refId: string, of: string, comparison: Comparison, value: number): RuleQuery {
  return expression(refId, {
    type: 'threshold',
    expression: of,
    conditions: [{ type: 'query', evaluator: { type: evaluators[comparison], params: [value] } }],
  });
}
