import type { Columns } from '@mesh-observatory/contract/columns';
import type { ValueEntity } from '@mesh-observatory/contract/derived-metrics';
import { valueLabelColumns } from '@mesh-observatory/contract/queries/values';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { FieldConfigJson, FrameJson, FrameNotice } from '@mesh-observatory/contract/frames';
import type { ContextOf } from '../context.js';
import { columnsOf } from '../columns.js';
import { buildFrame, limitNotice } from '../frame.js';

/** One number with its labels. */
export interface LabeledValue {
  /** Values of the label columns, in their order. Grafana identifies alert instances by them: they are never null. */
  readonly labels: readonly string[];
  readonly value: number;
}

export interface ValueFrameParts {
  readonly metric: string;
  readonly config: FieldConfigJson;
  /** The kind of thing the values are about. */
  readonly entity: ValueEntity | 'broker';
  readonly values: readonly LabeledValue[];
  readonly notices?: readonly FrameNotice[];
}

/**
 * A frame of type `numeric-long` of Grafana's data plane: labels as text fields, one number; no rows without values.
 */
export function buildValueFrame(context: ContextOf<'values'>, parts: ValueFrameParts): FrameJson {
  const { query } = context;
  const { metric, config, entity, notices = [] } = parts;
  const { above = -Infinity, below = Infinity } = query;
  const values = parts.values.filter(({ value }) => value > above && value < below);
  const labels: Columns = valueLabelColumns[entity];
  const shown = Object.keys(labels).map((name, index) => ({ name, index }));
  const wanted = query.labels === 'names' ? shown : shown.filter(({ name }) => labels[name]?.key === true);
  const limit = query.limit ?? queryDefinitions.values.limit.default;
  return buildFrame<LabeledValue>({
    kind: 'values',
    name: metric,
    refId: query.refId,
    notices: [
      ...notices,
      ...limitNotice(query, values.length > limit, `Only ${limit} of ${values.length} values are shown.`),
    ],
    columns: [
      ...columnsOf<Columns, LabeledValue>(
        context,
        Object.fromEntries(wanted.map(({ name }) => [name, labels[name]])) as Columns,
        Object.fromEntries(wanted.map(({ name, index }) => [name, (row: LabeledValue) => row.labels[index]])),
      ),
      { name: metric, type: 'number', nullable: false, config, value: (row) => row.value },
    ],
    rows: values.slice(0, limit),
  });
}
