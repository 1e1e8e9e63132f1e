import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { FieldConfigJson, FrameJson, FrameNotice } from '@mesh-observatory/contract/frames';
import type { FrameContext } from '../context.js';
import { buildFrame, truncation, type Column } from '../frame.js';

/** A label of every value of a frame: Grafana identifies alert instances by them, so that they are never null. */
export interface LabelColumn {
  readonly name: string;
  readonly config: FieldConfigJson;
}

/** One number with its labels. */
export interface LabeledValue {
  /** Values of the label columns, in their order. */
  readonly labels: readonly string[];
  readonly value: number;
}

export interface ValueFrameParts {
  readonly metric: string;
  readonly config: FieldConfigJson;
  readonly labels: readonly LabelColumn[];
  readonly values: readonly LabeledValue[];
  readonly notices?: readonly FrameNotice[];
}

/**
 * A frame of type `numeric-long` of Grafana's data plane: labels as text fields, one number; no rows without values.
 */
export function buildValueFrame(context: FrameContext, parts: ValueFrameParts): FrameJson {
  const { query } = context;
  const { metric, config, labels, values, notices = [] } = parts;
  const limit = query.limit ?? queryDefinitions.values.limit.default;
  return buildFrame<LabeledValue>({
    kind: 'values',
    name: metric,
    refId: query.refId,
    notices: [...notices, ...truncation(values.length > limit, `Only ${limit} of ${values.length} values are shown.`)],
    columns: [
      ...labels.map((label, index): Column<LabeledValue> => ({
        name: label.name,
        type: 'string',
        nullable: false,
        config: label.config,
        value: (row) => row.labels[index],
      })),
      { name: metric, type: 'number', nullable: false, config, value: (row) => row.value },
    ],
    rows: values.slice(0, limit),
  });
}
