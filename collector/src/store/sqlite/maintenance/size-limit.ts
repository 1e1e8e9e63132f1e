import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** A table whose rows state their size; an index begins with its time and holds the size. */
export interface SizedTable {
  readonly table: string;
  readonly time: string;
  readonly size: string;
}

/** Deletes the oldest rows of a table until the others fit into its share of the disk. */
export interface SizeLimit {
  /** Resolves with the number of removed rows. */
  fit(batcher: CooperativeBatcher): Promise<number>;
}

/** A window of the index that is added up in one go. */
const WINDOW_MS = 6 * HOUR_MS;

/** Names come from source code, never from outside. */
export function createSizeLimit(db: Database.Database, { table, time, size }: SizedTable, maxBytes: number): SizeLimit {
  const oldest = db.prepare<[number], number | null>(`SELECT MIN(${time}) FROM ${table} WHERE ${time} >= ?`).pluck();
  const sum = db
    .prepare<[number, number], number | null>(`SELECT SUM(${size}) FROM ${table} WHERE ${time} >= ? AND ${time} < ?`)
    .pluck();
  const sizes = db.prepare<[number], number>(`SELECT ${size} FROM ${table} ORDER BY ${time} LIMIT ?`).pluck();
  const remove = db.prepare<[number]>(`DELETE FROM ${table} ORDER BY ${time} LIMIT ?`);

  async function total(batcher: CooperativeBatcher): Promise<number> {
    let bytes = 0;
    let from = oldest.get(Number.MIN_SAFE_INTEGER) ?? null;
    while (from !== null && !batcher.interrupted) {
      const start = from;
      await batcher.once(() => {
        bytes += sum.get(start, start + WINDOW_MS) ?? 0;
      });
      from = oldest.get(start + WINDOW_MS) ?? null;
    }
    return bytes;
  }

  return {
    async fit(batcher) {
      let excess = (await total(batcher)) - maxBytes;
      if (excess <= 0) return 0;
      return batcher.run((limit) => {
        let count = 0;
        for (const bytes of sizes.all(limit)) {
          if (excess <= 0) break;
          excess -= bytes;
          count++;
        }
        return remove.run(count).changes;
      });
    },
  };
}
