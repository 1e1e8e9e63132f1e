import type { Logger } from 'pino';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../../model.js';
import type { LatencySummary } from '../../status/latencies.js';
import type { Readiness } from '../../status/readiness.js';
import type { ReadStore, StoreSizes } from '../../store/store.js';

/** State of the process at the moment of the request. */
export interface CollectorStatus {
  readonly version: string;
  readonly startedAt: UnixMillis;
  /** True when the mesh is simulated; every consumer has to show it. */
  readonly simulated: boolean;
  readonly brokers: readonly BrokerStatus[];
  readonly pipeline: PipelineStatus;
  readonly store: StoreSizes;
  readonly hotState: { readonly size: number; /** 0–1; NaN before the first look-up. */ readonly hitRate: number };
  readonly liveSessions: number;
  /** By name, e.g. `commit`, `ingest`. */
  readonly latencies: Readonly<Record<string, LatencySummary>>;
}

/** Starts and stops taking messages from the brokers. Both may be called in any state, any number of times. */
export interface IngestionControl {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface HttpLimits {
  /** Requests per minute and viewer; 0 = no limit. */
  readonly requestsPerMinute: number;
  /** Open sockets, WebSockets included; more are refused by closing them. */
  readonly connections: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Idle sockets stay open longer than a Go proxy (Grafana: 90 s) keeps them, so that it never writes to a closed one. */
  readonly keepAliveTimeoutMs: number;
  /** How long a read may take before it is canceled and answered 504. */
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
  /** undefined: only this machine is served, unless `allowAnonymous`. */
  readonly apiToken: string | undefined;
  /** Without a token, anyone may read. Default: no. */
  readonly allowAnonymous?: boolean;
  /** Origins browsers may call from; empty = none. */
  readonly corsOrigins: readonly string[];
  /** Number of proxies that append to X-Forwarded-For, Grafana being one; 0 = the header is ignored. Default 1. */
  readonly trustedHops?: number;
  readonly limits?: Partial<HttpLimits>;
}

/** Dependencies of the HTTP output. It only reads, except that `ingestion` can be started and stopped. */
export interface HttpParts {
  readonly read: ReadStore;
  readonly status: () => CollectorStatus;
  readonly readiness: () => Readiness;
  readonly ingestion: IngestionControl;
  /** Prometheus exposition. Called at most once at a time. */
  readonly metricsText: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same metrics as JSON. Called at most once at a time. */
  readonly metricsJson: () => Promise<unknown>;
  readonly config: HttpConfig;
  readonly logger: Logger;
  readonly nowFn: () => UnixMillis;
}
