import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { UnixMillis } from '../../../model.js';
import { APPLICATION_ID, findDamage } from './file-check.js';
import { makeFolders, setAside, syncFolder, timestamp } from './files.js';
import { acquireLock } from './lock.js';
import { initializeMetadata, writeMetadata } from './metadata.js';
import { MIGRATIONS, migrate, readMigrations, schemaVersion, type Migration } from './migrate.js';
import { damaged, translateAtStart, unusable } from './sqlite-error.js';

export interface OpenOptions {
  readonly path: string;
  /** `full`: a commit survives a power failure; `normal` may lose the last seconds and spares SD cards. */
  readonly synchronous: 'full' | 'normal';
  readonly onCorruption: 'refuse' | 'quarantine';
  /** The mesh is simulated: such data and real data are never mixed. */
  readonly simulated: boolean;
  /** Folder of migrations; default: the program's own. */
  readonly migrations?: URL;
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

/** The one connection that writes. */
export interface OpenDatabase {
  readonly db: Database.Database;
  readonly path: string;
  /** Path a damaged file was moved to at this start; null = it was not damaged. */
  readonly quarantinedAs: string | null;
  /** @throws FatalError 74 when the file was removed or replaced since it was opened. */
  checkPresent(): void;
  /** Marks the stop as clean, truncates the log and releases the file. */
  close(): void;
  /** Releases the file as it is; the next start checks it thoroughly. */
  abandon(): void;
}

const BUSY_TIMEOUT_MS = 5000;
const JOURNAL_SIZE_LIMIT = 64 << 20;

/**
 * Opens the database, or creates it. Nothing is ever deleted, and a file that cannot be used is left as it is.
 * @throws FatalError exit 65 (damaged), 69 (in use), 74 (not accessible), 78 (newer, or the other kind of data).
 */
export function openDatabase(options: OpenOptions): OpenDatabase {
  const { path } = options;
  makeFolder(path);
  const lock = acquireLock(path);
  try {
    const migrations = readMigrations(options.migrations ?? MIGRATIONS);
    const quarantinedAs = existsSync(path) ? examine(options, migrations) : null;
    if (!existsSync(path)) create(options, migrations);
    const db = connect(options, migrations);
    return opened(db, path, quarantinedAs, () => lock.release());
  } catch (error) {
    lock.release();
    throw translateAtStart(error, path);
  }
}

function makeFolder(path: string): void {
  const folder = dirname(path);
  try {
    makeFolders(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw unusable(path, `its folder ${folder} cannot be made (${why})`, { cause: error });
  }
}

/** @returns path the damaged file was moved to, null when it is intact. */
function examine(
  { path, simulated, synchronous, onCorruption, clock, logger }: OpenOptions,
  migrations: readonly Migration[],
): string | null {
  const how = findDamage(path, {
    schema: migrations.length,
    simulated,
    everyCommitSynced: synchronous === 'full',
    onQuickCheck: () =>
      logger.info({ event: 'store.quick_check', path }, 'The last shutdown was not clean: checking the database'),
  });
  if (how === undefined) return null;
  if (onCorruption === 'refuse') throw damaged(path, how);
  const aside = setAside(path, 'corrupt', clock());
  logger.error(
    { event: 'store.quarantined', path, aside },
    `The database ${path} is damaged: ${how}. It was set aside as ${aside}; starting with a new one`,
  );
  return aside;
}

/**
 * Creates the database under another name until it is complete, so that a file of this name is always a whole database.
 */
function create({ path, simulated, clock }: OpenOptions, migrations: readonly Migration[]): void {
  const draft = `${path}.new`;
  const db = new Database(draft);
  try {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, migrations);
    initializeMetadata(db, { simulated, createdAt: clock() });
  } finally {
    db.close();
  }
  renameSync(draft, path);
  syncFolder(path);
}

function connect(options: OpenOptions, migrations: readonly Migration[]): Database.Database {
  const db = new Database(options.path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.synchronous.toUpperCase()}`);
    db.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`);
    db.pragma('foreign_keys = ON');
    upgrade(db, options, migrations);
    writeMetadata(db, 'clean_shutdown', '0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function upgrade(db: Database.Database, { path, clock, logger }: OpenOptions, migrations: readonly Migration[]): void {
  const from = schemaVersion(db);
  if (from >= migrations.length) return;
  const copy = `${path}.before-v${migrations.length}-${timestamp(clock())}`;
  if (!existsSync(copy)) {
    const partial = `${copy}.partial-${randomBytes(4).toString('hex')}`;
    db.prepare('VACUUM INTO ?').run(partial);
    renameSync(partial, copy);
    syncFolder(copy);
  }
  logger.info(
    { event: 'store.migrating', from, to: migrations.length, copy },
    `Bringing the database from schema ${from} to ${migrations.length}; a copy is ${copy}`,
  );
  migrate(db, migrations, ({ name }) => logger.info({ event: 'store.migrated', migration: name }, `Applied ${name}`));
}

function opened(db: Database.Database, path: string, quarantinedAs: string | null, release: () => void): OpenDatabase {
  const { ino, dev } = statSync(path);
  return {
    db,
    path,
    quarantinedAs,
    checkPresent() {
      const now = statSync(path, { throwIfNoEntry: false });
      if (now?.ino !== ino || now.dev !== dev)
        throw unusable(path, 'the file was removed or replaced while it was in use');
    },
    close() {
      try {
        writeMetadata(db, 'clean_shutdown', '1');
      } finally {
        this.abandon();
      }
    },
    abandon() {
      db.close();
      release();
    },
  };
}
