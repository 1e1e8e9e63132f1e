import type { BackupHealth } from '@mesh-observatory/contract/collector-metrics';
import type { UnixMillis } from '../model.js';

/** Remembers how the scheduled backups went. */
export interface BackupWatch {
  /** Runs a backup and notes its outcome. @throws what the backup throws */
  watch<T>(backUp: () => Promise<T>): Promise<T>;
  health(): BackupHealth;
}

export interface BackupWatchParts {
  readonly everyHours: number;
  readonly startedAt: UnixMillis;
  readonly clock: () => UnixMillis;
}

export function createBackupWatch({ everyHours, startedAt, clock }: BackupWatchParts): BackupWatch {
  let since = startedAt;
  let failed = false;
  return {
    async watch(backUp) {
      try {
        const done = await backUp();
        failed = false;
        since = clock();
        return done;
      } catch (error) {
        failed = true;
        throw error;
      }
    },
    health: () => ({ everyHours, since, failed }),
  };
}
