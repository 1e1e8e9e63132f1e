import type Database from 'better-sqlite3';
import { sqliteFailure, translate } from '../file/sqlite-error.js';

/**
 * Keeps state in memory beside the database. What a transaction changes stays apart until it is committed: a batch that
 * is rolled back must leave no trace.
 */
export interface Participant {
  /** Writes what was collected; still inside the transaction. */
  flush?(): void;
  /** What was pending is now true. */
  committed(): void;
  /** What was pending never happened. */
  rolledBack(): void;
}

export interface Transactions {
  /** Runs `work` in one transaction. @throws StoreBlockedError, FatalError; then nothing was written. */
  run<T>(work: () => T): T;
}

export function createTransactions(
  db: Database.Database,
  path: string,
  participants: readonly Participant[],
): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');

  /** A full disk may have ended the transaction already; on a broken one this fails as well, which is not the news. */
  function undo(): void {
    try {
      if (db.inTransaction) rollback.run();
    } catch (error) {
      if (sqliteFailure(error) === undefined) throw error;
    }
  }

  return {
    run(work) {
      let result;
      try {
        begin.run();
        result = work();
        for (const participant of participants) participant.flush?.();
        commit.run();
      } catch (error) {
        for (const participant of participants) participant.rolledBack();
        undo();
        throw translate(error, path);
      }
      for (const participant of participants) participant.committed();
      return result;
    },
  };
}
