/** Composition root: builds the parts, connects them, and stops them from the sources of messages to the store. */
import { resolve } from 'node:path';
import type { Simulation } from '@mesh-observatory/simulator/simulation';
import type { Logger } from 'pino';
import { renderBanner, urlOf, type Address } from './app/banner.js';
import { createIngestion } from './app/ingestion.js';
import { createOutputs } from './app/outputs.js';
import { startSchedule } from './app/schedule.js';
import { loadSimulation, startSimulation, type RunningSimulation } from './app/simulation.js';
import { createStorage } from './app/storage.js';
import { tasksOf } from './app/tasks.js';
import type { Config } from './config/config.js';
import type { FatalError } from './errors.js';
import type { MessageHandler, UnixMillis } from './model.js';
import { createHistory, type ProcessReadings } from './status/history.js';
import { createLatencies } from './status/latencies.js';
import { createRecording } from './status/recording.js';
import { version } from './version.js';

export interface AppParts {
  readonly config: Config;
  readonly logger: Logger;
  /** Prints the banner; undefined: no banner. */
  readonly showBanner: ((text: string) => void) | undefined;
  readonly readProcess: () => ProcessReadings;
  readonly onFatal: (error: FatalError) => void;
  /** Wraps the message handler, so that tests can inject a fault. Default: no wrapper. */
  readonly intake?: (handle: MessageHandler) => MessageHandler;
}

export interface App {
  /** Resolves when everything serves; brokers may still be connecting. @throws FatalError */
  start(): Promise<void>;
  /** Flushes and closes everything that was started, in order. Safe at any time. */
  stop(): Promise<void>;
}

const now = () => Date.now() as UnixMillis;

export function createApp(parts: AppParts): App {
  const { config, logger, onFatal, intake } = parts;
  /** Stops everything that was started, in this order. */
  const stops: (() => Promise<void> | void)[] = [];

  async function start(): Promise<void> {
    const startedAt = now();
    const simulation = await loadSimulation(config.simulation, startedAt);
    const simulated = simulation !== undefined;
    const latencies = createLatencies();
    const history = createHistory({ latencies, readProcess: parts.readProcess, startedAt, clock: now });
    stops.unshift(() => history.stop());

    const storage = createStorage({ config, simulated, health: () => history.health(), logger, clock: now });
    stops.unshift(() => storage.close());
    const outputs = createOutputs({ config, storage, latencies, startedAt, simulated, logger, clock: now });
    const ingestion = createIngestion({
      config,
      simulatedChannels: simulation?.describe().channels ?? [],
      storage,
      sinks: outputs.sinks,
      observer: outputs.observer,
      logger,
      clock: now,
      onFatal,
      ...(intake === undefined ? {} : { intake }),
    });

    // Two parts report on parts that are built after them.
    outputs.observe(ingestion);
    history.observe({
      pipeline: () => ingestion.status(),
      brokers: () => ingestion.brokers(),
      sizes: () => storage.ingest.sizes(),
      liveClients: outputs.liveClients,
    });

    stops.unshift(() => outputs.stop());
    const http = await outputs.start();
    stops.unshift(() => ingestion.close());
    await ingestion.start();
    const broker = ingestion.embeddedBrokerAddress();
    const running = simulation === undefined ? undefined : simulate(simulation, ingestion.handle, broker);
    if (running !== undefined) stops.unshift(() => running.stop());

    const historyIsComplete = () => running?.historyIsComplete ?? true;
    const recordReadings = createRecording({
      history,
      store: storage.ingest,
      pipeline: () => ingestion.status(),
      historyIsComplete,
      clock: now,
    });
    const tasks = tasksOf({
      config,
      storage,
      recordReadings,
      publish: ingestion.publish,
      historyIsComplete,
      clock: now,
      logger,
    });
    const schedule = startSchedule(tasks, logger, onFatal);
    stops.unshift(() => {
      // Maintenance stops after its present batch and continues after the next start.
      storage.maintenance.interrupt();
      return schedule.stop();
    });
    announce(http, broker, simulation, startedAt);
  }

  function simulate(
    simulation: Simulation,
    ingest: Parameters<typeof startSimulation>[0]['ingest'],
    address: Address | undefined,
  ): RunningSimulation | undefined {
    if (address === undefined || config.embeddedBroker === null) return undefined;
    const broker = { ...config.embeddedBroker, ...address };
    return startSimulation({ simulation, ingest, broker, clock: now, logger });
  }

  function announce(
    http: Address,
    broker: Address | undefined,
    simulation: Simulation | undefined,
    startedAt: UnixMillis,
  ): void {
    const httpUrl = urlOf('http', http);
    logger.info(
      {
        event: 'collector.started',
        version,
        http: httpUrl,
        embeddedBrokerPort: broker?.port,
        simulated: simulation !== undefined,
        milliseconds: now() - startedAt,
      },
      `Mesh Observatory ${version} serves on ${httpUrl}`,
    );
    parts.showBanner?.(
      renderBanner({
        version,
        httpUrl,
        brokerUrl: broker === undefined ? null : urlOf('mqtt', broker),
        databasePath: resolve(config.database.path),
        simulation: config.simulation && { ...config.simulation, place: simulation?.describe().region ?? '' },
      }),
    );
  }

  async function stop(): Promise<void> {
    logger.info({ event: 'collector.stopping' }, 'Stopping');
    for (const step of stops.splice(0)) {
      try {
        await step();
      } catch (error) {
        logger.error(
          { event: 'collector.stop_failed', err: error },
          'A part could not be stopped cleanly; stopping the others',
        );
      }
    }
    logger.info({ event: 'collector.stopped' }, 'Stopped');
  }

  return { start, stop };
}
