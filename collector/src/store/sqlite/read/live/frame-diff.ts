import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { FramePatch } from '@mesh-observatory/contract/live';
import { keyValuesOf, rowKeys } from '@mesh-observatory/contract/live-frames';

/** Everything about a frame but its rows and its meta data. */
const shapeOf = ({ schema: { meta: _meta, ...shape } }: FrameJson) => JSON.stringify(shape);

/** Rows by their keys; undefined when the frame has no key, or two rows the same. */
function rowsByKey(frame: FrameJson): Map<string, number> | undefined {
  const keys = rowKeys(keyValuesOf(frame) ?? []);
  const rows = new Map(keys.map((key, row) => [key, row]));
  return rows.size === (frame.data.values[0]?.length ?? 0) ? rows : undefined;
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || left === null) return Object.is(left, right);
  return JSON.stringify(left) === JSON.stringify(right);
}

const pick = (values: readonly (readonly unknown[])[], rows: readonly number[]) =>
  values.map((column) => rows.map((row) => column[row]));

/** The rows of a frame that left and that are new, changed or moved; the whole frame when its rows have no keys. */
function diffRows(from: number, before: FrameJson, after: FrameJson): FramePatch {
  const [old, rows] = [before.data.values, after.data.values];
  const [oldKeys, keys] = [rowsByKey(before), rowsByKey(after)];
  if (oldKeys === undefined || keys === undefined)
    return rows.every((column, field) => isSame(column, old[field])) ? { from } : after;
  const at: number[] = [];
  let last = -1;
  for (const [key, row] of keys) {
    const oldRow = oldKeys.get(key) ?? -1;
    const isKept = oldRow > last && rows.every((column, field) => isSame(column[row], old[field]?.[oldRow]));
    if (isKept) last = oldRow;
    else at.push(row);
  }
  const gone = [...oldKeys].flatMap(([key, row]) => (keys.has(key) ? [] : [row]));
  return {
    from,
    ...(gone.length === 0 ? {} : { removed: pick(keyValuesOf(before) ?? [], gone) }),
    ...(at.length === 0 ? {} : { at, values: pick(rows, at) }),
  };
}

/** The steps from the frames of one answer to those of the next; undefined when they are the same. */
export function diffFrames(before: readonly FrameJson[], after: readonly FrameJson[]): FramePatch[] | undefined {
  const places = new Map<string, number>();
  before.forEach((frame, place) => places.set(shapeOf(frame), place));
  const patches = after.map((frame): FramePatch => {
    const from = places.get(shapeOf(frame)) ?? -1;
    const known = before[from];
    if (known === undefined) return frame;
    const patch = diffRows(from, known, frame);
    const { meta } = frame.schema;
    return isSame(meta, known.schema.meta) || meta === undefined || 'schema' in patch ? patch : { ...patch, meta };
  });
  const isUnchanged = (patch: FramePatch, place: number) =>
    'from' in patch && patch.from === place && Object.keys(patch).length === 1;
  return before.length === after.length && patches.every(isUnchanged) ? undefined : patches;
}
