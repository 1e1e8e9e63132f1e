import { isolated } from '@mesh-observatory/contract/isolated';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { FieldConfigJson, FrameJson } from '@mesh-observatory/contract/frames';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import { RequestError } from '../../../../errors.js';
import { readCatalogEntries, type MetricEntry } from '../catalog.js';
import { nodeId } from '../../rows/node-id.js';
import { inScope, nodesHeard, resolveScope, type Scope } from '../scope.js';
import { sql } from '../sql.js';
import { bucketsOf, type FrameBuilder, type ContextOf } from '../frames/context.js';
import type { Buckets } from '../frames/buckets.js';
import { altitudesOf, PRESSURE, reducePressure } from '../frames/sea-level.js';
import { domainConfig, nodeLinks, unitConfig } from '../frames/field-config.js';
import { limitNotice, truncation, withNotices } from '../frames/frame.js';
import { legendOf, buildSeriesFrame } from '../frames/time-series.js';
import { prefersHourly, readSamples, ratesPerMinute, type BucketAggregation, type Point } from '../frames/samples.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_SERIES = 1000;
const MAX_TOTAL_POINTS = 200_000;
const RATE_CONFIG: FieldConfigJson = { unit: 'suffix: /min', decimals: 1, min: 0 };

const isRate = ({ query }: ContextOf<'timeseries'>) => query.aggregation === 'rate_per_minute';

interface SeriesRow {
  readonly node_num: number;
  readonly short_name: string | null;
  readonly long_name: string | null;
  readonly role: string | null;
}

interface Series {
  readonly entry: MetricEntry;
  readonly nodes: readonly number[];
  readonly labels: Record<string, string>;
  readonly name: string;
}

/** The mean of a counter or a state has no meaning: those show their latest value. */
function aggregationOf(entry: MetricEntry, { query }: ContextOf<'timeseries'>): BucketAggregation {
  if (query.aggregation === 'rate_per_minute') return 'last';
  if (entry.kind === 'gauge' || query.aggregation !== 'mean') return query.aggregation;
  return query.combine ? 'max' : 'last';
}

function labelsOf(row: SeriesRow, metric: string): Record<string, string> {
  return {
    node: nodeId(row.node_num),
    ...(row.short_name === null ? {} : { shortName: row.short_name }),
    ...(row.long_name === null ? {} : { longName: row.long_name }),
    metric,
    ...(row.role === null ? {} : { role: row.role }),
  };
}

/** Nodes that reported the metric in or after the range, newest report first; silent ones only when they are named. */
function reporters(context: ContextOf<'timeseries'>, entry: MetricEntry, nodes: readonly number[] | null) {
  const { reader, query, range } = context;
  const silentToo = query.includeSilent && query.nodes.length > 0 && !query.combine;
  return reader.all(sql<SeriesRow>`
    SELECT n.node_num, n.short_name, n.long_name, n.role FROM node_metrics nm JOIN nodes n USING (node_num)
    WHERE nm.metric_id = ${entry.metric_id} AND ${inScope(sql`nm.node_num`, nodes)}
      AND ${silentToo ? sql`TRUE` : sql`nm.at >= ${range.from}`}
    ORDER BY nm.at DESC, n.node_num`);
}

