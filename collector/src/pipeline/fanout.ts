import type { Logger } from 'pino';
import type { Change } from '../store/store.js';

/** Whoever wants to know what was committed. */
export interface Sink {
  readonly name: string;
  publish(changes: readonly Change[]): void;
}

/** Tells every sink; a sink that throws harms nobody but itself. */
export interface Fanout {
  publish(changes: readonly Change[]): void;
}

const LOG_EVERY_MS = 60_000;

export function createFanout(sinks: readonly Sink[], logger: Logger, clock: () => number = Date.now): Fanout {
  const failures = new Map<string, { count: number; loggedAt: number }>();

  function report(sink: Sink, error: unknown): void {
    const failure = failures.get(sink.name) ?? { count: 0, loggedAt: -Infinity };
    failure.count += 1;
    failures.set(sink.name, failure);
    if (clock() - failure.loggedAt < LOG_EVERY_MS) return;
    failure.loggedAt = clock();
    logger.error(
      { event: 'fanout.sink_failed', sink: sink.name, failures: failure.count, err: error },
      `The ${sink.name} output failed; ingestion goes on`,
    );
  }

  return {
    publish(changes) {
      if (changes.length === 0) return;
      for (const sink of sinks) {
        try {
          sink.publish(changes);
        } catch (error) {
          report(sink, error);
        }
      }
    },
  };
}
