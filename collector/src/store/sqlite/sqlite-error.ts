import Database from 'better-sqlite3';
import { EXIT, FatalError, StoreBlockedError } from '../../errors.js';

/** What to do about a damaged file, as the end of a sentence. */
export const REMEDY =
  'Put a backup in its place with "npm run restore -- <backup file>", or set DB_ON_CORRUPTION=quarantine to set it aside and start afresh.';

export function damaged(path: string, how: string, options?: ErrorOptions): FatalError {
  return new FatalError(
    'store_corrupt',
    `The database ${path} is damaged: ${how}. ${REMEDY}`,
    EXIT.dataError,
    [],
    options,
  );
}

export function unusable(path: string, why: string, options?: ErrorOptions): FatalError {
  return new FatalError('store_io', `The database ${path} cannot be used: ${why}.`, EXIT.ioError, [], options);
}

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

/** What SQLite says about content of the file that is wrong; undefined for any other failure. */
export function damageOf(error: unknown): string | undefined {
  return error instanceof Database.SqliteError && DAMAGED.test(error.code) ? error.message : undefined;
}

/**
 * What a failure of SQLite means for the process: wait and try again (StoreBlockedError), or end (FatalError). Anything
 * else comes back as it is.
 */
export function translate(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const cause = { cause: error };
  if (error.code.startsWith('SQLITE_FULL'))
    return new StoreBlockedError('store_full', `There is no room left for the database ${path}.`, cause);
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
    return new StoreBlockedError('store_busy', `Another program holds the database ${path}.`, cause);
  if (DAMAGED.test(error.code)) return damaged(path, error.message, cause);
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH|NOLFS)/.test(error.code))
    return unusable(path, `${error.message} (${error.code})`, cause);
  return error;
}

/** Runs `work`; failures come out translated. */
export function translating<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error, path);
  }
}

/** At start there is nothing to serve yet: what would be worth waiting for later ends the process, too. */
export function translateAtStart(error: unknown, path: string): unknown {
  const translated = translate(error, path);
  return translated instanceof StoreBlockedError ? unusable(path, translated.message, { cause: error }) : translated;
}
