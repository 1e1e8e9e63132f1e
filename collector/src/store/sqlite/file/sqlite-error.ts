import { EXIT, FatalError, StoreBlockedError } from '../../../errors.js';

/** Advice on a damaged file, as the end of a sentence. */
export const REMEDY =
  'Put a backup in its place with "npm run restore -- <backup file>", or set DATABASE_ON_CORRUPTION=quarantine to set it aside and start afresh.';

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

/**
 * A failure of SQLite, by its code. Not by its class: the native part of the driver creates all errors with the class
 * of the copy that was loaded first in this process.
 */
export function sqliteFailure(error: unknown): { readonly code: string; readonly message: string } | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return undefined;
  const { code, message } = error;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? { code, message: String(message) } : undefined;
}

/** SQLite's message about damaged content of the file; undefined for any other failure. */
export function damageOf(error: unknown): string | undefined {
  const failure = sqliteFailure(error);
  return failure !== undefined && DAMAGED.test(failure.code) ? failure.message : undefined;
}

/**
 * Translates a failure of SQLite into what the process has to do: retry later (StoreBlockedError) or end (FatalError).
 * Any other error is returned as it is.
 */
export function translate(error: unknown, path: string): unknown {
  const failure = sqliteFailure(error);
  if (failure === undefined) return error;
  const { code, message } = failure;
  const cause = { cause: error };
  if (code.startsWith('SQLITE_FULL'))
    return new StoreBlockedError('store_full', `There is no room left for the database ${path}.`, cause);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new StoreBlockedError('store_busy', `Another program holds the database ${path}.`, cause);
  if (DAMAGED.test(code)) return damaged(path, message, cause);
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH|NOLFS)/.test(code))
    return unusable(path, `${message} (${code})`, cause);
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

/** At start there is nothing to serve yet: failures that are retried later end the process. */
export function translateAtStart(error: unknown, path: string): unknown {
  const translated = translate(error, path);
  return translated instanceof StoreBlockedError ? unusable(path, translated.message, { cause: error }) : translated;
}
