import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { createDecoder } from '../decode/decode.js';
import { createKeyring } from '../decode/keyring.js';
import type { FatalError } from '../errors.js';
import type { BrokerStatus, MessageHandler, PipelineStatus, UnixMillis } from '../model.js';
import { createFanout, type Fanout, type Sink } from '../pipeline/fanout.js';
import { createFloodReport } from '../pipeline/flood-report.js';
import { createIngest } from '../pipeline/ingest.js';
import type { PipelineObserver } from '../pipeline/observer.js';
import type { Policy } from '../pipeline/policy.js';
import { channelKeysOf } from './keys.js';
import { configuredPolicy } from './policy.js';
import { createSources, type Sources } from './sources.js';
import type { Storage } from './storage.js';

export interface IngestionParts {
  readonly config: Config;
  /** Keys of the simulated mesh. */
  readonly simulatedChannels: readonly { readonly name: string; readonly psk: string }[];
  readonly storage: Storage;
  readonly sinks: readonly Sink[];
  readonly observer: PipelineObserver;
  readonly logger: Logger;
  readonly clock: () => UnixMillis;
  readonly onFatal: (error: FatalError) => void;
  /** Wraps the message handler. Default: no wrapper. */
  readonly intake?: (handle: MessageHandler) => MessageHandler;
}

/** Sources and pipeline as one thing that can be started and stopped while everything else keeps running. */
export interface Ingestion {
  readonly handle: MessageHandler;
  readonly publish: Fanout['publish'];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops and commits what waits, for good. */
  close(): Promise<void>;
  brokers(): readonly BrokerStatus[];
  status(): PipelineStatus;
  embeddedBrokerAddress(): { readonly host: string; readonly port: number } | undefined;
}

export function createIngestion(parts: IngestionParts): Ingestion {
  const { config, storage, logger, clock, onFatal, intake = (handle: MessageHandler) => handle } = parts;
  const keyring = createKeyring(channelKeysOf(config, parts.simulatedChannels));
  const decoder = createDecoder({ keyring, options: { storePersonalTelemetry: config.storeHealthTelemetry } });
  const fanout = createFanout(parts.sinks, logger);
  const ingest = createIngest({
    decode: (message) => decoder.decode(message),
    policy: policyOf(parts, fanout),
    store: storage.ingest,
    fanout,
    observer: parts.observer,
    logger,
    clock,
    onFatal,
    options: config.ingest,
  });
  let sources: Sources | undefined;
  let last: readonly BrokerStatus[] = [];
  /** Starting and stopping wait for each other, so that two requests at once cannot leave two connections. */
  let turn: Promise<void> = Promise.resolve();

  function inTurn(step: () => Promise<void>): Promise<void> {
    const next = turn.then(step);
    turn = next.catch(() => undefined);
    return next;
  }

  async function startSources(): Promise<void> {
    if (sources !== undefined) return;
    const fresh = createSources({ ...parts, ...storage.brokerMemory, onFatal });
    sources = fresh;
    await Promise.all(fresh.all.map((source) => source.start(intake(ingest.handle))));
  }

  async function stopSources(): Promise<void> {
    const old = sources;
    if (old === undefined) return;
    await Promise.all(old.all.map((source) => source.stop()));
    old.forgetStaleFilters();
    last = old.all.map(({ status }) => status);
    sources = undefined;
  }

  return {
    handle: ingest.handle,
    publish: (changes) => fanout.publish(changes),
    start: () => inTurn(startSources),
    stop: () => inTurn(stopSources),
    async close() {
      await inTurn(stopSources);
      ingest.stop();
    },
    brokers: () => sources?.all.map(({ status }) => status) ?? last,
    status: () => ({ ...ingest.status(), ingesting: sources !== undefined }),
    embeddedBrokerAddress: () => sources?.embeddedBroker?.address(),
  };
}

function policyOf({ config, storage, logger }: IngestionParts, fanout: Fanout): Policy {
  const { rateLimitPerMinute } = config.ingest;
  return configuredPolicy(config, {
    rateLimitPerMinute,
    nodes: storage.ingest.hot,
    onFlood: createFloodReport({ rateLimitPerMinute, store: storage.ingest, fanout, logger }),
  });
}
