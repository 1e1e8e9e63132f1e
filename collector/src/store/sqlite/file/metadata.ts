import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';

/**
 * Keys of the facts a database keeps about itself. The store has the ones named here; others may add theirs
 * (`filters:<broker>`).
 */
export type MetadataKey =
  'client_id' | 'simulated' | 'clean_shutdown' | 'created_at' | 'rolled_up_until' | (string & {});

export function readMetadata(db: Database.Database, key: MetadataKey): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM metadata WHERE key = ?').pluck().get(key);
}

export function writeMetadata(db: Database.Database, key: MetadataKey, value: string): void {
  db.prepare('INSERT INTO metadata (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}

/** Writes the metadata of a new database: a random client id, which stays, and whether its mesh is simulated. */
export function initializeMetadata(
  db: Database.Database,
  facts: { readonly simulated: boolean; readonly createdAt: number },
): void {
  writeMetadata(db, 'client_id', `meshobs-${randomBytes(5).toString('hex')}`);
  writeMetadata(db, 'simulated', facts.simulated ? '1' : '0');
  writeMetadata(db, 'created_at', String(facts.createdAt));
  writeMetadata(db, 'clean_shutdown', '1');
}

/** The metadata for the rest of the collector. */
export interface StoreMetadata {
  /** Stable and random: the MQTT client id when none is configured. */
  readonly clientId: string;
  readonly simulated: boolean;
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}
