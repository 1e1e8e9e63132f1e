import type { ListFilter } from '@mesh-observatory/contract/resources';
import type { CollectorStatus, HttpParts } from './parts.js';
import type { Parameter } from './parameters.js';
import type { SchemaName } from './schemas.js';

/** What every route has to decide about itself. A route without a policy does not start. */
export interface RoutePolicy {
  /** `token`: only with the bearer token, when one is configured. `open`: for everybody. */
  readonly auth: 'token' | 'open';
  /** Whether it counts against the rate limit. */
  readonly rate: 'counted' | 'free';
  /**
   * `memory`: answers from memory. `store`: reads the store, so at most `concurrentReads` at once. `control`: changes what
   * the collector does, so a browser on a foreign page must not be able to call it.
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

/** One method on one path: how it is guarded, how it is documented, what it does. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/nodes/{nodeId}`. */
  readonly path: string;
  readonly policy: RoutePolicy;
  readonly tag: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Query parameters; all others are a 400. `ignored`: a probe answers whatever somebody appends to its URL. */
  readonly parameters: readonly Parameter[] | 'ignored';
  readonly body?: SchemaName;
  readonly responses: readonly RouteResponse[];
  /** Statuses beyond those that the policy, the parameters and the body bring with them. */
  readonly errors?: readonly number[];
  readonly handle: (request: ApiRequest, parts: RouteParts) => Promise<Reply>;
}

/** What a GET on the store needs: the usual policy. */
export const readsStore: RoutePolicy = { auth: 'token', rate: 'counted', work: 'store' };
export const readsMemory: RoutePolicy = { auth: 'token', rate: 'counted', work: 'memory' };
