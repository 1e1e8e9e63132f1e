import type { Logger } from 'pino';
import type { EmbeddedBrokerConfig } from '../config/config.js';
import type { UnixMillis } from '../model.js';
import { createMqttPublisher } from '../transport/mqtt-publisher.js';
import type { MessageHandler } from '../transport/source.js';
import type { Simulation } from '../demo/simulation.js';

export interface SimulationParts {
  readonly simulation: Simulation;
  /** Where past traffic goes: straight into the pipeline, because a broker carries no time of reception. */
  readonly ingest: MessageHandler;
  readonly broker: EmbeddedBrokerConfig & { readonly port: number };
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

export interface RunningSimulation {
  readonly historyIsComplete: boolean;
  stop(): Promise<void>;
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
      chunk.push(ingest(message));
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
