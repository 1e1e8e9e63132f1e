import type { ListFilter, Node } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { nodesOnChannels } from '../node-channels.js';
import { anyOf, nodeMatches, nodeNums, type ListReader } from './list-reader.js';
import { inRange, allOf, inside, isOneOf, sql, type Sql } from '../sql.js';
import { nodeIsOnline, nodeState } from '../presence.js';
import { toNode, type NodeRow } from '../../rows/node.js';

type Metrics = Node['metrics'];

const METRICS_CHUNK = 500;

/** Latest values by node; `metrics` narrows them down. */
export function latestMetrics(
  reader: Reader,
  nums: readonly number[],
  metrics?: readonly string[],
): Map<number, Metrics> {
  const found = new Map<number, Metrics>();
  for (let start = 0; start < nums.length; start += METRICS_CHUNK) {
    const chunk = nums.slice(start, start + METRICS_CHUNK);
    const rows = reader.tuples(sql<[number, string, number | null, number]>`
      SELECT nm.node_num, m.metric, nm.value, nm.at FROM node_metrics nm JOIN metrics m USING (metric_id)
      WHERE ${isOneOf(sql`nm.node_num`, chunk)} AND ${isOneOf(sql`m.metric`, metrics)}`);
    for (const [num, metric, value, at] of rows) {
      const values = found.get(num) ?? {};
      values[metric] = { value, at };
      found.set(num, values);
    }
  }
  return found;
}

/** Nodes most recently heard first; `where` may use `n`. `metrics` narrows the latest values down. */
export function selectNodes(reader: Reader, where: Sql, limit: number, metrics?: readonly string[]): Node[] {
  const rows = reader.all(sql<NodeRow>`
    SELECT n.*, ${nodeState} AS state, c.name AS channel, EXISTS (SELECT 1 FROM gateways g WHERE g.gateway_num = n.node_num) AS gateway
    FROM nodes n LEFT JOIN channels c USING (channel_id)
    WHERE ${where} ORDER BY n.last_heard DESC, n.node_num DESC LIMIT ${limit}`);
  const latest = latestMetrics(
    reader,
    rows.map((row) => row.node_num),
    metrics,
  );
  return rows.map((row) => toNode(row, latest.get(row.node_num) ?? {}, reader.aliases.formerIds(row.node_num)));
}

/**
 * Most recently heard first. A node that is heard between two pages moves to the front and is missing on the next one.
 */
export const listNodes: ListReader<Node> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`n.node_num`, nodeNums(filter.nodeIds)),
      anyOf(sql`n.last_gateway_num`, nodeNums(filter.gatewayIds)),
      isOneOf(sql`n.node_num`, onChannels(reader, filter)),
      anyOf(sql`n.role`, filter.roles),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`n.latitude`, sql`n.longitude`, filter.bounds),
      nodeMatches(filter.search),
      filter.online === undefined ? sql`TRUE` : filter.online ? nodeIsOnline : sql`NOT ${nodeIsOnline}`,
      inRange(sql`n.last_heard`, filter),
      after === undefined ? sql`TRUE` : sql`(n.last_heard, n.node_num) < (${after[0] ?? 0}, ${after[1] ?? 0})`,
    ]);
    return selectNodes(reader, where, limit).map((item) => ({ key: [item.lastHeard, item.nodeNum], item }));
  },
};

/** Nodes heard on the channels of the filter in its range, or ever; undefined = all nodes. */
function onChannels(reader: Reader, { channels, from = 0, to = Number.MAX_SAFE_INTEGER }: ListFilter) {
  if (channels === undefined || channels.length === 0) return undefined;
  const ids = reader.tuples(sql<[number]>`SELECT channel_id FROM channels WHERE ${isOneOf(sql`name`, channels)}`);
  return nodesOnChannels(reader, ids.flat(), { from, to });
}

/** Reads one node, by its number or a former one; undefined when it is unknown. */
export function readNode(reader: Reader, num: number): Node | undefined {
  return selectNodes(reader, sql`n.node_num = ${reader.aliases.current(num)}`, 1)[0];
}
