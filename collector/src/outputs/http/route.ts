import type { ListFilter } from '@mesh-observatory/contract/resources';
import type { Viewer } from '../../store/store.js';
import type { CollectorStatus, HttpParts } from './parts.js';
import type { Parameter } from './parameters.js';
import type { SchemaName } from './schemas.js';

/** Protection of a route. The server does not start with a route that has none. */
export interface RoutePolicy {
  /** `token`: only for clients the access policy lets in. `open`: for everyone. */
  readonly auth: 'token' | 'open';
  /** Whether it counts against the rate limit; `refusals`: only when it is refused, so that monitoring is never cut off. */
  readonly rate: 'counted' | 'refusals' | 'free';
  /**
   * `memory`: answers from memory. `store`: reads the store. `control`: changes what the collector does, which anonymous
   * clients may not.
   */
  readonly work: 'memory' | 'store' | 'control';
}

export interface ApiRequest {
  /** The query parameters, read and checked; `{}` when the route takes none. */
  readonly filter: ListFilter;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Parsed JSON, not yet validated; undefined when the route takes none. */
  readonly body: unknown;
  readonly wantsCsv: boolean;
  /** Aborts when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Queries of different viewers take turns. */
  readonly viewer: Viewer;
}

export type Reply =
  | { readonly status?: number; readonly json: unknown }
  | { readonly contentType: string; readonly text: string; readonly headers?: Readonly<Record<string, string>> };

/** The parts as handlers see them: what is expensive to produce is shared among requests. */
export type RouteParts = Pick<
  HttpParts,
  'read' | 'readiness' | 'ingestion' | 'metricsText' | 'metricsJson' | 'nowFn'
> & {
  readonly status: () => CollectorStatus;
};

export interface RouteResponse {
  readonly status: number;
  readonly description: string;
  readonly schema?: SchemaName;
  /** Other than JSON. */
  readonly text?: { readonly contentType: string; readonly headers?: Readonly<Record<string, string>> };
}

/** One method on one path: its protection, documentation and implementation. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/nodes/{nodeId}`. */
  readonly path: string;
  readonly policy: RoutePolicy;
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Query parameters; all others are refused with 400. `ignored`: a probe answers whatever its URL has appended. */
  readonly parameters: readonly Parameter[] | 'ignored';
  readonly body?: SchemaName;
  readonly responses: readonly RouteResponse[];
  /** Statuses beyond those that the policy, the parameters and the body bring with them. */
  readonly errors?: readonly number[];
  readonly handle: (request: ApiRequest, parts: RouteParts) => Promise<Reply>;
}

/** Policies of ordinary reads. */
export const readsStore: RoutePolicy = { auth: 'token', rate: 'counted', work: 'store' };
export const readsMemory: RoutePolicy = { auth: 'token', rate: 'counted', work: 'memory' };
/** Policy of probes and scrapes: they must work whatever else happens. */
export const isMonitored: RoutePolicy = { auth: 'token', rate: 'refusals', work: 'memory' };
