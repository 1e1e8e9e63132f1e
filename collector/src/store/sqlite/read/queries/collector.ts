import {
  collectorMetrics,
  isCollectorMetric,
  type CollectorMetricTerm,
  type CollectorMetricName,
} from '@mesh-observatory/contract/collector-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { RequestError } from '../../../../errors.js';
import { sql, cancellable, inRange, type Sql } from '../sql.js';
import type { Buckets } from '../frames/buckets.js';
import { bucketsOf, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { unitConfig } from '../frames/field-config.js';
import { legendOf, buildSeriesFrame } from '../frames/time-series.js';
import type { BucketAggregation, Point } from '../frames/samples.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

/** With MAX(at) in the row, a bare column is that of the newest reading. */
const aggregates: Readonly<Record<BucketAggregation, Sql>> = {
  mean: sql`AVG(s.value)`,
  min: sql`MIN(s.value)`,
  max: sql`MAX(s.value)`,
  sum: sql`SUM(s.value)`,
  count: sql`COUNT(*)`,
  last: sql`s.value`,
};

/** `mean` is the default of queries: then the aggregation is that of the metric. */
function aggregationOf(metric: CollectorMetricTerm, { query }: ContextOf<'collector'>): BucketAggregation {
  // Counters are stored as rates already.
  const asked = query.aggregation === 'rate_per_minute' ? 'mean' : query.aggregation;
  return asked === 'mean' ? metric.point : asked;
}

function readPoints(context: ContextOf<'collector'>, name: CollectorMetricName, buckets: Buckets): Point[] {
  const { reader, range } = context;
  const aggregate = aggregates[aggregationOf(collectorMetrics[name], context)];
  return reader
    .tuples(
      sql<[number, number, number]>`
      SELECT ${buckets.sql(sql`s.at`)} AS bucket, ${aggregate}, MAX(s.at) FROM collector_samples s
      WHERE s.metric_id = (SELECT metric_id FROM collector_metrics WHERE metric = ${name})
        AND ${inRange(sql`s.at`, range)} AND ${cancellable(sql`(s.at / ${MINUTE_MS})`)}
      GROUP BY bucket ORDER BY bucket`,
    )
    .map(([at, value]) => [at, value]);
}

function frameOf(context: ContextOf<'collector'>, name: CollectorMetricName, buckets: Buckets): FrameJson {
  const { title, description, unit } = collectorMetrics[name];
  const labels = { metric: name };
  return buildSeriesFrame({
    refId: context.query.refId,
    name,
    labels,
    config: {
      displayNameFromDS: legendOf(context.query.legend, labels, title),
      description,
      ...unitConfig(unit),
      min: 0,
    },
    interval: buckets.widest,
    points: readPoints(context, name, buckets),
  });
}

/** History of the collector itself, one frame per metric. */
export const buildCollector: FrameBuilder<'collector'> = (context) => {
  const buckets = bucketsOf(context, MINUTE_MS);
  return [...new Set(context.query.metrics)].map((name) => {
    if (isCollectorMetric(name)) return frameOf(context, name, buckets);
    const known = Object.keys(collectorMetrics).join(', ');
    throw new RequestError('bad_metric', `The collector has no history of ${name}; allowed are ${known}.`);
  });
};

export const live: LiveRule<'collector'> = readAgainAfter([], 10_000);
