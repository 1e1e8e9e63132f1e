import { z } from 'zod';
import { aggregationNames } from '../aggregations.js';
import { adhocKeyNames, adhocOperators } from '../adhoc.js';
import { findingKindNames } from '../findings.js';
import { queryLimits, queryListLimits, MAX_PORTNUM } from '../limits.js';
import { linkKindNames } from '../link-kinds.js';
import { boundsSchema, nodeIdSchema } from '../resources.js';
import { statNames } from '../stats.js';
import { trafficGroupNames, trafficUnitNames } from '../traffic.js';

const names = (max: number) => z.array(z.string().min(1).max(200)).max(max).default([]);

/** Ad hoc filter of a dashboard. */
export const adhocFilterSchema = z.object({
  key: z.enum(adhocKeyNames),
  operator: z.enum(adhocOperators),
  value: z.string().max(queryLimits.filterText),
  values: z.array(z.string().max(queryLimits.filterText)).max(500).optional(),
});
export type AdhocFilter = z.infer<typeof adhocFilterSchema>;

export const adhocFiltersSchema = z.array(adhocFilterSchema).max(queryListLimits.filters).default([]);

/** Options of every query: its identity, filters and limits. An empty list means "all". */
export const commonOptions = {
  refId: z.string().min(1).max(queryLimits.refId),
  hide: z.boolean().optional(),
  nodes: z.array(nodeIdSchema).max(queryListLimits.nodes).default([]).describe('Node ids; empty = all'),
  gateways: z.array(nodeIdSchema).max(queryListLimits.gateways).default([]),
  channels: names(queryListLimits.channels),
  roles: names(queryListLimits.roles),
  portnums: z.array(z.number().int().min(0).max(MAX_PORTNUM)).max(queryListLimits.portnums).default([]),
  bounds: boundsSchema.optional(),
  search: z.string().max(queryLimits.search).optional(),
  filters: adhocFiltersSchema,
  limit: z.number().int().min(1).max(queryLimits.rows).optional(),
  maxDataPoints: z.number().int().min(1).max(queryLimits.dataPoints).optional(),
  intervalMs: z.number().min(1).optional(),
};

/** Options of some query types. */
export const queryOptions = {
  metrics: names(queryListLimits.metrics).describe(
    'Metrics of the catalog (timeseries, values), added columns (nodes), metrics of the collector, `snr`, `margin` or `rssi` (signal)',
  ),
  linkKinds: z.array(z.enum(linkKindNames)).max(queryListLimits.linkKinds).default([]),
  eventKinds: names(queryListLimits.eventKinds),
  findingKinds: z.array(z.enum(findingKindNames)).max(queryListLimits.findingKinds).default([]),
  aggregation: z.enum(aggregationNames).default('mean'),
  combine: z.boolean().default(false).describe('One series over all nodes instead of one per node'),
  seaLevel: z
    .boolean()
    .default(false)
    .describe(
      'Reduce barometric pressure to sea level, by the altitude and temperature of each node; without an altitude there is no series',
    ),
  stat: z.enum(statNames).default('nodes_online'),
  trafficBy: z.enum(trafficGroupNames).default('port'),
  trafficUnit: z.enum(trafficUnitNames).default('packets'),
  legend: z
    .string()
    .max(queryLimits.legend)
    .optional()
    .describe('Series name; `{{node}}`, `{{shortName}}`, `{{longName}}`, `{{metric}}`, `{{title}}` … are replaced'),
  includeSilent: z.boolean().default(true).describe('Include what was silent during the whole range'),
  above: z.number().optional().describe('Only values greater than this one'),
  below: z.number().optional().describe('Only values less than this one'),
  labels: z
    .enum(['names', 'ids'])
    .default('names')
    .describe('`ids`: nothing that people may rename, so that an alert stays the same when they do'),
  format: z.enum(['table', 'logs']).default('table').describe('`logs` for Explore and the logs panel'),
  thresholds: z
    .boolean()
    .default(true)
    .describe("Put the domain's thresholds and mappings into the frames, where they win over a panel's options"),
};
export type OptionName = keyof typeof queryOptions;

type Input<T> = T extends z.ZodType ? z.input<T> : never;
/** Options as they may be given, none of them needed. */
export type QueryOptions = { readonly [Name in OptionName]?: Readonly<Input<(typeof queryOptions)[Name]>> };
