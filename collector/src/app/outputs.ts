import { DAY_MS, READING_EXPIRY_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { metricCatalog } from '../decode/telemetry-catalog.js';
import { isLoopback } from '../loopback.js';
import { formatNodeId, type PipelineStatus, type UnixMillis } from '../model.js';
import { createHttpServer, type CollectorStatus } from '../outputs/http/http-server.js';
import { createLiveServer } from '../outputs/live/live-server.js';
import { createMetricsOutput } from '../outputs/metrics/metrics-output.js';
import type { PipelineMetrics } from '../outputs/metrics/recorder.js';
import type { Sink } from '../pipeline/fanout.js';
import type { PipelineObserver } from '../pipeline/observer.js';
import { version } from '../version.js';
import type { Ingestion } from './ingestion.js';
import type { Latencies } from '../status/latencies.js';
import { evaluateReadiness, type Readiness } from '../status/readiness.js';
import type { Storage } from './storage.js';

export interface OutputsParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly latencies: Latencies;
  readonly startedAt: UnixMillis;
  readonly simulated: boolean;
  readonly logger: Logger;
  readonly clock: () => UnixMillis;
}

type Observed = Pick<Ingestion, 'brokers' | 'status' | 'start' | 'stop'>;

/** HTTP, live stream and metrics on one port. */
export interface Outputs {
  readonly sinks: readonly Sink[];
  readonly observer: PipelineObserver;
  readonly liveClients: () => number;
  /** Connects the outputs to ingestion, which is created after them, so that they can report its state. */
  observe(ingestion: Observed): void;
  start(): Promise<{ readonly host: string; readonly port: number }>;
  stop(): Promise<void>;
}

/** Older readings and links are not exported to Prometheus; REST keeps them. */
/** Nodes that are silent for longer are not exported; until then their silence is, for the alerts. */
const NODE_EXPIRY_MS = 7 * DAY_MS;

const NOTHING_YET: PipelineStatus = {
  ingesting: false,
  received: 0,
  stored: 0,
  receptions: 0,
  duplicates: 0,
  rejected: {},
  dropped: {},
  queueDepth: 0,
  queueCapacity: 0,
  blockedSince: null,
  blockedReason: null,
  lastMessageAt: null,
  lastCommitAt: null,
};

export function createOutputs(parts: OutputsParts): Outputs {
  const { config, storage, latencies, simulated, logger, clock } = parts;
  const { hot } = storage.ingest;
  let ingestion: Observed = {
    brokers: () => [],
    status: () => NOTHING_YET,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };

  const live = createLiveServer({
    hot,
    views: storage.views,
    version,
    simulated,
    apiToken: config.http.apiToken,
    allowAnonymous: config.http.allowAnonymous,
    corsOrigins: config.http.corsOrigins,
    maxClients: config.http.maxLiveClients,
    trustedHops: config.http.trustedHops,
    // With the token, viewers behind a further proxy may share an address: each address may take half of the places. Without
    // one, a stranger gets a few.
    ...(config.http.apiToken !== undefined || isLoopback(config.http.host)
      ? { maxPerAddress: Math.ceil(config.http.maxLiveClients / 2) }
      : {}),
    recordSession: (session) => storage.ingest.recordSession(session),
    logger,
    now: clock,
  });
  const metrics = createMetricsOutput({
    hot,
    catalog: metricCatalog,
    maxNodes: config.http.metricsMaxNodes,
    radio: config.radio,
    nodeExpiryMillis: NODE_EXPIRY_MS,
    readingExpiryMillis: READING_EXPIRY_MS,
    brokers: () => ingestion.brokers(),
    pipeline: () => ingestion.status(),
    sizes: () => storage.ingest.sizes(),
    live: () => live.stats(),
    simulated,
    version,
    now: clock,
  });
  const http = createHttpServer({
    read: storage.read,
    status: (): CollectorStatus => ({
      version,
      startedAt: parts.startedAt,
      simulated,
      brokers: ingestion.brokers(),
      pipeline: ingestion.status(),
      store: storage.ingest.sizes(),
      hotState: { size: hot.size, hitRate: hot.hitRate() },
      liveSessions: live.stats().clients,
      latencies: latencies.summary(),
    }),
    readiness: () => readinessOf(ingestion, storage),
    ingestion: { start: () => ingestion.start(), stop: () => ingestion.stop() },
    metricsText: () => metrics.text(),
    metricsJson: () => metrics.json(),
    config: config.http,
    logger,
    nowFn: clock,
  });
  live.attach(http.server);

  return {
    sinks: [
      { name: 'live stream', publish: (changes) => live.publish(changes) },
      { name: 'live queries', publish: (changes) => storage.views.publish(changes) },
      { name: 'metrics', publish: metrics.publish },
    ],
    liveClients: () => live.stats().clients,
    observer: observerOf(metrics.recorder, latencies),
    observe(observed) {
      ingestion = observed;
    },
    start: () => http.start(),
    async stop() {
      await live.stop();
      await http.stop();
    },
  };
}

function readinessOf(ingestion: Observed, storage: Storage): Readiness {
  let problem: string | null = null;
  try {
    storage.ingest.probe();
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  return evaluateReadiness(ingestion.brokers(), ingestion.status(), problem);
}

/** Passes what the pipeline measures to the metrics and to `/api/stats`. */
function observerOf(recorder: PipelineMetrics, latencies: Latencies): PipelineObserver {
  return {
    settled({ packet, reception }, { outcome, isIdReused = false }) {
      if (outcome === 'duplicate') return;
      recorder.recordPacket({
        port: packet.portName,
        outcome: outcome === 'stored' ? packet.decodeStatus : 'duplicate',
        channel: packet.channel,
        gateway: formatNodeId(reception.gateway),
        isIdReused,
      });
    },
    committed({ size, seconds }) {
      recorder.recordCommit({ size, seconds });
      latencies.record('commit', seconds);
    },
    published(seconds) {
      recorder.recordEndToEnd(seconds);
      latencies.record('ingest', seconds);
    },
  };
}
