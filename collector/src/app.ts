/** Composition root: builds the parts, connects them, and stops them from the sources of messages to the store. */
import { uptime } from 'node:os';
import { resolve } from 'node:path';
import type { Simulation } from '@mesh-observatory/simulator/simulation';
import type { Logger } from 'pino';
import { renderBanner, urlOf, type Address } from './app/banner.js';
import { createIngestion, type Ingestion } from './app/ingestion.js';
import { createOutputs } from './app/outputs.js';
import { startSchedule } from './app/schedule.js';
import { loadSimulation, startSimulation, type RunningSimulation } from './app/simulation.js';
import { createStorage, type Storage } from './app/storage.js';
import { tasksOf } from './app/tasks.js';
import type { Config } from './config/config.js';
import type { FatalError } from './errors.js';
import type { MessageHandler, UnixMillis } from './model.js';
import { createBackupWatch, type BackupWatch } from './status/backups.js';
import { createDeafnessWatch, type DeafnessWatch } from './status/deafness.js';
import { createRecorder, type Recorder } from './recording/recorder.js';
import { createHistory, type History, type ProcessReadings } from './status/history.js';
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
  return new CollectorApp(parts);
}

interface TaskParts {
  readonly storage: Storage;
  readonly ingestion: Ingestion;
  readonly history: History;
  readonly deafness: DeafnessWatch;
  readonly backups: BackupWatch | undefined;
  readonly historyIsComplete: () => boolean;
}

class CollectorApp implements App {
  /** Stops everything that was started, in this order. */
  private readonly stops: (() => Promise<void> | void)[] = [];
  private readonly startedAt = now();

  constructor(private readonly parts: AppParts) {}

  async start(): Promise<void> {
    const { config, logger, onFatal, readProcess, intake = (handle: MessageHandler) => handle } = this.parts;
    const { startedAt } = this;
    const simulation = await loadSimulation(config.simulation, startedAt);
    const simulated = simulation !== undefined;
    const latencies = createLatencies();
    const history = createHistory({ latencies, readProcess, startedAt, clock: now });
    this.stopLater(() => history.stop());

    const storage = createStorage({ config, simulated, health: () => history.health(), logger, clock: now });
    this.stopLater(() => storage.close());
    const recorder = this.createRecorder();
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
      intake: (handle) => {
        const next = intake(handle);
        return (message) => {
          deafness.noteMessage(message.receivedAt);
          recorder?.record(message);
          return next(message);
        };
      },
    });
    const deafness = createDeafnessWatch({
      pipeline: () => ingestion.status(),
      brokers: () => ingestion.brokers(),
      clock: now,
      uptimeSeconds: uptime,
    });

    const { enabled, intervalHours: everyHours } = config.database.backup;
    const backups = enabled ? createBackupWatch({ everyHours, startedAt, clock: now }) : undefined;

    // Two parts report on parts that are built after them.
    outputs.observe(ingestion);
    history.observe({
      pipeline: () => ingestion.status(),
      brokers: () => ingestion.brokers(),
      sizes: () => storage.ingest.sizes(),
      mesh: (at) => storage.ingest.hot.mesh(at),
      liveClients: outputs.liveClients,
      backups: () => backups?.health() ?? null,
    });

    this.stopLater(() => outputs.stop());
    const http = await outputs.start();
    this.stopLater(() => ingestion.close());
    await ingestion.start();
    const broker = ingestion.embeddedBrokerAddress();
    const running = this.simulate(simulation, ingestion, broker);
    this.startTasks({
      storage,
      ingestion,
      history,
      deafness,
      backups,
      historyIsComplete: () => running?.historyIsComplete ?? true,
    });
    this.announce(http, broker, simulation);
  }

  async stop(): Promise<void> {
    const { logger } = this.parts;
    logger.info({ event: 'collector.stopping' }, 'Stopping');
    for (const step of this.stops.splice(0)) {
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

  /** Steps run in reverse order of this call: the last part to start is the first to stop. */
  private stopLater(step: () => Promise<void> | void): void {
    this.stops.unshift(step);
  }

  /** With RECORD_DIR. */
  private createRecorder(): Recorder | undefined {
    const { config, logger } = this.parts;
    if (config.recording === null) return undefined;
    const recorder = createRecorder({ ...config.recording, clock: now, logger });
    this.stopLater(() => recorder.close());
    return recorder;
  }

  private simulate(
    simulation: Simulation | undefined,
    ingestion: Ingestion,
    address: Address | undefined,
  ): RunningSimulation | undefined {
    const { config, logger } = this.parts;
    if (simulation === undefined || address === undefined || config.embeddedBroker === null) return undefined;
    const broker = { ...config.embeddedBroker, ...address };
    const running = startSimulation({ simulation, ingest: ingestion.handle, broker, clock: now, logger });
    this.stopLater(() => running.stop());
    return running;
  }

  private startTasks({ storage, ingestion, history, deafness, backups, historyIsComplete }: TaskParts): void {
    const { config, logger, onFatal } = this.parts;
    const recordReadings = createRecording({
      history,
      store: storage.ingest,
      pipeline: () => ingestion.status(),
      historyIsComplete,
      clock: now,
    });
    const { publish } = ingestion;
    const checkDeafness = () => deafness.check();
    const tasks = tasksOf({
      config,
      storage,
      recordReadings,
      checkDeafness,
      backups,
      publish,
      historyIsComplete,
      clock: now,
      logger,
    });
    const schedule = startSchedule(tasks, logger, onFatal);
    this.stopLater(() => {
      // Maintenance stops after its present batch and continues after the next start.
      storage.maintenance.interrupt();
      return schedule.stop();
    });
  }

  private announce(http: Address, broker: Address | undefined, simulation: Simulation | undefined): void {
    const { config, logger, showBanner } = this.parts;
    const httpUrl = urlOf('http', http);
    logger.info(
      {
        event: 'collector.started',
        version,
        http: httpUrl,
        embeddedBrokerPort: broker?.port,
        simulated: simulation !== undefined,
        milliseconds: now() - this.startedAt,
      },
      `Mesh Observatory ${version} serves on ${httpUrl}`,
    );
    showBanner?.(
      renderBanner({
        version,
        httpUrl,
        brokerUrl: broker === undefined ? null : urlOf('mqtt', broker),
        databasePath: resolve(config.database.path),
        simulation: config.simulation && { ...config.simulation, place: simulation?.describe().region ?? '' },
      }),
    );
  }
}
