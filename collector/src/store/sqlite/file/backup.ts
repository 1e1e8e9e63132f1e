import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { EXIT, FatalError } from '../../../errors.js';
import { makeFolders, syncFolder, timestamp } from './files.js';

export interface Backup {
  readonly path: string;
  readonly bytes: number;
}

export interface BackupOptions {
  /** Path of the database. */
  readonly path: string;
  readonly directory: string;
  /** Number of backups to keep; older ones are removed. */
  readonly keep: number;
  readonly now: number;
  /** Pages copied between two turns of the event loop. */
  readonly pagesPerTurn: number;
  /** Aborts the backup; the incomplete copy is removed. */
  readonly signal?: AbortSignal;
}

/** Finishes and checks a copy; returns what is wrong with it. */
async function checkCopy(path: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const worker = new Worker(new URL('./copy-check.mjs', import.meta.url), { workerData: { path } });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  const problems = await new Promise<readonly string[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The check of the backup ended with code ${code}`)));
  }).finally(() => signal?.removeEventListener('abort', stop));
  return problems.length === 1 && problems[0] === 'ok' ? [] : problems;
}

const nameOf = (path: string) => basename(path).replace(/\.db$/, '');

function isBackupOf(path: string, name: string): boolean {
  return name.startsWith(`${nameOf(path)}-`) && /^\d{8}T\d{6}Z\.db$/.test(name.slice(nameOf(path).length + 1));
}

/** Paths of the backups of a database, newest first. */
export function listBackups(path: string, directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => isBackupOf(path, name))
    .sort()
    .reverse()
    .map((name) => join(directory, name));
}

/**
 * Copies a database that may be in use; the copy gets its name once it passed `integrity_check`.
 * @throws FatalError exit 65 when the copy is damaged, and so probably its source.
 */
export async function copyDatabase(db: Database.Database, options: BackupOptions): Promise<Backup> {
  const { path, directory, keep, now } = options;
  makeFolders(directory);
  const target = join(directory, `${nameOf(path)}-${timestamp(now)}.db`);
  const partial = `${target}.partial`;
  try {
    await writeCopy(db, partial, options);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  syncFolder(target);
  for (const old of listBackups(path, directory).slice(keep)) rmSync(old);
  return { path: target, bytes: statSync(target).size };
}

async function writeCopy(
  db: Database.Database,
  to: string,
  { path, pagesPerTurn, signal }: BackupOptions,
): Promise<void> {
  const progress = () => {
    signal?.throwIfAborted();
    return pagesPerTurn;
  };
  await db.backup(to, { progress });
  signal?.throwIfAborted();
  const problems = await checkCopy(to, signal);
  if (problems.length === 0) return;
  const message = `The backup of ${path} did not pass its check; the database itself may be damaged`;
  throw new FatalError('backup_corrupt', message, EXIT.dataError, problems);
}
