import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { StoreMaintenance } from '../../store.js';
import { copyDatabase } from '../file/backup.js';
import type { Dictionaries } from '../write/dictionaries.js';
import { createChannelBackfill } from './channel-backfill.js';
import type { OpenDatabase } from '../file/open.js';
import { Retention, type RetentionPolicy } from './retention.js';
import type { RetainedState } from './retention-rules.js';
import type { RollupProgress } from '../write/rollup-progress.js';
import { createRollUp } from './rollup.js';
import { createBatcher, type CooperativeBatcher } from './cooperative-batcher.js';
import { translate } from '../file/sqlite-error.js';
import type { Transactions } from '../write/transaction.js';

export interface MaintenanceParts {
  readonly opened: OpenDatabase;
  readonly transactions: Transactions;
  readonly rollup: RollupProgress;
  /** Caches that retention drops removed rows from. */
  readonly state: RetainedState;
  readonly dictionaries: Dictionaries;
  readonly retention: RetentionPolicy;
  readonly backupKeep: number;
  readonly logger: Logger;
}

const BACKUP_PAGES_PER_TURN = 100;

export function createMaintenance({
  opened,
  transactions,
  rollup,
  state,
  dictionaries,
  retention,
  backupKeep,
  logger,
}: MaintenanceParts): StoreMaintenance {
  const { db, path } = opened;
  const keeper = new Retention({
    ...state,
    db,
    policy: retention,
    progress: rollup,
    dictionaries,
    transactions,
    logger,
  });
  const rollUp = createRollUp({ db, transactions, progress: rollup, rawSince: (kind) => keeper.rawSince(kind) });
  const backfillChannels = createChannelBackfill(db, transactions);
  /** Jobs run one after the other: a roll-up must not count what retention is deleting. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Jobs that were requested and have not ended. */
  const jobs = new Set<AbortController>();

  function inTurn<T>(work: (batcher: CooperativeBatcher, signal: AbortSignal) => Promise<T>): Promise<T> {
    const job = new AbortController();
    jobs.add(job);
    const next = turn.then(async () => {
      try {
        return await work(createBatcher(job.signal), job.signal);
      } catch (error) {
        throw translate(error, path);
      } finally {
        jobs.delete(job);
      }
    });
    turn = next.catch(() => undefined);
    return next;
  }

  function interrupt(): void {
    for (const job of jobs) job.abort();
  }

  return {
    rollUp: (now) =>
      inTurn(async (batcher) => {
        await backfillChannels(batcher);
        await rollUp(now, batcher);
      }),
    retain: (now) =>
      inTurn(async (batcher) => {
        await rollUp(now, batcher);
        return keeper.run(now, batcher);
      }),
    backUp: (directory, now) =>
      inTurn((_, signal) =>
        copyDatabase(db, { path, directory, keep: backupKeep, now, pagesPerTurn: BACKUP_PAGES_PER_TURN, signal }),
      ),
    checkpoint: () => checkpoint(db, path),
    interrupt,
    async close() {
      interrupt();
      await turn;
      opened.close();
    },
  };
}

/** Truncates the log unless a reader uses it: ingestion must not wait for readers. */
function checkpoint(db: Database.Database, path: string): void {
  const patience = db.pragma('busy_timeout', { simple: true }) as number;
  try {
    db.pragma('busy_timeout = 0');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    throw translate(error, path);
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}
