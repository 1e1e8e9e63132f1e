import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeNums, olderThan, textMatches, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, sql, cancellable, type Sql } from '../sql.js';
import { toEvent, type EventRow } from '../../rows/event.js';

/** Newest first; `where` may use `e`. */
export function selectEvents(reader: Reader, where: Sql, limit: number): Placed<ObservedEvent>[] {
  const rows = reader.all(sql<EventRow>`
    SELECT e.* FROM events e WHERE ${where} AND ${cancellable(sql`e.event_id`)}
    ORDER BY e.at DESC, e.event_id DESC LIMIT ${limit}`);
  return rows.map((row) => ({ key: [row.at, row.event_id], item: toEvent(row) }));
}

export const listEvents: ListReader<ObservedEvent> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`e.node_num`, nodeNums(filter.nodeIds)),
      anyOf(sql`e.kind`, filter.kinds),
      sql`(${textMatches(sql`e.title`, filter.search)} OR ${textMatches(sql`e.text`, filter.search)})`,
      inRange(sql`e.at`, filter),
      olderThan(sql`e.at`, sql`e.event_id`, after),
    ]);
    return selectEvents(reader, where, limit);
  },
};
