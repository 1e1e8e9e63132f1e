/**
 * How fast batteries discharge or charge: the slope of a line through the readings since a node was last on external
 * power. While on external power a node reports no charge ("101 %"), so a line across that gap would be meaningless.
 */
import { BATTERY_POWERED_PERCENT } from '@mesh-observatory/contract/thresholds';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import { sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';
import { inScope } from '../scope.js';
import type { FrameContext } from './context.js';
import { batteryMetricIds, latestBatteryLevels } from './battery.js';
import { slopeOf, type LineSums } from './line.js';

/** Longer ranges are answered by the hour. */
const RAW_RANGE_MS = 2 * DAY_MS;
/** Charge is reported in whole percent: over less time, or from fewer readings, a step would look like a trend. */
const SHORTEST_DAYS = 0.25;
/** Over less than two days and nights, the night of a solar node would look like the end of its battery. */
const SHORTEST_FORECAST_DAYS = 2;
const FEWEST_READINGS = 3;
/** Percent per day; a smaller change counts as none. */
export const FLAT = 0.1;

interface Split {
  readonly hourly: TimeRange;
  readonly raw: TimeRange;
}

function split({ reader, range: { from, to } }: FrameContext): Split {
  if (to - from <= RAW_RANGE_MS) return { hourly: { from, to: from }, raw: { from, to } };
  const rolledUp = reader.first(sql<{ value: string }>`SELECT value FROM metadata WHERE key = 'rolled_up_until'`);
  const at = Math.min(to, Math.max(from, Number(rolledUp?.value ?? 0)));
  return { hourly: { from, to: at }, raw: { from: at, to } };
}

/** Time the node was last on external power in the range, by its readings; 0 when it was not. */
function lastPowered({ reader }: FrameContext, metricId: number, { hourly, raw }: Split): Sql {
  const ofNode = reader.aliases.isNode(sql`p.node_num`, sql`n.node_num`);
  return sql`MAX(
    COALESCE((SELECT p.at FROM samples p WHERE p.metric_id = ${metricId} AND ${ofNode}
      AND ${inRange(sql`p.at`, raw)} AND p.value = 1 AND ${cancellable(sql`p.packet_row`)}
      ORDER BY p.at DESC LIMIT 1), 0),
    COALESCE((SELECT p.hour + ${HOUR_MS} FROM samples_hourly p WHERE p.metric_id = ${metricId}
      AND ${ofNode} AND ${inRange(sql`p.hour`, hourly)} AND p.maximum = 1
      ORDER BY p.hour DESC LIMIT 1), 0))`;
}

interface Sums extends LineSums {
  readonly node_num: number;
  readonly readings: number;
  readonly span: number;
}

function sumUp(context: FrameContext, nums: readonly number[] | null): Sums[] {
  const { battery, powered } = batteryMetricIds(context);
  if (battery === undefined) return [];
  const { reader, range } = context;
  const parts = split(context);
  const since = powered === undefined ? sql`0` : lastPowered(context, powered, parts);
  const days = (at: Sql) => sql`(${at} - ${range.from}) * 1.0 / ${DAY_MS}`;
  const ofNode = (column: Sql) => reader.aliases.isNode(column, sql`since.node_num`);
  return reader.all(sql<Sums>`
    WITH since AS MATERIALIZED (
      SELECT n.node_num, ${since} AS at FROM nodes n
        CROSS JOIN node_metrics nm ON nm.node_num = n.node_num AND nm.metric_id = ${battery}
      WHERE ${inScope(sql`n.node_num`, nums)} AND nm.at >= ${range.from}
    ), readings AS (
      SELECT since.node_num, h.count AS w, ${days(sql`(h.hour + ${HOUR_MS / 2})`)} AS x, h.total AS y
      FROM since CROSS JOIN samples_hourly h ON h.metric_id = ${battery} AND ${ofNode(sql`h.node_num`)}
      WHERE ${inRange(sql`h.hour`, parts.hourly)} AND h.hour >= since.at
        AND ${cancellable(sql`h.count`)}
      UNION ALL
      SELECT since.node_num, 1, ${days(sql`s.at`)}, s.value
      FROM since CROSS JOIN samples s ON s.metric_id = ${battery} AND ${ofNode(sql`s.node_num`)}
      WHERE ${inRange(sql`s.at`, parts.raw)} AND s.at > since.at AND ${cancellable(sql`s.packet_row`)}
    )
    SELECT node_num, SUM(w) AS readings, MAX(x) - MIN(x) AS span, SUM(w) AS w, SUM(w * x) AS x, SUM(y) AS y,
           SUM(w * x * x) AS xx, SUM(x * y) AS xy
    FROM readings GROUP BY node_num`);
}

/** Percent per day by node; nodes on external power and those with too few readings are left out. */
export function batteryTrends(
  context: FrameContext,
  nums: readonly number[] | null,
  shortestDays = SHORTEST_DAYS,
): Map<number, number> {
  const trends = new Map<number, number>();
  for (const { node_num, readings, span, ...sums } of sumUp(context, nums)) {
    if (readings < FEWEST_READINGS || span < shortestDays) continue;
    trends.set(node_num, slopeOf(sums));
  }
  return trends;
}

/** Days until empty, for batteries that discharge and whose readings span enough days and nights. */
export function batteryDaysLeft(context: FrameContext, nums: readonly number[] | null): Map<number, number> {
  const levels = latestBatteryLevels(context, nums);
  const left = new Map<number, number>();
  for (const [node, trend] of batteryTrends(context, nums, SHORTEST_FORECAST_DAYS)) {
    const level = levels.get(node);
    if (level !== undefined && level < BATTERY_POWERED_PERCENT && trend < -FLAT) left.set(node, level / -trend);
  }
  return left;
}
