import Database from 'better-sqlite3';
import { EXIT, FatalError } from '../../../errors.js';
import { sqliteFailure, unusable } from './sqlite-error.js';

/** The exclusive right to write a database, released when the process ends. */
export interface WriterLock {
  release(): void;
}

/** Time for a collector that is shutting down to release the lock. */
const WAIT_MS = 500;

/**
 * One writer per database: an exclusive transaction on a file beside it, which the kernel ends with the process.
 * @throws FatalError exit 69 when another process holds it, exit 74 when the file cannot be made.
 */
export function acquireLock(path: string): WriterLock {
  const lockPath = `${path}.lock`;
  let lock: Database.Database | undefined;
  try {
    lock = new Database(lockPath, { timeout: WAIT_MS });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (sqliteFailure(error)?.code.startsWith('SQLITE_BUSY') === true) {
      throw new FatalError(
        'store_locked',
        `Another collector uses the database ${path}. Stop it, or give this one a database of its own (DATABASE_PATH).`,
        EXIT.unavailable,
      );
    }
    throw unusable(
      path,
      `its lock file ${lockPath} cannot be opened (${error instanceof Error ? error.message : String(error)})`,
      {
        cause: error,
      },
    );
  }
  const held = lock;
  return { release: () => void held.close() };
}
