import type { Bounds, ListFilter } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import type { CursorKey } from './cursor.js';
import { parseNodeId } from '../../../../model.js';
import { formerIdMatches } from '../aliases.js';
import { contains, inside, isOneOf, sql, type Sql } from '../sql.js';

/** An item and its place in the order of its list. */
export interface Placed<T> {
  readonly key: CursorKey;
  readonly item: T;
}

/**
 * Lists one resource. The order is total and its key never repeats, so that a cursor names one place; rows that
 * arrive meanwhile are newer than every cursor and change no page.
 */
export interface ListReader<T> {
  readonly keyShape: readonly ('number' | 'string')[];
  /** At most `limit` items after `after`, in order. */
  select(reader: Reader, filter: ListFilter, after: CursorKey | undefined, limit: number): Placed<T>[];
}

/** Node ids → numbers; ids that are none match nothing. `undefined` = all. */
export function nodeNums(ids: readonly string[] | undefined): number[] | undefined {
  return ids === undefined || ids.length === 0 ? undefined : ids.map((id) => parseNodeId(id) ?? -1);
}

/** Condition that the channel has one of these names. */
export function onChannels(column: Sql, names: readonly string[] | undefined): Sql {
  if (names === undefined || names.length === 0) return sql`TRUE`;
  return sql`${column} IN (SELECT channel_id FROM channels WHERE ${isOneOf(sql`name`, names)})`;
}

/** `undefined` or an empty list means any. */
export function anyOf(column: Sql, values: readonly (number | string)[] | undefined): Sql {
  return isOneOf(column, values?.length === 0 ? undefined : values);
}

/** Condition that the newest position of the node is inside. */
export function nodesInside(column: Sql, bounds: Bounds | undefined): Sql {
  if (bounds === undefined) return sql`TRUE`;
  const area = inside(sql`area.latitude`, sql`area.longitude`, bounds);
  return sql`${column} IN (SELECT area.node_num FROM nodes area WHERE ${area})`;
}

/** Condition that name, short name or id of the node contain the text. */
export function nodeMatches(search: string | undefined): Sql {
  if (search === undefined || search === '') return sql`TRUE`;
  const id = contains(sql`printf('!%08x', n.node_num)`, search);
  const formerId = formerIdMatches(sql`n.node_num`, (former) => contains(former, search));
  return sql`(${contains(sql`n.long_name`, search)} OR ${contains(sql`n.short_name`, search)} OR ${id} OR ${formerId})`;
}

export function textMatches(column: Sql, search: string | undefined): Sql {
  return search === undefined || search === '' ? sql`TRUE` : contains(column, search);
}

/** Places before (in descending order: after) a key of two numbers. */
export function olderThan(at: Sql, row: Sql, after: CursorKey | undefined): Sql {
  return after === undefined ? sql`TRUE` : sql`(${at}, ${row}) < (${after[0] ?? 0}, ${after[1] ?? 0})`;
}
