import type Database from 'better-sqlite3';
import { DAY_MS } from '@mesh-observatory/contract/time';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** A dictionary of names, and everything that refers to it. */
interface Dictionary {
  readonly table: 'channels' | 'topics';
  readonly id: string;
  /** Big tables with an index on time: their oldest row tells which names they may still refer to. */
  readonly timed: readonly { readonly table: string; readonly column: string }[];
  /** Small tables, which are looked through. */
  readonly small: readonly string[];
}

const DICTIONARIES: readonly Dictionary[] = [
  {
    table: 'topics',
    id: 'topic_id',
    timed: [
      { table: 'receptions', column: 'received_at' },
      { table: 'undecrypted_messages', column: 'received_at' },
    ],
    small: ['gateway_channels'],
  },
  {
    table: 'channels',
    id: 'channel_id',
    timed: [
      { table: 'packets', column: 'received_at' },
      { table: 'messages', column: 'at' },
      { table: 'traffic_minutely', column: 'minute' },
    ],
    small: ['gateway_channels', 'nodes', 'waypoints'],
  },
];

/** Removes the names of channels and topics that nothing refers to any more. */
export interface NamePurge {
  /** Resolves with the number of removed names by table. */
  run(now: number, batcher: CooperativeBatcher): Promise<Readonly<Record<Dictionary['table'], number>>>;
}

/** @param onRemoved called when names were removed, whose ids must not be used again. */
export function createNamePurge(db: Database.Database, onRemoved: () => void): NamePurge {
  const purges = DICTIONARIES.map(({ table, id, timed, small }) => {
    const oldest = timed.map((referrer) =>
      db.prepare<[], number | null>(`SELECT MIN(${referrer.column}) FROM ${referrer.table}`).pluck(),
    );
    const unused = small.map((name) => `${id} NOT IN (SELECT ${id} FROM ${name} WHERE ${id} IS NOT NULL)`);
    const remove = db.prepare(
      `DELETE FROM ${table} WHERE last_used < :before AND ${unused.join(' AND ')} LIMIT :limit`,
    );
    const candidate = db.prepare<[number]>(`SELECT 1 FROM ${table} WHERE last_used < ? LIMIT 1`);
    return { table, oldest, remove, candidate };
  });

  /** That nothing refers to the names is known; SQLite would search the big tables for each of them. */
  function withoutReferenceChecks(work: () => number): number {
    db.pragma('foreign_keys = OFF');
    try {
      return work();
    } finally {
      db.pragma('foreign_keys = ON');
    }
  }

  return {
    async run(now, batcher) {
      const removed = { channels: 0, topics: 0 };
      for (const { table, oldest, remove, candidate } of purges) {
        // The last use is known to the day.
        const before = Math.min(now, ...oldest.map((statement) => statement.get() ?? Infinity)) - DAY_MS;
        if (candidate.get(before) === undefined) continue;
        removed[table] = await batcher.run((limit) =>
          withoutReferenceChecks(() => remove.run({ before, limit }).changes),
        );
        if (removed[table] > 0) onRemoved();
      }
      return removed;
    },
  };
}
