import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import type { Change } from '../store/store.js';
import { createThrottledLog } from '../throttled-log.js';

/** Receives what was committed. */
export interface Sink {
  readonly name: string;
  publish(changes: readonly Change[]): void;
}

/** Publishes to every sink; a sink that throws affects no other one. */
export interface Fanout {
  publish(changes: readonly Change[]): void;
}

export function createFanout(sinks: readonly Sink[], logger: Logger): Fanout {
  const throttled = createThrottledLog(logger, MINUTE_MS);
  return {
    publish(changes) {
      if (changes.length === 0) return;
      for (const sink of sinks) {
        try {
          sink.publish(changes);
        } catch (error) {
          throttled.log(
            'error',
            sink.name,
            { event: 'fanout.sink_failed', sink: sink.name, err: error },
            `The ${sink.name} output failed; ingestion continues`,
          );
        }
      }
    },
  };
}
