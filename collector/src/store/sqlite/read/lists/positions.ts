import type { Position } from '@mesh-observatory/contract/resources';
import { anyOf, nodeNums, type ListReader } from './list-reader.js';
import { inRange, allOf, inside, sql, cancellable } from '../sql.js';
import { toPosition, type PositionRow } from '../../rows/position.js';

/** Newest first. */
export const listPositions: ListReader<Position> = {
  keyShape: ['number', 'number', 'number'],
  select(reader, filter, after, limit) {
    const [at, node, packet] = after ?? [];
    const where = allOf([
      anyOf(sql`p.node_num`, nodeNums(filter.nodeIds)),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`p.latitude`, sql`p.longitude`, filter.bounds),
      inRange(sql`p.at`, filter),
      // The first term alone lets the index on time find the place; the second settles rows of the same millisecond.
      after === undefined ? sql`TRUE` : sql`p.at <= ${at ?? 0}`,
      after === undefined
        ? sql`TRUE`
        : sql`(p.at, p.node_num, p.packet_row) < (${at ?? 0}, ${node ?? 0}, ${packet ?? 0})`,
      cancellable(sql`p.packet_row`),
    ]);
    const rows = reader.all(sql<PositionRow>`
      SELECT p.* FROM positions p WHERE ${where} ORDER BY p.at DESC, p.node_num DESC, p.packet_row DESC LIMIT ${limit}`);
    return rows.map((row) => ({
      key: [row.at, row.node_num, row.packet_row],
      item: toPosition({ ...row, node_num: reader.aliases.current(row.node_num) }),
    }));
  },
};
