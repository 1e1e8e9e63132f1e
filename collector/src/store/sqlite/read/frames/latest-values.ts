import { isOneOf, sql, type TimeRange } from '../sql.js';
import { inScope } from '../scope.js';
import type { FrameContext } from './context.js';

export interface Latest {
  readonly value: number;
  readonly at: number;
}

/** null = unknown since that time. */
export interface LatestOrUnknown {
  readonly value: number | null;
  readonly at: number;
}

/**
 * Newest value of a metric in the range, by node number; nodes whose value is unknown are left out. The table of newest
 * values answers, unless the range ends before the newest value: then samples and roll-up do.
 */
export function latestInRange(
  context: FrameContext,
  metricId: number,
  nums: readonly number[] | null,
): Map<number, Latest> {
  const found = new Map<number, Latest>();
  for (const [node, { value, at }] of latestOrUnknown(context, metricId, nums)) {
    if (value !== null) found.set(node, { value, at });
  }
  return found;
}

/** The same with the nodes whose value is unknown. */
export function latestOrUnknown(
  { reader, range }: FrameContext,
  metricId: number,
  nums: readonly number[] | null,
): Map<number, LatestOrUnknown> {
  // `+`: node by node, two look-ups each; SQLite would rather read every metric of every node.
  const rows = reader.tuples(sql<[number, number | null, number]>`
    SELECT nm.node_num, nm.value, nm.at FROM nodes n
      CROSS JOIN node_metrics nm ON nm.node_num = n.node_num AND nm.metric_id = ${metricId}
    WHERE ${inScope(sql`n.node_num`, nums)} AND nm.at >= ${range.from}`);
  const found = new Map<number, LatestOrUnknown>();
  for (const [node, value, at] of rows) {
    const latest = at < range.to ? { value, at } : before({ reader, metricId, node, range });
    if (latest !== undefined) found.set(node, latest);
  }
  return found;
}

interface Series {
  readonly reader: FrameContext['reader'];
  readonly metricId: number;
  readonly node: number;
  readonly range: TimeRange;
}

function before({ reader, metricId, node, range: { from, to } }: Series): Latest | undefined {
  const nums = reader.aliases.expand([node]);
  return (
    reader.first(sql<Latest>`SELECT value, at FROM samples WHERE metric_id = ${metricId} AND ${isOneOf(sql`node_num`, nums)}
      AND at >= ${from} AND at < ${to} ORDER BY at DESC LIMIT 1`) ??
    reader.first(sql<Latest>`SELECT last AS value, hour AS at FROM samples_hourly WHERE metric_id = ${metricId}
      AND ${isOneOf(sql`node_num`, nums)} AND hour >= ${from} AND hour < ${to} ORDER BY hour DESC LIMIT 1`)
  );
}
