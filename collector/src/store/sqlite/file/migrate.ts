import { readdirSync, readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';

export interface Migration {
  /** 1, 2, 3 …: `PRAGMA user_version` after it. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The folder beside this module; the build copies it. */
export const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** Numbered SQL files, in order. @throws Error when a number is missing or used twice. */
export function readMigrations(directory: URL): readonly Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (version !== index + 1) {
      throw new Error(`Migration ${name} is out of order: expected ${String(index + 1).padStart(4, '0')}-<name>.sql`);
    }
    return { version, name, sql: readFileSync(new URL(name, directory), 'utf8') };
  });
}

export function schemaVersion(db: Database.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the schema up to date, each migration in a transaction of its own: whatever interrupts it, the next start goes
 * on after the last complete one.
 */
export function migrate(
  db: Database.Database,
  migrations: readonly Migration[],
  onApplied: (migration: Migration) => void = () => undefined,
): void {
  const pending = migrations.filter(({ version }) => version > schemaVersion(db));
  if (pending.length === 0) return;
  // A migration may rebuild a table others refer to; references are checked before it is committed instead.
  db.pragma('foreign_keys = OFF');
  try {
    for (const migration of pending) {
      apply(db, migration);
      onApplied(migration);
    }
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

function apply(db: Database.Database, { version, name, sql }: Migration): void {
  db.transaction(() => {
    db.exec(sql);
    const broken = db.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`Migration ${name} leaves ${broken.length} rows that refer to nothing`);
    db.pragma(`user_version = ${version}`);
  }).immediate();
}
