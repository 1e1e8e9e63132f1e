import type { Simulation } from '@mesh-observatory/simulator/simulation';
import type { Logger } from 'pino';
import type { Config, EmbeddedBrokerConfig } from '../config/config.js';
import { EXIT, FatalError } from '../errors.js';
import type { MessageHandler, UnixMillis } from '../model.js';
import { createMqttPublisher } from '../transport/mqtt-publisher.js';

export interface SimulationParts {
  readonly simulation: Simulation;
  /** Takes past traffic, directly into the pipeline: an MQTT message has no time of reception. */
  readonly ingest: MessageHandler;
  readonly broker: EmbeddedBrokerConfig & { readonly port: number };
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

export interface RunningSimulation {
  readonly historyIsComplete: boolean;
  stop(): Promise<void>;
}

/**
 * The simulated mesh of the configuration, if any. Its code is no part of the collector's own: a deployment may lack it.
 * @throws FatalError (exit 64) when it does.
 */
export async function loadSimulation(
  settings: Config['simulation'],
  startAt: UnixMillis,
): Promise<Simulation | undefined> {
  if (settings === null) return undefined;
  const simulator = await import('@mesh-observatory/simulator/simulation').catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new FatalError(
      'configuration',
      'A simulated mesh needs the package @mesh-observatory/simulator, which is not installed here: set MQTT_BROKER or EMBEDDED_BROKER=true',
      EXIT.usage,
    );
  });
  return simulator.createSimulation({ ...settings, startAt });
}

/** Messages of history in flight at once: bounded memory, and room for requests between groups. */
const CHUNK = 250;

/** Back-fills the history, then publishes live traffic to the embedded broker like any gateway would. */
export function startSimulation({ simulation, ingest, broker, clock, logger }: SimulationParts): RunningSimulation {
  const publisher = createMqttPublisher({ ...broker, clientId: 'simulated-mesh' });
  let stopped = false;
  let live: { stop(): Promise<void> } | undefined;

  async function backFill(): Promise<void> {
    const startedAt = performance.now();
    let count = 0;
    let chunk: Promise<void>[] = [];
    for (const message of simulation.history()) {
      if (stopped) return;
      count++;
      chunk.push(ingest({ ...message, receivedAt: message.receivedAt as UnixMillis }));
      if (chunk.length < CHUNK) continue;
      await Promise.all(chunk);
      chunk = [];
      await new Promise(setImmediate);
    }
    await Promise.all(chunk);
    logger.info(
      {
        event: 'simulation.history_stored',
        messages: count,
        seconds: Math.round(performance.now() - startedAt) / 1000,
      },
      'The history of the simulated mesh is stored',
    );
  }

  void backFill().then(
    () => {
      if (!stopped) live = simulation.run((topic, payload) => publisher.publish(topic, payload), clock);
    },
    (error: unknown) =>
      logger.error(
        { event: 'simulation.failed', err: error },
        'The simulated mesh stopped: its history could not be stored',
      ),
  );
  return {
    get historyIsComplete() {
      return live !== undefined;
    },
    async stop() {
      stopped = true;
      await live?.stop();
      await publisher.stop();
    },
  };
}
