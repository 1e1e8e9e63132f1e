/**
 * Values of one series, in buckets, from raw samples, from the hourly roll-up, or from both: raw rows where they are
 * few or the only ones, roll-up rows where the buckets are wide or the raw rows are gone. Cost follows the number of
 * points asked for, not the length of the history.
 */
import type { Aggregation } from '@mesh-observatory/contract/aggregations';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Reader } from '../connection.js';
import type { Buckets } from './buckets.js';
import { nodesOnSeveralChannels, notOnOtherChannels } from '../node-channels.js';
import { isOneOf, sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';

/** Ranges longer than this are answered by the hour. */
const RAW_RANGE_MS = 7 * DAY_MS;
/** Roll-up of the last hours may still grow; they are read raw. */
const SETTLING_MS = 2 * HOUR_MS;

export type Point = readonly [at: number, value: number];

/** Aggregations that need the readings of one bucket only. */
export type BucketAggregation = Exclude<Aggregation, 'rate_per_minute'>;

/**
 * A bucket's value from the parts `total, count, minimum, maximum, last`. With MAX(at) in the row, `last` is the
 * newest.
 */
const aggregates: Readonly<Record<BucketAggregation, Sql>> = {
  mean: sql`SUM(total) / SUM(count)`,
  min: sql`MIN(minimum)`,
  max: sql`MAX(maximum)`,
  sum: sql`SUM(total)`,
  count: sql`SUM(count)`,
  last: sql`last`,
};

/** Wide buckets and long ranges need no raw rows; where buckets begin within an hour, raw rows are exact. */
export function prefersHourly(
  range: TimeRange,
  { width, onFullHours }: Pick<Buckets, 'width' | 'onFullHours'>,
): boolean {
  return (width >= HOUR_MS && onFullHours) || range.to - range.from > RAW_RANGE_MS;
}

const floorHour = (at: number) => at - (at % HOUR_MS);

/** Time up to which the roll-up answers, when the roll-up is preferred and reaches as far as `lastHour`. */
export function rolledUpUntil(lastHour: number | null, now: number): number {
  if (lastHour === null) return 0;
  return Math.min(lastHour + HOUR_MS, floorHour(now - SETTLING_MS) + HOUR_MS);
}

export interface SampleQuery {
  readonly metricId: number;
  /** One node, or the nodes to combine, with the history of former numbers. */
  readonly nodes: readonly number[];
  /** Channels the samples were sent on; null = any. */
  readonly channelIds: readonly number[] | null;
  readonly range: TimeRange;
  readonly buckets: Buckets;
  readonly aggregation: BucketAggregation;
}

interface Reach {
  readonly firstRaw: number | null;
  readonly lastHour: number | null;
}

/** The first raw row and the last hour of the roll-up: two index look-ups per series. */
function reachOf(reader: Reader, { metricId, nodes }: SampleQuery): Reach {
  const reach = (node: number): Reach | undefined =>
    reader.first(sql<Reach>`
      SELECT (SELECT MIN(at) FROM samples WHERE metric_id = ${metricId} AND node_num = ${node}) AS firstRaw,
             (SELECT MAX(hour) FROM samples_hourly WHERE metric_id = ${metricId} AND node_num = ${node}) AS lastHour`);
  const nowhere: Reach = { firstRaw: null, lastHour: null };
  return nodes.reduce<Reach>((all, node) => {
    const one = reach(node) ?? nowhere;
    return { firstRaw: earliest(all.firstRaw, one.firstRaw), lastHour: latest(all.lastHour, one.lastHour) };
  }, nowhere);
}

const earliest = (left: number | null, right: number | null) =>
  left === null || right === null ? (left ?? right) : Math.min(left, right);
const latest = (left: number | null, right: number | null) =>
  left === null || right === null ? (left ?? right) : Math.max(left, right);

/** Before the returned time the roll-up answers, from it on raw rows do. */
function splitAt(reader: Reader, query: SampleQuery): number {
  const { firstRaw, lastHour } = reachOf(reader, query);
  if (query.channelIds === null && prefersHourly(query.range, query.buckets))
    return rolledUpUntil(lastHour, reader.now);
  if (firstRaw === null) return lastHour === null ? 0 : lastHour + HOUR_MS;
  return Math.min(floorHour(firstRaw), lastHour === null ? 0 : lastHour + HOUR_MS);
}

/** The parts `at, count, total, minimum, maximum, last` of hours and single samples. */
function partsOf(reader: Reader, query: SampleQuery): Sql {
  const { metricId, nodes, channelIds, range } = query;
  const split = splitAt(reader, query);
  const sentOn = channelIds === null ? sql`TRUE` : notOnOtherChannels(sql`s.packet_row`, channelIds);
  const hourly = inRange(sql`h.hour`, { from: floorHour(range.from), to: Math.min(split, range.to) });
  const raw = inRange(sql`s.at`, { from: Math.max(range.from, split), to: range.to });
  return sql`
    SELECT h.hour AS at, h.count, h.total, h.minimum, h.maximum, h.last FROM samples_hourly h
    WHERE h.metric_id = ${metricId} AND ${isOneOf(sql`h.node_num`, nodes)} AND ${hourly} AND ${cancellable(sql`h.count`)}
    UNION ALL
    SELECT s.at, 1, s.value, s.value, s.value, s.value FROM samples s
    WHERE s.metric_id = ${metricId} AND ${isOneOf(sql`s.node_num`, nodes)} AND ${raw} AND ${sentOn}
      AND ${cancellable(sql`s.packet_row`)}`;
}

/**
 * Samples of a node that sent on the asked channels only need no look at their packets, which the roll-up does not know:
 * its hours from before the oldest raw sample count for every channel of a node.
 */
function queriesByChannel(reader: Reader, query: SampleQuery): SampleQuery[] {
  const { nodes, channelIds } = query;
  if (channelIds === null) return [query];
  const several = new Set(nodesOnSeveralChannels(reader, nodes, channelIds));
  return [
    { ...query, nodes: nodes.filter((node) => !several.has(node)), channelIds: null },
    { ...query, nodes: nodes.filter((node) => several.has(node)) },
  ].filter((one) => one.nodes.length > 0);
}

/** Points of the series, oldest first; times are the starts of the buckets. */
export function readSamples(reader: Reader, query: SampleQuery): Point[] {
  const { buckets, aggregation } = query;
  const asked = { ...query, nodes: reader.aliases.expand(query.nodes) };
  const [first, ...others] = queriesByChannel(reader, asked).map((one) => partsOf(reader, one));
  if (first === undefined) return [];
  const parts = others.reduce((left, right) => sql`${left} UNION ALL ${right}`, first);
  const rows = reader.tuples(sql<[number, number, number]>`
    SELECT ${buckets.sql(sql`at`)} AS bucket, ${aggregates[aggregation]} AS value, MAX(at)
    FROM (${parts}) GROUP BY bucket ORDER BY bucket`);
  return rows.map(([at, value]) => [at, value]);
}

/**
 * Growth of a counter per minute from each reading to the next. A counter that fell was reset when its node restarted.
 */
export function ratesPerMinute(readings: readonly Point[]): Point[] {
  return readings.slice(1).map(([at, value], before) => {
    const [since, earlier] = readings[before] ?? [at, value];
    const growth = value >= earlier ? value - earlier : value;
    return [at, growth / ((at - since) / MINUTE_MS)];
  });
}
