import type { CollectorHealth } from '../../../contract/collector-metrics.js';
import type { FrameJson } from '../../../contract/frames.js';
import type { QueryType, ResolvedQuery } from '../../../contract/query.js';
import type { Reader } from '../read-connection.js';
import type { TimeRange } from '../read-gateways.js';
import type { Column } from './frame.js';
import { nodeLinks } from './field-config.js';

/** What a query type builds its frames from. */
export interface FrameContext {
  readonly reader: Reader;
  readonly query: ResolvedQuery;
  readonly range: TimeRange;
  /** Path of the node dashboard in Grafana, without parameters. */
  readonly nodeDashboardUrl: string;
  /** How the collector was when the query was asked; undefined where nobody knows. */
  readonly health: CollectorHealth | undefined;
}

export type FrameBuilder = (context: FrameContext) => FrameJson[];
export type FrameBuilders = Readonly<Record<QueryType, FrameBuilder>>;

const DEFAULT_POINTS = 1000;

export function maxPoints(query: ResolvedQuery): number {
  return query.maxDataPoints ?? DEFAULT_POINTS;
}

/** Width of the buckets of a series: no finer than asked for, no more of them than fit, whole multiples of `unitMs`. */
export function bucketMs({ query, range }: FrameContext, unitMs = 1): number {
  const wanted = Math.max(query.intervalMs ?? 1, (range.to - range.from) / maxPoints(query), 1);
  return Math.ceil(wanted / unitMs) * unitMs;
}

/** A field of node ids that leads to the node's dashboard. */
export function idColumn<Row>(
  context: FrameContext,
  name: string,
  displayName: string,
  value: (row: Row) => string | null,
): Column<Row> {
  const links = nodeLinks(context.nodeDashboardUrl, `\${__data.fields.${name}}`);
  return { name, type: 'string', config: { displayName, links }, value };
}

/** A field of names whose node id is in the field `idField`. */
export function nameColumn<Row>(
  context: FrameContext,
  name: string,
  displayName: string,
  idField: string,
  value: (row: Row) => string | null,
): Column<Row> {
  const links = nodeLinks(context.nodeDashboardUrl, `\${__data.fields.${idField}}`);
  return { name, type: 'string', config: { displayName, links }, value };
}
