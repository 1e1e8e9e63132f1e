import type { Link } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeNums, nodesInside, type ListReader } from './list-reader.js';
import { inRange, allOf, sql, type Sql } from '../sql.js';
import { toLink, type LinkRow } from '../../rows/link.js';

/** Most recently seen first; `where` may use `l`. */
export function newestLinks(reader: Reader, where: Sql, limit: number): Link[] {
  const rows = reader.all(sql<LinkRow>`
    SELECT l.* FROM links l WHERE ${where}
    ORDER BY l.last_seen DESC, l.from_num, l.to_num, l.kind LIMIT ${limit}`);
  return rows.map(toLink);
}

/** Ordered by ends and kind: a busy link changes all the time, and must not jump past a reader who pages. */
export const listLinks: ListReader<Link> = {
  keyShape: ['number', 'number', 'string'],
  select(reader, filter, after, limit) {
    const ends = nodeNums(filter.nodeIds);
    const [from, to, kind] = after ?? [];
    const where = allOf([
      sql`(${anyOf(sql`l.from_num`, ends)} OR ${anyOf(sql`l.to_num`, ends)})`,
      anyOf(sql`l.kind`, filter.kinds),
      sql`(${nodesInside(sql`l.from_num`, filter.bounds)} OR ${nodesInside(sql`l.to_num`, filter.bounds)})`,
      inRange(sql`l.last_seen`, filter),
      after === undefined ? sql`TRUE` : sql`(l.from_num, l.to_num, l.kind) > (${from ?? 0}, ${to ?? 0}, ${kind ?? ''})`,
    ]);
    const rows = reader.all(sql<LinkRow>`
      SELECT l.* FROM links l WHERE ${where} ORDER BY l.from_num, l.to_num, l.kind LIMIT ${limit}`);
    return rows.map((row) => ({ key: [row.from_num, row.to_num, row.kind], item: toLink(row) }));
  },
};
