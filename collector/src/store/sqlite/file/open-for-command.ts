import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { EXIT, FatalError } from '../../../errors.js';
import { APPLICATION_ID } from './file-check.js';
import { MIGRATIONS, readMigrations, schemaVersion } from './migrate.js';

/** @throws FatalError exit 64 when there is no such database. */
export function requireDatabase(path: string): void {
  if (!existsSync(path)) throw new FatalError('no_database', `There is no database ${path}`, EXIT.usage);
}

/**
 * Opens a database of this version that exists, for a command.
 * @throws FatalError exit 64 (no such database), 65 (not ours), 78 (of another version).
 */
export function openForCommand(path: string, options: { readonly readonly?: boolean } = {}): Database.Database {
  requireDatabase(path);
  const db = new Database(path, { fileMustExist: true, ...options });
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      throw new FatalError('foreign', `${path} is not a database of this program`, EXIT.dataError);
    const [has, needs] = [schemaVersion(db), readMigrations(MIGRATIONS).length];
    if (has !== needs)
      throw new FatalError(
        'schema',
        `The database ${path} has schema ${has}, this program works with ${needs}: ${has < needs ? 'start the collector once, it brings the database up to date' : 'install the newer version'}`,
        EXIT.incompatible,
      );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
