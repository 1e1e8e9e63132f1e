import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { UnixMillis } from '../model.js';
import type { Fanout } from '../pipeline/fanout.js';
import { backupDirectory } from './backup-directory.js';
import type { BackupWatch } from '../status/backups.js';
import type { Deafness } from '../status/deafness.js';
import type { Task } from './schedule.js';
import type { Storage } from './storage.js';

export interface TaskParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly recordReadings: () => void;
  readonly checkDeafness: () => readonly Deafness[];
  /** undefined: no backups are scheduled. */
  readonly backups: BackupWatch | undefined;
  readonly publish: Fanout['publish'];
  /** Silence is evaluated only once the simulated history is complete. */
  readonly historyIsComplete: () => boolean;
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

/** Housekeeping of the store, beside ingestion. */
export function tasksOf(parts: TaskParts): readonly Task[] {
  const { config, storage, recordReadings, checkDeafness, backups, publish, historyIsComplete, clock, logger } = parts;
  const { ingest, maintenance } = storage;
  return [
    {
      name: 'silence',
      everyMs: 15_000,
      firstAfterMs: 2_000,
      run() {
        const found = checkDeafness();
        if (!historyIsComplete()) return;
        for (const { since, until, broker } of found) ingest.noteDeafness(since, until, broker);
        publish(ingest.sweep(clock()));
      },
    },
    { name: 'history', everyMs: MINUTE_MS, run: recordReadings },
    { name: 'rollup', everyMs: 10 * MINUTE_MS, firstAfterMs: MINUTE_MS, run: () => maintenance.rollUp(clock()) },
    {
      name: 'retention',
      everyMs: HOUR_MS,
      firstAfterMs: 5 * MINUTE_MS,
      async run() {
        const { deleted, changes, limited } = await maintenance.retain(clock());
        publish(changes);
        logger.info({ event: 'retention.done', deleted, limited }, 'Data past its retention was removed');
      },
    },
    { name: 'checkpoint', everyMs: 5 * MINUTE_MS, run: () => maintenance.checkpoint() },
    ...(backups === undefined
      ? []
      : [
          {
            name: 'backup',
            everyMs: config.database.backup.intervalHours * HOUR_MS,
            async run() {
              const copy = await backups.watch(() => maintenance.backUp(backupDirectory(config), clock()));
              logger.info({ event: 'backup.done', ...copy }, 'The database was backed up');
            },
          },
        ]),
  ];
}
