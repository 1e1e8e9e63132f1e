import type Database from 'better-sqlite3';
import { sqliteFailure, translate } from '../file/sqlite-error.js';

/**
 * Keeps state in memory beside the database, and is notified when a transaction ends. It keeps its changes pending
 * until then: a batch that is rolled back must leave no trace.
 */
export interface TransactionListener {
  /** Writes the pending changes; still inside the transaction. */
  flush?(): void;
  /** Applies the pending changes. */
  committed(): void;
  /** Discards the pending changes. */
  rolledBack(): void;
}

export interface Transactions {
  /** Runs `work` in one transaction. @throws StoreBlockedError, FatalError; then nothing was written. */
  run<T>(work: () => T): T;
}

export function createTransactions(
  db: Database.Database,
  path: string,
  listeners: readonly TransactionListener[],
): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');

  /**
   * A full disk may have ended the transaction already; on a broken one this fails too, and the first error is
   * reported.
   */
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
        for (const listener of listeners) listener.flush?.();
        commit.run();
      } catch (error) {
        for (const listener of listeners) listener.rolledBack();
        undo();
        throw translate(error, path);
      }
      for (const listener of listeners) listener.committed();
      return result;
    },
  };
}
