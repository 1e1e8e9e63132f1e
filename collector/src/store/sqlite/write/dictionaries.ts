import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { MetricDefinition } from '../../../model.js';
import { DAY_MS } from '@mesh-observatory/contract/time';
import type { TransactionListener } from './transaction.js';

/** Small numbers for names that occur in millions of rows. */
export interface Dictionaries extends TransactionListener {
  channelId(name: string): number;
  topicId(broker: string, topic: string): number;
  /** @throws Error when the metric is not in the catalog. */
  metricId(metric: string): number;
  /** Call it after names were removed: their ids are not used again. Not inside a transaction. */
  forgetIds(): void;
}

/** Names come from the mesh, where anyone can make them up: bounded in number and in length. */
const MAX_CACHED = 20_000;
const MAX_CHANNEL_LENGTH = 64;
const MAX_TOPIC_LENGTH = 256;

interface Lookup extends TransactionListener {
  (...key: string[]): number;
  clear(): void;
}

interface LookupParts {
  readonly select: Database.Statement<string[], number>;
  readonly insert: Database.Statement<string[]>;
  /** Records the last use: time, id. */
  readonly touch: Database.Statement<[number, number]>;
  readonly clock: () => number;
}

/** A name and the day its last use was recorded. */
interface Known {
  readonly id: number;
  readonly day: number;
}

function createLookup({ select, insert, touch, clock }: LookupParts): Lookup {
  const known = new LRUCache<string, Known>({ max: MAX_CACHED });
  const pending = new Map<string, Known>();

  function idOf(...key: string[]): number {
    const text = key.join('\0');
    const now = clock();
    const day = Math.floor(now / DAY_MS);
    const cached = pending.get(text) ?? known.get(text);
    if (cached?.day === day) return cached.id;
    const id = cached?.id ?? select.get(...key) ?? Number(insert.run(...key).lastInsertRowid);
    touch.run(now, id);
    pending.set(text, { id, day });
    return id;
  }

  return Object.assign(idOf, {
    committed() {
      for (const [key, name] of pending) known.set(key, name);
      pending.clear();
    },
    rolledBack: () => pending.clear(),
    clear: () => known.clear(),
  });
}

/** Brings the catalog of the database up to date with the program's; returns the ids. */
function syncCatalog(db: Database.Database, catalog: readonly MetricDefinition[]): ReadonlyMap<string, number> {
  const upsert = db.prepare(`
    INSERT INTO metrics (metric, variant, title, description, unit, kind, prometheus_name) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (metric) DO UPDATE SET variant = excluded.variant, title = excluded.title,
      description = excluded.description, unit = excluded.unit, kind = excluded.kind,
      prometheus_name = excluded.prometheus_name`);
  db.transaction(() => {
    for (const { metric, variant, title, description, unit, kind, prometheus } of catalog) {
      upsert.run(metric, variant, title, description, unit, kind, prometheus.name);
    }
  })();
  return new Map(db.prepare<[], [string, number]>('SELECT metric, metric_id FROM metrics').raw().all());
}

export function createDictionaries(
  db: Database.Database,
  catalog: readonly MetricDefinition[],
  clock: () => number,
): Dictionaries {
  const metrics = syncCatalog(db, catalog);
  const channels = createLookup({
    select: db.prepare<string[], number>('SELECT channel_id FROM channels WHERE name = ?').pluck(),
    insert: db.prepare<string[]>('INSERT INTO channels (name) VALUES (?)'),
    touch: db.prepare('UPDATE channels SET last_used = MAX(last_used, ?) WHERE channel_id = ?'),
    clock,
  });
  const topics = createLookup({
    select: db.prepare<string[], number>('SELECT topic_id FROM topics WHERE broker = ? AND topic = ?').pluck(),
    insert: db.prepare<string[]>('INSERT INTO topics (broker, topic) VALUES (?, ?)'),
    touch: db.prepare('UPDATE topics SET last_used = MAX(last_used, ?) WHERE topic_id = ?'),
    clock,
  });
  return {
    channelId: (name) => channels(name.slice(0, MAX_CHANNEL_LENGTH)),
    topicId: (broker, topic) => topics(broker, topic.slice(0, MAX_TOPIC_LENGTH)),
    metricId(metric) {
      const id = metrics.get(metric);
      if (id === undefined) throw new Error(`There is no metric ${JSON.stringify(metric)} in the catalog`);
      return id;
    },
    forgetIds() {
      channels.clear();
      topics.clear();
    },
    committed() {
      channels.committed();
      topics.committed();
    },
    rolledBack() {
      channels.rolledBack();
      topics.rolledBack();
    },
  };
}
