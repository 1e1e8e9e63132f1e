import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { Series } from './series.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** Deletes old rows of one kind. */
export interface Purge {
  readonly name: string;
  newest(): number | null;
  oldest(batcher: CooperativeBatcher): Promise<number | null>;
  count(batcher: CooperativeBatcher): Promise<number>;
  /** Deletes rows from before `cutoff`, at most `budget`; resolves with how many. */
  delete(cutoff: number, budget: number, batcher: CooperativeBatcher): Promise<number>;
}

export interface TimedTable {
  readonly table: string;
  /** Column with the time, which is indexed. */
  readonly column: string;
  /** Further condition on the rows older than the cutoff (`:cutoff`). */
  readonly only?: string;
}

/** A window of the index that is counted in one go. */
const COUNTED_MS = 6 * HOUR_MS;

/** Purge of a table with an index on its time. Names come from source code, never from outside. */
export function createTimedPurge(db: Database.Database, { table, column, only }: TimedTable): Purge {
  const newest = db.prepare<[], number | null>(`SELECT MAX(${column}) FROM ${table}`).pluck();
  const oldest = db
    .prepare<[number], number | null>(`SELECT MIN(${column}) FROM ${table} WHERE ${column} >= ?`)
    .pluck();
  const count = db
    .prepare<[number, number], number>(`SELECT COUNT(*) FROM ${table} WHERE ${column} >= ? AND ${column} < ?`)
    .pluck();
  const remove = db.prepare(
    `DELETE FROM ${table} WHERE ${column} < :cutoff ${only === undefined ? '' : `AND ${only}`} ORDER BY ${column} LIMIT :limit`,
  );
  return {
    name: table,
    newest: () => newest.get() ?? null,
    oldest: () => Promise.resolve(oldest.get(Number.MIN_SAFE_INTEGER) ?? null),
    async count(batcher) {
      let total = 0;
      let from = oldest.get(Number.MIN_SAFE_INTEGER) ?? null;
      while (from !== null && !batcher.interrupted) {
        const start = from;
        await batcher.once(() => {
          total += count.get(start, start + COUNTED_MS) ?? 0;
        });
        from = oldest.get(start + COUNTED_MS) ?? null;
      }
      return total;
    },
    delete: (cutoff, budget, batcher) => batcher.run((limit) => remove.run({ cutoff, limit }).changes, budget),
  };
}

export interface SeriesTable {
  readonly table: string;
  readonly column: string;
}

type NextSeries = (after: Series) => Series | undefined;

/** Walks through the series of a table clustered by metric and node: one look-up each, however many rows it has. */
function createOwnSeries(db: Database.Database, table: string): NextSeries {
  const next = db.prepare<[number, number], Series>(`
    SELECT metric_id AS metric, node_num AS node FROM ${table}
    WHERE (metric_id, node_num) > (?, ?) ORDER BY metric_id, node_num LIMIT 1`);
  return ({ metric, node }) => next.get(metric, node);
}

const SERIES_PER_PAGE = 100;

function readPage(next: NextSeries, after: Series): readonly Series[] {
  const page: Series[] = [];
  for (let one = next(after); one !== undefined; one = next(one)) {
    page.push(one);
    if (page.length === SERIES_PER_PAGE) break;
  }
  return page;
}

async function visitSeries(
  next: NextSeries,
  batcher: CooperativeBatcher,
  onPage: (page: readonly Series[]) => void,
): Promise<void> {
  const progress: { last: Series; size: number } = { last: { metric: -1, node: -1 }, size: SERIES_PER_PAGE };
  while (progress.size === SERIES_PER_PAGE && !batcher.interrupted) {
    await batcher.once(() => {
      const page = readPage(next, progress.last);
      onPage(page);
      progress.size = page.length;
      progress.last = page.at(-1) ?? progress.last;
    });
  }
}

/** Purge of a table clustered by metric and node: old rows are found series by series. */
export function createSeriesPurge(db: Database.Database, { table, column }: SeriesTable): Purge {
  const series = createOwnSeries(db, table);
  const newest = db.prepare<[], number | null>('SELECT MAX(at) FROM node_metrics').pluck();
  const oldest = db
    .prepare<[number, number], number | null>(
      `SELECT MIN(${column}) FROM ${table} WHERE metric_id = ? AND node_num = ?`,
    )
    .pluck();
  const count = db
    .prepare<[number, number], number>(`SELECT COUNT(*) FROM ${table} WHERE metric_id = ? AND node_num = ?`)
    .pluck();
  const remove = db.prepare(
    `DELETE FROM ${table} WHERE metric_id = :metric AND node_num = :node AND ${column} < :cutoff ORDER BY ${column} LIMIT :limit`,
  );

  return {
    name: table,
    newest: () => newest.get() ?? null,
    async oldest(batcher) {
      let first: number | null = null;
      await visitSeries(series, batcher, (page) => {
        for (const { metric, node } of page) {
          const at = oldest.get(metric, node) ?? null;
          if (at !== null && (first === null || at < first)) first = at;
        }
      });
      return first;
    },
    async count(batcher) {
      let total = 0;
      await visitSeries(series, batcher, (page) => {
        for (const { metric, node } of page) total += count.get(metric, node) ?? 0;
      });
      return total;
    },
    async delete(cutoff, budget, batcher) {
      const pages: { metric: number; node: number }[] = [];
      await visitSeries(series, batcher, (page) => {
        for (const one of page) if ((oldest.get(one.metric, one.node) ?? cutoff) < cutoff) pages.push(one);
      });
      let total = 0;
      // Many series have few old rows: a batch continues with the next series until it is full.
      await batcher.run((limit) => {
        let done = 0;
        while (done < limit) {
          const one = pages.at(-1);
          if (one === undefined) break;
          const { changes } = remove.run({ ...one, cutoff, limit: limit - done });
          done += changes;
          if (done < limit) pages.pop();
        }
        total += done;
        return done;
      }, budget);
      return total;
    },
  };
}
