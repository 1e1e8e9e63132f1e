/** Keeps the frames of a live query up to date: what a client does with `frames` and `rows`. */
import type { FrameJson } from './frames.js';
import type { FramePart, FramePatch } from './live.js';

type Values = readonly (readonly unknown[])[];

/** The keys of rows, from the values of the key fields. */
export function rowKeys(keyValues: Values): string[] {
  const [first = [], ...others] = keyValues;
  return first.map((value, row) => [value, ...others.map((values) => values[row])].map(String).join('\n'));
}

/** The values of the fields that identify a row of the frame; undefined when there are none. */
export function keyValuesOf({ schema, data }: FrameJson): Values | undefined {
  const names = schema.meta?.custom?.key;
  return names?.map((name) => data.values[schema.fields.findIndex((field) => field.name === name)] ?? []);
}

/** Adds a part of a snapshot to the frames of the parts before it. */
export function addFrameParts(frames: readonly FrameJson[], parts: readonly FramePart[]): FrameJson[] {
  const added = [...frames];
  for (const { frame, schema, values } of parts) {
    const known = added[frame];
    if (schema !== undefined) added[frame] = { schema, data: { values } };
    else if (known !== undefined) added[frame] = appendRows(known, values);
  }
  return added;
}

function appendRows({ schema, data }: FrameJson, more: Values): FrameJson {
  return { schema, data: { values: data.values.map((values, field) => [...values, ...(more[field] ?? [])]) } };
}

/** The frames of the new answer, from those of the one before. */
export function applyFramePatches(before: readonly FrameJson[], patches: readonly FramePatch[]): FrameJson[] {
  return patches.flatMap((patch) => {
    if ('schema' in patch) return [patch];
    const frame = before[patch.from];
    return frame === undefined ? [] : [applyPatch(frame, patch)];
  });
}

type RowPatch = Exclude<FramePatch, FrameJson>;

function applyPatch(frame: FrameJson, { meta, removed = [], at = [], values = [] }: RowPatch): FrameJson {
  const schema = meta === undefined ? frame.schema : { ...frame.schema, meta };
  if (removed.length === 0 && at.length === 0) return meta === undefined ? frame : { ...frame, schema };
  const changed = { schema: frame.schema, data: { values } };
  const gone = new Set([...rowKeys(removed), ...rowKeys(keyValuesOf(changed) ?? [])]);
  const keys = rowKeys(keyValuesOf(frame) ?? []);
  const kept = keys.flatMap((key, row) => (gone.has(key) ? [] : [row]));
  const fields = frame.data.values.map((old, field) =>
    insertAt(
      kept.map((row) => old[row]),
      at,
      values[field] ?? [],
    ),
  );
  return { schema, data: { values: fields } };
}

/** Puts values at their places in the new list; the others keep their order around them. */
function insertAt(kept: readonly unknown[], at: readonly number[], values: readonly unknown[]): unknown[] {
  const merged: unknown[] = [];
  let next = 0;
  at.forEach((place, index) => {
    while (merged.length < place && next < kept.length) merged.push(kept[next++]);
    merged.push(values[index]);
  });
  while (next < kept.length) merged.push(kept[next++]);
  return merged;
}
