import type { MetricDefinition } from '../model.js';
import { airQualityRows } from './catalog/air-quality.js';
import { deviceRows, hostRows, localStatsRows, trafficManagementRows } from './catalog/device.js';
import { environmentRows, healthRows, powerRows } from './catalog/environment.js';
import { otherRows } from './catalog/other.js';
import type { CatalogRow } from './catalog/row.js';

/**
 * Every number a mesh measures: one row each, in `catalog/`. A row is all it takes to decode, store, query and export a
 * new field. Metric keys are stable: queries and dashboards name them.
 */
export const catalogRows: readonly CatalogRow[] = [
  ...deviceRows,
  ...environmentRows,
  ...airQualityRows,
  ...powerRows,
  ...localStatsRows,
  ...healthRows,
  ...hostRows,
  ...trafficManagementRows,
  ...otherRows,
];

/** The catalog without what only the decoder needs. */
export const metricCatalog: readonly MetricDefinition[] = catalogRows;
