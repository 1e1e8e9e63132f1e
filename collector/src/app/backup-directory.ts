import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config/config.js';

/** Absolute path of the folder for backups: as configured, or beside the database. */
export function backupDirectory({ database }: Config): string {
  return resolve(database.backup.directory ?? join(dirname(database.path), 'backups'));
}
