import type { Traceroute } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeNums, olderThan, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, sql, cancellable, type Sql } from '../sql.js';
import { toTraceroute, type TracerouteRow } from '../../rows/traceroute.js';

function underCurrentIds({ aliases }: Reader, trace: Traceroute): Traceroute {
  if (aliases.isEmpty) return trace;
  const currentId = (id: string) => aliases.currentId(id);
  return {
    ...trace,
    fromId: currentId(trace.fromId),
    toId: currentId(trace.toId),
    route: trace.route.map(currentId),
    routeBack: trace.routeBack.map(currentId),
  };
}

/** Newest first; `where` may use `t`. */
export function selectTraceroutes(reader: Reader, where: Sql, limit: number): Placed<Traceroute>[] {
  const rows = reader.all(sql<TracerouteRow>`
    SELECT t.* FROM traceroutes t WHERE ${where} AND ${cancellable(sql`t.packet_row`)}
    ORDER BY t.at DESC, t.packet_row DESC LIMIT ${limit}`);
  return rows.map((row) => ({ key: [row.at, row.packet_row], item: underCurrentIds(reader, toTraceroute(row)) }));
}

/** `nodeIds`: origin or target. */
export const listTraceroutes: ListReader<Traceroute> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const ends = nodeNums(filter.nodeIds);
    const where = allOf([
      sql`(${anyOf(sql`t.origin_num`, ends)} OR ${anyOf(sql`t.target_num`, ends)})`,
      anyOf(sql`t.kind`, filter.kinds),
      inRange(sql`t.at`, filter),
      olderThan(sql`t.at`, sql`t.packet_row`, after),
    ]);
    return selectTraceroutes(reader, where, limit);
  },
};
