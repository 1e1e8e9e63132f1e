import { derivedMetrics, type DerivedMetric } from '@mesh-observatory/contract/derived-metrics';
import type { CatalogEntry } from '@mesh-observatory/contract/resources';
import type { Reader } from './connection.js';
import { isOneOf, sql } from './sql.js';

interface MetricRow {
  readonly metric_id: number;
  readonly metric: string;
  readonly variant: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly kind: CatalogEntry['kind'];
  readonly prometheus_name: string;
}

/** Columns of a metric that frames need. */
export type MetricEntry = Pick<MetricRow, 'metric_id' | 'metric' | 'title' | 'description' | 'unit' | 'kind'>;

/** Catalog entries by name; unknown names are left out. */
export function readCatalogEntries(reader: Reader, metrics: readonly string[]): Map<string, MetricEntry> {
  const rows = reader.all(sql<MetricEntry>`
    SELECT m.metric_id, m.metric, m.title, m.description, m.unit, m.kind FROM metrics m
    WHERE ${isOneOf(sql`m.metric`, metrics)}`);
  return new Map(rows.map((row) => [row.metric, row]));
}

const derived = Object.entries<DerivedMetric>(derivedMetrics).map(
  ([metric, { entity, title, description, unit }]): CatalogEntry => ({
    metric,
    variant: 'derived',
    title,
    description,
    unit,
    kind: 'gauge',
    prometheusName: null,
    nodes: null,
    derived: true,
    entity,
  }),
);

/** Every metric with the number of nodes that have reported it, and the metrics the collector derives. */
export function readCatalog(reader: Reader): CatalogEntry[] {
  const rows = reader.all(sql<MetricRow & { nodes: number }>`
    SELECT m.*, COALESCE(reported.nodes, 0) AS nodes FROM metrics m
      LEFT JOIN (SELECT metric_id, COUNT(*) AS nodes FROM node_metrics GROUP BY metric_id) reported USING (metric_id)
    ORDER BY m.metric_id`);
  const reported = rows.map((row): CatalogEntry => ({
    metric: row.metric,
    variant: row.variant,
    title: row.title,
    description: row.description,
    unit: row.unit,
    kind: row.kind,
    prometheusName: row.prometheus_name,
    nodes: row.nodes,
    derived: false,
    entity: 'node',
  }));
  return [...reported, ...derived];
}
