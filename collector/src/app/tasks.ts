import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { PipelineStatus, UnixMillis } from '../model.js';
import type { Fanout } from '../pipeline/fanout.js';
import { backupDirectory } from './commands.js';
import type { History } from '../status/history.js';
import type { Task } from './schedule.js';
import type { Storage } from './storage.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface TaskParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly history: Pick<History, 'takeReadings' | 'startAnew'>;
  readonly pipeline: () => PipelineStatus;
  readonly publish: Fanout['publish'];
  /** Silence is judged only once the simulated history is complete. */
  readonly historyIsComplete: () => boolean;
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

/** What the store needs done beside ingestion. */
export function tasksOf(parts: TaskParts): readonly Task[] {
  const { config, storage, history, pipeline, publish, historyIsComplete, clock, logger } = parts;
  const { ingest, maintenance } = storage;
  const { backup } = config.database;
  /** Simulated history comes hours late and all at once: that says nothing about the collector. */
  let settled = historyIsComplete();
  return [
    {
      name: 'silence',
      everyMs: 15_000,
      firstAfterMs: 2_000,
      run() {
        if (historyIsComplete()) publish(ingest.sweep(clock()));
      },
    },
    {
      name: 'history',
      everyMs: MINUTE_MS,
      run() {
        if (!settled) {
          settled = historyIsComplete();
          history.startAnew();
          return;
        }
        const readings = history.takeReadings();
        // A database that cannot be written has been complained about; it does not get better by trying this.
        if (pipeline().blockedSince === null) ingest.recordReadings(clock(), readings);
      },
    },
    { name: 'rollup', everyMs: 10 * MINUTE_MS, firstAfterMs: MINUTE_MS, run: () => maintenance.rollUp(clock()) },
    {
      name: 'retention',
      everyMs: HOUR_MS,
      firstAfterMs: 5 * MINUTE_MS,
      async run() {
        const { deleted, limited } = await maintenance.retain(clock());
        logger.info({ event: 'retention.done', deleted, limited }, 'Data past its retention was removed');
      },
    },
    { name: 'checkpoint', everyMs: 5 * MINUTE_MS, run: () => maintenance.checkpoint() },
    ...(backup.enabled
      ? [
          {
            name: 'backup',
            everyMs: backup.intervalHours * HOUR_MS,
            async run() {
              const copy = await maintenance.backUp(backupDirectory(config), clock());
              logger.info({ event: 'backup.done', ...copy }, 'The database was backed up');
            },
          },
        ]
      : []),
  ];
}
