/** Backup, restore and check of a database, for the command line. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { EXIT, FatalError } from '../../../errors.js';
import { copyDatabase, type Backup } from './backup.js';
import { APPLICATION_ID } from './file-check.js';
import { acquireLock } from './lock.js';
import { requireDatabase } from './open-for-command.js';
import { setAside, syncFolder } from './files.js';
import { damageOf, translate, translateAtStart } from './sqlite-error.js';

const SHOWN_PROBLEMS = 20;
/** All pages at once: a copy in parts starts over whenever the collector writes. */
const ALL_PAGES = 0x7fffffff;

function openExisting(path: string): Database.Database {
  requireDatabase(path);
  try {
    return new Database(path, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw translateAtStart(error, path);
  }
}

/**
 * Copies the database, which may be in use, into `directory` and keeps the newest `keep` copies there.
 * @throws FatalError exit 64 (no such database), 65 (damaged), 74 (not accessible).
 */
export async function backUpDatabase(path: string, directory: string, keep: number): Promise<Backup> {
  const db = openExisting(path);
  try {
    return await copyDatabase(db, { path, directory, keep, now: Date.now(), pagesPerTurn: ALL_PAGES });
  } catch (error) {
    throw translateAtStart(error, path);
  } finally {
    db.close();
  }
}

/**
 * Reads all of the database; returns what is wrong with it, nothing when it is intact. The collector may be running.
 */
export function checkIntegrity(path: string): readonly string[] {
  const db = openExisting(path);
  try {
    const rows = db.pragma(`integrity_check(${SHOWN_PROBLEMS})`) as { integrity_check: string }[];
    const problems = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    const orphans = db.pragma('foreign_key_check') as { table: string }[];
    return [...problems, ...(orphans.length === 0 ? [] : [`${orphans.length} rows refer to rows that do not exist`])];
  } catch (error) {
    const damage = damageOf(error);
    if (damage !== undefined) return [damage];
    throw translate(error, path);
  } finally {
    db.close();
  }
}

/**
 * Puts a backup in the place of the database. What was there before is kept under another name.
 * @throws FatalError exit 64 (no such backup), 65 (the backup is damaged or not ours), 69 (the collector is running).
 */
export function restoreBackup(from: string, to: string): { readonly keptAs: string | null } {
  checkBackup(from);
  const lock = acquireLock(to);
  try {
    const draft = `${to}.restoring`;
    copyWhole(from, draft);
    const keptAs = existsSync(to) ? setAside(to, 'before-restore', Date.now()) : null;
    renameSync(draft, to);
    syncFolder(to);
    return { keptAs };
  } catch (error) {
    throw translateAtStart(error, to);
  } finally {
    lock.release();
  }
}

/** Copies a database together with the content of its write-ahead log. */
function copyWhole(from: string, draft: string): void {
  rmSync(draft, { force: true }); // of a restore that was interrupted
  const db = openExisting(from);
  try {
    db.prepare('VACUUM INTO ?').run(draft);
  } finally {
    db.close();
  }
  const file = openSync(draft, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function checkBackup(from: string): void {
  const problems = checkIntegrity(from);
  if (problems.length > 0)
    throw new FatalError(
      'backup_corrupt',
      `The backup ${from} is damaged; the database was left as it is`,
      EXIT.dataError,
      problems,
    );
  const db = openExisting(from);
  try {
    if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  } finally {
    db.close();
  }
  throw new FatalError(
    'backup_foreign',
    `${from} is not a backup of this program; the database was left as it is`,
    EXIT.dataError,
  );
}
