/** Composition root: builds left to right, stops left to right. */
import { resolve } from 'node:path';
import type { Simulation } from '@mesh-observatory/simulator/simulation';
import type { Logger } from 'pino';
import { renderBanner } from './app/banner.js';
import { createHistory, type History } from './status/history.js';
import { createIngestion } from './app/ingestion.js';
import { createOutputs } from './app/outputs.js';
import { startSchedule, type Schedule } from './app/schedule.js';
import { loadSimulation, startSimulation, type RunningSimulation } from './app/simulation.js';
import { createStorage } from './app/storage.js';
import { tasksOf } from './app/tasks.js';
import { createLatencies } from './status/latencies.js';
import type { Config } from './config/config.js';
import type { FatalError } from './errors.js';
import type { UnixMillis } from './model.js';
import type { MessageHandler } from './transport/source.js';
import { version } from './version.js';

export interface AppParts {
  readonly config: Config;
  readonly logger: Logger;
  /** Prints the banner; undefined: no banner. */
  readonly showBanner: ((text: string) => void) | undefined;
  readonly onFatal: (error: FatalError) => void;
  /** Stands between the sources and the pipeline. Tests put a fault here; default: nothing does. */
  readonly intake?: (handle: MessageHandler) => MessageHandler;
}

export interface App {
  /** Resolves when everything serves; brokers may still be connecting. @throws FatalError */
  start(): Promise<void>;
  /** Flushes and closes everything that was started, in order. Safe at any time. */
  stop(): Promise<void>;
}

const now = () => Date.now() as UnixMillis;

export function createApp({ config, logger, showBanner, onFatal, intake }: AppParts): App {
  /** What was started, newest last; stopping goes through it from sources to store. */
  const stops: (() => Promise<void> | void)[] = [];
  const latencies = createLatencies();
  let simulation: Simulation | undefined;
  let schedule: Schedule | undefined;
  let running: RunningSimulation | undefined;
  let history: History | undefined;

  async function start(): Promise<void> {
    const startedAt = now();
    simulation = await loadSimulation(config.simulation, startedAt);
    const storage = createStorage({
      config,
      simulated: simulation !== undefined,
      health: () => history?.health(),
      logger,
      clock: now,
    });
    stops.unshift(() => storage.close());
    const outputs = createOutputs({
      config,
      storage,
      latencies,
      startedAt,
      simulated: simulation !== undefined,
      logger,
      clock: now,
    });
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
    outputs.observe(ingestion);
    const recorded = createHistory({
      pipeline: () => ingestion.status(),
      brokers: () => ingestion.brokers(),
      sizes: () => storage.ingest.sizes(),
      liveClients: outputs.liveClients,
      latencies,
      startedAt,
      clock: now,
    });
    history = recorded;
    stops.unshift(() => recorded.stop());
    stops.unshift(() => outputs.stop());
    const address = await outputs.start();
    stops.unshift(() => ingestion.close());
    await ingestion.start();
    const embedded = ingestion.embeddedBrokerAddress();
    if (simulation !== undefined && embedded !== undefined && config.embeddedBroker !== null) {
      running = startSimulation({
        simulation,
        ingest: ingestion.handle,
        broker: { ...config.embeddedBroker, ...embedded },
        clock: now,
        logger,
      });
      stops.unshift(() => running?.stop());
    }
    schedule = startSchedule(
      tasksOf({
        config,
        storage,
        history: recorded,
        pipeline: () => ingestion.status(),
        publish: ingestion.publish,
        historyIsComplete: () => running?.historyIsComplete ?? true,
        clock: now,
        logger,
      }),
      logger,
      onFatal,
    );
    stops.unshift(() => {
      // Whatever runs beside ingestion ends at its next slice; it goes on after the next start.
      storage.maintenance.interrupt();
      return schedule?.stop();
    });
    announce(address, embedded, startedAt);
  }

  function announce(
    address: { host: string; port: number },
    embedded: { host: string; port: number } | undefined,
    startedAt: UnixMillis,
  ): void {
    const host = address.host.includes(':') ? `[${address.host}]` : address.host;
    const httpUrl = `http://${host}:${address.port}`;
    logger.info(
      {
        event: 'collector.started',
        version,
        http: httpUrl,
        embeddedBrokerPort: embedded?.port,
        simulated: simulation !== undefined,
        milliseconds: now() - startedAt,
      },
      `Mesh Observatory ${version} serves on ${httpUrl}`,
    );
    showBanner?.(
      renderBanner({
        version,
        httpUrl,
        brokerUrl: embedded === undefined ? null : `mqtt://${embedded.host}:${embedded.port}`,
        databasePath: resolve(config.database.path),
        simulation:
          simulation === undefined || config.simulation === null
            ? null
            : simulationFacts(simulation, config.simulation),
      }),
    );
  }

  return {
    start,
    async stop() {
      logger.info({ event: 'collector.stopping' }, 'Stopping');
      for (const step of stops.splice(0)) {
        try {
          await step();
        } catch (error) {
          logger.error(
            { event: 'collector.stop_failed', err: error },
            'A part could not be stopped cleanly; going on with the others',
          );
        }
      }
      logger.info({ event: 'collector.stopped' }, 'Stopped');
    },
  };
}

function simulationFacts(simulation: Simulation, settings: NonNullable<Config['simulation']>) {
  const { nodes, region } = simulation.describe();
  return { nodes: nodes.length, place: region, historyHours: settings.historyHours, speed: settings.speed };
}
