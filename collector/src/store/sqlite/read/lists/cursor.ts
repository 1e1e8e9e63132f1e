import { RequestError } from '../../../../errors.js';

export type CursorKey = readonly (number | string)[];

const badCursor = () =>
  new RequestError('bad_cursor', 'The cursor is not one this collector gave for this list; start without one.');

/** Opaque text for "after this row" of one list. */
export function encodeCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** @param shape type of each part of the key. @throws RequestError 400 for anything `encodeCursor` did not make. */
export function decodeCursor(list: string, cursor: string, shape: readonly ('number' | 'string')[]): CursorKey {
  if (cursor.length > 500) throw badCursor();
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parsed) || parsed.length !== shape.length + 1 || parsed[0] !== list) throw badCursor();
  return shape.map((type, index): number | string => {
    const part: unknown = parsed[index + 1];
    if (type === 'string' && typeof part === 'string') return part;
    if (type === 'number' && typeof part === 'number' && Number.isFinite(part)) return part;
    throw badCursor();
  });
}
