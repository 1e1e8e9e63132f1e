/**
 * The saved query of a dashboard, an alert rule or an annotation, and the answer. It holds nothing that only a browser
 * can resolve: variables are interpolated before it is sent, and an empty list always means "all".
 */
import { z } from 'zod';
import type { FrameJson } from './frames.js';
import { queryLimits, variableLimits } from './limits.js';
import type { QueryType } from './queries/index.js';
import { adhocFiltersSchema } from './queries/query-options.js';
import { queryVariants } from './queries/variants.js';
import { isTimeZone } from './time-zone.js';
import { variableKindNames } from './variable-kinds.js';

export type { AdhocFilter } from './queries/query-options.js';

export const meshQuerySchema = z.discriminatedUnion('queryType', queryVariants);
/** As sent: everything but refId and queryType may be left out. */
export type MeshQuery = z.input<typeof meshQuerySchema>;
/** A query of one type, as sent. */
export type MeshQueryOf<T extends QueryType> = Extract<MeshQuery, { queryType: T }>;
/** As executed, with every default. */
export type ResolvedQuery = z.output<typeof meshQuerySchema>;
/** An executed query of one type. */
export type ResolvedQueryOf<T extends QueryType> = Extract<ResolvedQuery, { queryType: T }>;

const time = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);

/** Zone in which days and hours of graphs begin. Alert rules name none. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'a time zone such as UTC or Europe/Berlin' })
  .default('UTC')
  .describe('Buckets of an hour and more begin at local hours and midnights of this zone (IANA name)');

export const queryRequestSchema = z.object({
  /** Unix milliseconds, as number or digits. */
  from: time,
  to: time,
  timeZone: timeZoneSchema,
  queries: z.array(meshQuerySchema).min(1).max(queryLimits.queries),
});
export type QueryRequest = z.output<typeof queryRequestSchema>;

/** As sent. */
export type QueryRequestBody = z.input<typeof queryRequestSchema>;

export interface QueryResult {
  status: number;
  frames: FrameJson[];
  error?: string;
}
export interface QueryResponse {
  results: Record<string, QueryResult>;
}

export const variablesRequestSchema = z.object({
  kind: z.enum(variableKindNames),
  from: time.optional(),
  to: time.optional(),
  search: z.string().max(queryLimits.search).optional(),
  filters: adhocFiltersSchema,
  limit: z.number().int().min(1).max(variableLimits.values).default(variableLimits.defaultValues),
});
export type VariablesRequest = z.output<typeof variablesRequestSchema>;

/** As sent. */
export type VariablesRequestBody = z.input<typeof variablesRequestSchema>;

/** `text` is what people read, `value` what queries use. `group`: the kind of choice, where there are several. */
export interface VariableValue {
  text: string;
  value: string;
  group?: string;
}