function seriesOf(context: ContextOf<'timeseries'>, scope: Scope): Series[] {
  const { reader, query, range } = context;
  const catalog = readCatalogEntries(reader, query.metrics);
  const missing = query.metrics.filter((metric) => !catalog.has(metric));
  if (missing.length > 0) {
    throw new RequestError('bad_metric', `No such metric: ${missing.join(', ')}. The catalog lists all of them.`);
  }
  const nodes = nodesHeard(reader, scope, range);
  if (query.combine && isRate(context)) {
    throw new RequestError('bad_query', 'rate_per_minute is about one node each; leave out combine.');
  }
  if (query.combine && query.seaLevel) {
    throw new RequestError('bad_query', 'seaLevel is about one node each; leave out combine.');
  }
  const several = catalog.size > 1;
  return [...catalog.values()].flatMap((entry): Series[] => {
    const rows = reporters(context, entry, nodes);
    if (query.combine) {
      const labels = { metric: entry.metric };
      const name = legendOf(query.legend, { ...labels, title: entry.title }, entry.title);
      return rows.length === 0 ? [] : [{ entry, nodes: rows.map((row) => row.node_num), labels, name }];
    }
    return rows.map((row) => {
      const labels = labelsOf(row, entry.metric);
      const node = row.short_name ?? nodeId(row.node_num);
      return {
        entry,
        nodes: [row.node_num],
        labels,
        name: legendOf(
          query.legend,
          { ...labels, title: entry.title },
          several ? `${isolated(node)} ${entry.title}` : node,
        ),
      };
    });
  });
}

function seriesFrame(
  context: ContextOf<'timeseries'>,
  { entry, labels, name }: Series,
  points: readonly Point[],
): FrameJson {
  const links = 'node' in labels ? { links: nodeLinks(context.nodeDashboardUrl, '${__field.labels.node}') } : {};
  return buildSeriesFrame({
    refId: context.query.refId,
    name: entry.metric,
    labels,
    config: {
      displayNameFromDS: name,
      description: entry.description,
      ...(isRate(context) ? RATE_CONFIG : unitConfig(entry.unit)),
      ...seriesConfig(context, entry.metric),
      ...links,
    },
    points,
  });
}

/** Color by threshold would give most lines of a graph the same color: series keep their own. */
function seriesConfig({ query, radio }: ContextOf<'timeseries'>, metric: string): FieldConfigJson {
  const { color: _byThreshold, ...config } = domainConfig(metric, query.thresholds, radio);
  return config;
}

/** The points as they are, but for pressure that is to be reduced to sea level. */
function atLevelOfSea(
  context: ContextOf<'timeseries'>,
  { entry, nodes }: Series,
  points: readonly Point[],
  buckets: Buckets,
): readonly Point[] {
  if (!context.query.seaLevel || entry.metric !== PRESSURE) return points;
  const [altitude] = altitudesOf(context, nodes).values();
  return altitude === undefined
    ? []
    : reducePressure(context, points, altitude, { nodes, channelIds: null, range: context.range, buckets });
}

/** One frame per node and metric, or per metric when nodes are combined. Times ascend, values are never null. */
export const buildTimeseries: FrameBuilder<'timeseries'> = (context) => {
  const { query, reader, range } = context;
  const scope = resolveScope(reader, query);
  const all = seriesOf(context, scope);
  const limit = Math.min(query.limit ?? queryDefinitions.timeseries.limit.default, MAX_SERIES);
  const fine = bucketsOf(context);
  const buckets = prefersHourly(range, fine) ? bucketsOf(context, HOUR_MS) : fine;
  const frames: FrameJson[] = [];
  let total = 0;
  for (const series of all.slice(0, limit)) {
    if (total >= MAX_TOTAL_POINTS) break;
    const aggregation = aggregationOf(series.entry, context);
    const readings = readSamples(reader, {
      metricId: series.entry.metric_id,
      nodes: series.nodes,
      channelIds: scope.channelIds,
      range,
      buckets,
      aggregation,
    });
    const points = isRate(context) ? ratesPerMinute(readings) : atLevelOfSea(context, series, readings, buckets);
    total += points.length;
    if (points.length > 0 || (query.includeSilent && query.nodes.length > 0))
      frames.push(seriesFrame(context, series, points));
  }
  return withNotices(frames, [
    ...limitNotice(
      query,
      all.length > limit,
      `Only ${limit} of ${all.length} series are shown: those that reported last.`,
    ),
    ...truncation(total >= MAX_TOTAL_POINTS, `Stopped after ${total} points; ask for a shorter range or fewer nodes.`),
  ]);
};

export const live: LiveRule<'timeseries'> = readAgainAfter(['telemetry'], 1000);
