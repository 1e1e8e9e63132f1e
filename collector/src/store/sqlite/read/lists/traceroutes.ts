import type { Traceroute } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeId, nodeNums, olderThan, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, sql, cancellable, type Sql } from '../sql.js';

interface TracerouteRow {
  readonly packet_row: number;
  readonly at: number;
  readonly packet_id: number;
  readonly origin_num: number;
  readonly target_num: number;
  readonly kind: Traceroute['kind'];
  readonly complete: number;
  readonly route: string;
  readonly snr_towards: string;
  readonly route_back: string;
  readonly snr_back: string;
}

const isNumberOrNull = (value: unknown): value is number | null => value === null || typeof value === 'number';

function numbersOrNulls(json: string): (number | null)[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter(isNumberOrNull) : [];
}

const nodeIds = (json: string) =>
  numbersOrNulls(json)
    .filter((num) => num !== null)
    .map(nodeId);

const toTraceroute = (row: TracerouteRow): Traceroute => ({
  fromId: nodeId(row.origin_num),
  toId: nodeId(row.target_num),
  packetId: row.packet_id,
  at: row.at,
  kind: row.kind,
  complete: row.complete === 1,
  route: nodeIds(row.route),
  snrTowards: numbersOrNulls(row.snr_towards),
  routeBack: nodeIds(row.route_back),
  snrBack: numbersOrNulls(row.snr_back),
});

/** Newest first; `where` may use `t`. */
export function selectTraceroutes(reader: Reader, where: Sql, limit: number): Placed<Traceroute>[] {
  const rows = reader.all(sql<TracerouteRow>`
    SELECT t.* FROM traceroutes t WHERE ${where} AND ${cancellable(sql`t.packet_row`)}
    ORDER BY t.at DESC, t.packet_row DESC LIMIT ${limit}`);
  return rows.map((row) => ({ key: [row.at, row.packet_row], item: toTraceroute(row) }));
}

/** `nodeIds`: who asked, or for whom. */
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
