import type { Telemetry, ListFilter } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import type { CursorKey } from './cursor.js';
import { anyOf, nodeNums, type ListReader, type Placed } from './list-reader.js';
import { nodeId } from '../../rows/node-id.js';
import { inRange, allOf, sql, type Sql } from '../sql.js';

type Series = readonly [metricId: number, metric: string, node: number, latest: number];

/** Series that may hold an answer, the one that reported last first. */
function seriesOf(reader: Reader, filter: ListFilter): Series[] {
  return reader.tuples(sql<Series>`
    SELECT nm.metric_id, m.metric, nm.node_num, nm.at FROM node_metrics nm JOIN metrics m USING (metric_id)
    WHERE ${anyOf(sql`nm.node_num`, nodeNums(filter.nodeIds))} AND ${anyOf(sql`m.metric`, filter.metrics)}
      AND nm.at >= ${filter.from ?? 0}
    ORDER BY nm.at DESC`);
}

/** Samples of one series after the cursor; the order of the list is (at, metric, node, packet), descending. */
function afterCursor([metricId, , node]: Series, after: CursorKey | undefined): Sql {
  if (after === undefined) return sql`TRUE`;
  const [at = 0, afterMetric = 0, afterNode = 0, afterPacket = 0] = after.map(Number);
  const order = metricId - afterMetric || node - afterNode;
  if (order === 0) return sql`(s.at, s.packet_row) < (${at}, ${afterPacket})`;
  return order < 0 ? sql`s.at <= ${at}` : sql`s.at < ${at}`;
}

function compare(left: Placed<Telemetry>, right: Placed<Telemetry>): number {
  for (const [index, part] of left.key.entries()) {
    const difference = Number(right.key[index]) - Number(part);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Newest first over all series. Samples are clustered by series and have no index on time, which would double the
 * biggest table; so the newest of each series are merged, and series that reported before the page ends are not read.
 */
export const listTelemetry: ListReader<Telemetry> = {
  keyShape: ['number', 'number', 'number', 'number'],
  select(reader, filter, after, limit) {
    let page: Placed<Telemetry>[] = [];
    let oldest = filter.from ?? 0;
    for (const series of seriesOf(reader, filter)) {
      const [metricId, metric, node, latest] = series;
      const id = nodeId(reader.aliases.current(node));
      if (page.length === limit && latest < oldest) break;
      const where = allOf([afterCursor(series, after), inRange(sql`s.at`, filter), sql`s.at >= ${oldest}`]);
      const rows = reader.tuples(sql<[number, number, number]>`
        SELECT s.at, s.packet_row, s.value FROM samples s WHERE s.metric_id = ${metricId} AND s.node_num = ${node}
          AND ${where} ORDER BY s.at DESC, s.packet_row DESC LIMIT ${limit}`);
      if (rows.length === 0) continue;
      for (const [at, packet, value] of rows) {
        page.push({ key: [at, metricId, node, packet], item: { nodeId: id, at, metric, value } });
      }
      page = page.sort(compare).slice(0, limit);
      if (page.length === limit) oldest = page.at(-1)?.item.at ?? oldest;
    }
    return page;
  },
};
