import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { MetricDefinition } from '../../../model.js';
import type { TransactionListener } from './transaction.js';

/** Small numbers for names that occur in millions of rows. */
export interface Dictionaries extends TransactionListener {
  channelId(name: string): number;
  topicId(broker: string, topic: string): number;
  /** @throws Error when the metric is not in the catalog. */
  metricId(metric: string): number;
}

/** Names come from the mesh, where anyone can make them up: bounded in number and in length. */
const MAX_CACHED = 20_000;
const MAX_CHANNEL_LENGTH = 64;
const MAX_TOPIC_LENGTH = 256;

interface Lookup extends TransactionListener {
  (...key: string[]): number;
}

function createLookup(select: Database.Statement<string[], number>, insert: Database.Statement<string[]>): Lookup {
  const known = new LRUCache<string, number>({ max: MAX_CACHED });
  const pending = new Map<string, number>();

  function idOf(...key: string[]): number {
    const text = key.join('\0');
    const cached = known.get(text) ?? pending.get(text);
    if (cached !== undefined) return cached;
    const id = select.get(...key) ?? Number(insert.run(...key).lastInsertRowid);
    pending.set(text, id);
    return id;
  }

  return Object.assign(idOf, {
    committed() {
      for (const [key, id] of pending) known.set(key, id);
      pending.clear();
    },
    rolledBack: () => pending.clear(),
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

export function createDictionaries(db: Database.Database, catalog: readonly MetricDefinition[]): Dictionaries {
  const metrics = syncCatalog(db, catalog);
  const channels = createLookup(
    db.prepare<string[], number>('SELECT channel_id FROM channels WHERE name = ?').pluck(),
    db.prepare<string[]>('INSERT INTO channels (name) VALUES (?)'),
  );
  const topics = createLookup(
    db.prepare<string[], number>('SELECT topic_id FROM topics WHERE broker = ? AND topic = ?').pluck(),
    db.prepare<string[]>('INSERT INTO topics (broker, topic) VALUES (?, ?)'),
  );
  return {
    channelId: (name) => channels(name.slice(0, MAX_CHANNEL_LENGTH)),
    topicId: (broker, topic) => topics(broker, topic.slice(0, MAX_TOPIC_LENGTH)),
    metricId(metric) {
      const id = metrics.get(metric);
      if (id === undefined) throw new Error(`There is no metric ${JSON.stringify(metric)} in the catalog`);
      return id;
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
