import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { MeshRadio } from '@mesh-observatory/contract/mesh-radio';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { OptionName } from '@mesh-observatory/contract/queries/query-options';
import type { ResolvedQuery, ResolvedQueryOf } from '@mesh-observatory/contract/query';
import { DAY_MS } from '@mesh-observatory/contract/time';
import type { Reader } from '../connection.js';
import type { TimeRange } from '../sql.js';
import { createBuckets, type Buckets } from './buckets.js';

/** Everything a query type needs to build its frames. */
export interface FrameContext<Query extends ResolvedQuery = ResolvedQuery> {
  readonly reader: Reader;
  readonly query: Query;
  readonly range: TimeRange;
  /** Zone in which days begin. */
  readonly timeZone: string;
  /** Path of the node dashboard in Grafana, without parameters. */
  readonly nodeDashboardUrl: string;
  /** Modem presets and region, by map reports and settings. */
  readonly radio: MeshRadio;
  /** Health of the collector when the query was sent; undefined in tools that read without one. */
  readonly health: CollectorHealth | undefined;
}

/** The context of any query that takes this option. */
export type ContextWith<Option extends OptionName> = FrameContext<Extract<ResolvedQuery, Record<Option, unknown>>>;

/** Executed queries by their type. */
export type QueriesByType = { [T in QueryType]: ResolvedQueryOf<T> };
export type ContextOf<T extends QueryType> = FrameContext<QueriesByType[T]>;
export type FrameBuilder<T extends QueryType> = (context: ContextOf<T>) => FrameJson[];
export type FrameBuilders = { readonly [T in QueryType]: FrameBuilder<T> };

const DEFAULT_POINTS = 1000;
const ROWS_READ_MS = 7 * DAY_MS;
const FEW_NODES = 50;

/** Rows of packets, receptions and positions are read for the last seven days of a range at most. */
export function lastWeekOf({ from, to }: TimeRange): TimeRange {
  return { from: Math.max(from, to - ROWS_READ_MS), to };
}

/** The packets of so few nodes are found by the index on the sender, however long the range. */
export function hasFewNodes(nodes: readonly unknown[] | null): boolean {
  return nodes !== null && nodes.length <= FEW_NODES;
}

export function maxPoints(query: ResolvedQuery): number {
  return query.maxDataPoints ?? DEFAULT_POINTS;
}

/** Width of the buckets of a series: no finer than requested, no more of them than fit, whole multiples of `unitMs`. */
export function bucketMs({ query, range }: FrameContext, unitMs = 1): number {
  const wanted = Math.max(query.intervalMs ?? 1, (range.to - range.from) / maxPoints(query), 1);
  return Math.ceil(wanted / unitMs) * unitMs;
}

/** Buckets of a series: no finer than requested, no more of them than fit, in the time zone of the query. */
export function bucketsOf(context: FrameContext, unitMs = 1): Buckets {
  return createBuckets(context.timeZone, bucketMs(context, unitMs), context.range);
}
