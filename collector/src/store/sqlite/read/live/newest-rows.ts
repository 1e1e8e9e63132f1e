import type { FrameJson } from '@mesh-observatory/contract/frames';
import { keyValuesOf, rowKeys } from '@mesh-observatory/contract/live-frames';

export interface NewestRowsMerge {
  /** The answer so far. */
  readonly before: FrameJson;
  /** Its rows from `since` on, read again. */
  readonly newest: FrameJson;
  readonly since: number;
  readonly time: string;
  /** Older rows are no part of the answer. */
  readonly from: number;
  readonly limit: number;
  /** Rows that left their old places. */
  readonly moved: ReadonlySet<string>;
}

const hasNotices = ({ schema }: FrameJson) => (schema.meta?.notices?.length ?? 0) > 0;
const lengthOf = ({ data }: FrameJson) => data.values[0]?.length ?? 0;

/** The newest rows before the older ones of the answer so far; undefined when only a complete reading can tell. */
export function mergeNewestRows(merge: NewestRowsMerge): FrameJson | undefined {
  const { before, newest, since, from, limit } = merge;
  const fieldsOf = ({ schema }: FrameJson) => JSON.stringify(schema.fields);
  if (hasNotices(newest) || fieldsOf(before) !== fieldsOf(newest)) return undefined;
  const moved = new Set([...merge.moved, ...rowKeys(keyValuesOf(newest) ?? [])]);
  const keys = rowKeys(keyValuesOf(before) ?? []);
  const times = before.data.values[before.schema.fields.findIndex(({ name }) => name === merge.time)] ?? [];
  const older = times.flatMap((time, row) =>
    typeof time === 'number' && time < since && time >= from && !moved.has(keys[row] ?? '') ? [row] : [],
  );
  const count = lengthOf(newest) + older.length;
  // Rows that were cut off may be part of the answer again; or rows are cut off that were not before.
  if (hasNotices(before) ? count < limit : count > limit) return undefined;
  const values = newest.data.values.map((column, field) =>
    [...column, ...older.map((row) => before.data.values[field]?.[row])].slice(0, limit),
  );
  return { schema: before.schema, data: { values } };
}
