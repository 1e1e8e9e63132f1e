import type { Logger } from 'pino';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../../model.js';
import type { ReadStore, StoreSizes } from '../../store/store.js';

/** Percentiles of one measured duration since the start of the process; NaN before the first measurement. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What the process says about itself, read at the moment of the request. */
export interface CollectorStatus {
  readonly version: string;
  readonly startedAt: UnixMillis;
  /** True when the mesh is simulated: every consumer must be able to say so. */
  readonly simulated: boolean;
  readonly brokers: readonly BrokerStatus[];
  readonly pipeline: PipelineStatus;
  readonly store: StoreSizes;
  readonly hotState: { readonly size: number; /** 0–1; NaN before the first look-up. */ readonly hitRate: number };
  readonly liveSessions: number;
  /** By name, e.g. `commit`, `ingest`. */
  readonly latencies: Readonly<Record<string, LatencySummary>>;
}

/** Broker connected and store writable, or why not. `code` is stable: `mqtt_refused`, `store_full` … */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

/** Starts and stops taking messages from the brokers. Both may be called in any state, any number of times. */
export interface IngestionControl {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface StaticSite {
  /** Where it is served, e.g. `/preview`; `/` only finds what no route matches. */
  readonly path: string;
  /** Absolute path of the folder. */
  readonly directory: string;
  /** Default `token`. `open` serves the files to everybody; the API they call is guarded all the same. */
  readonly auth?: 'token' | 'open';
  /** Replaces the default policy for pages: own scripts, inline styles, https images, calls to anywhere. */
  readonly contentSecurityPolicy?: string;
}

export interface HttpLimits {
  /** Requests per minute and address; 0 = no limit. */
  readonly requestsPerMinute: number;
  /** Requests that may read the store at the same moment; more are answered 503. */
  readonly concurrentReads: number;
  /** Open sockets, WebSockets included; more are refused by closing them. */
  readonly connections: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Idle sockets stay open longer than a Go proxy (Grafana: 90 s) keeps them, so that it never writes to a closed one. */
  readonly keepAliveTimeoutMs: number;
  /** How long a read may take before it is cancelled and answered 504. */
  readonly readDeadlineMs: number;
  /** How long starting or stopping ingestion may take before the request (not the work) ends with 504. */
  readonly controlDeadlineMs: number;
  /** A scrape this young is handed out again instead of collected again. */
  readonly metricsMaxAgeMs: number;
  readonly urlBytes: number;
  readonly bodyBytes: number;
  readonly stopTimeoutMs: number;
}

export const defaultLimits: HttpLimits = {
  requestsPerMinute: 3000,
  concurrentReads: 64,
  connections: 512,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 95_000,
  readDeadlineMs: 10_000,
  controlDeadlineMs: 10_000,
  metricsMaxAgeMs: 1000,
  urlBytes: 2048,
  bodyBytes: 256 * 1024,
  stopTimeoutMs: 2000,
};

export interface HttpConfig {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Without a token everything is open: whether that is allowed is decided where the configuration is read. */
  readonly apiToken: string | undefined;
  /** Origins browsers may call from; empty = none. */
  readonly corsOrigins: readonly string[];
  /** Number of trusted proxies in front, or their addresses. Default: none, `X-Forwarded-For` is ignored. */
  readonly trustProxy?: number | readonly string[];
  readonly limits?: Partial<HttpLimits>;
}

/** Everything the HTTP output is made of. It only reads, but for the two verbs of `ingestion`. */
export interface HttpParts {
  readonly read: ReadStore;
  readonly status: () => CollectorStatus;
  readonly readiness: () => Readiness;
  readonly ingestion: IngestionControl;
  /** Prometheus exposition. Called at most once at a time. */
  readonly metricsText: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same numbers for people. Called at most once at a time. */
  readonly metricsJson: () => Promise<unknown>;
  readonly config: HttpConfig;
  readonly staticSites?: readonly StaticSite[];
  readonly logger: Logger;
  readonly nowFn: () => UnixMillis;
}
