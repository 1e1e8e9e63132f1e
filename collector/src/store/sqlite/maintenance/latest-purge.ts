import type Database from 'better-sqlite3';
import type { NodeNum } from '../../../model.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';
import type { Purge } from './purge.js';

interface LatestValue {
  readonly node: number;
  readonly metric: number;
  readonly at: number;
}

const PAGE = 200;

/**
 * Removes latest values of before the cutoff. There is no index on their time, which changes with every reading: the
 * table is read page by page.
 * @param onRemoved called with the node of a removed value.
 */
export function createLatestPurge(db: Database.Database, onRemoved: (num: NodeNum) => void): Purge {
  const select = db.prepare<[number, number], LatestValue>(`
    SELECT node_num AS node, metric_id AS metric, at FROM node_metrics
    WHERE (node_num, metric_id) > (?, ?) ORDER BY node_num, metric_id LIMIT ${PAGE}`);
  const count = db.prepare<[], number>('SELECT COUNT(*) FROM node_metrics').pluck();
  const newest = db.prepare<[], number | null>('SELECT MAX(at) FROM node_metrics').pluck();
  const remove = db.prepare<[number, number, number]>(
    'DELETE FROM node_metrics WHERE node_num = ? AND metric_id = ? AND at < ?',
  );

  /** Calls `visit` with each page until it returns false. */
  async function visitPages(
    batcher: CooperativeBatcher,
    visit: (page: readonly LatestValue[]) => boolean,
  ): Promise<void> {
    let last = { node: -1, metric: -1 };
    for (let goesOn = true; goesOn;) {
      const proceeds = await batcher.once(() => {
        const page = select.all(last.node, last.metric);
        goesOn = visit(page) && page.length === PAGE;
        last = page.at(-1) ?? last;
      });
      goesOn &&= proceeds;
    }
  }

  return {
    name: 'node_metrics',
    newest: () => newest.get() ?? null,
    async oldest(batcher) {
      let first = Infinity;
      await visitPages(batcher, (page) => {
        first = Math.min(first, ...page.map(({ at }) => at));
        return true;
      });
      return first === Infinity ? null : first;
    },
    count: () => Promise.resolve(count.get() ?? 0),
    async delete(cutoff, budget, batcher) {
      let total = 0;
      await visitPages(batcher, (page) => {
        const old = page.filter(({ at }) => at < cutoff).slice(0, budget - total);
        for (const { node, metric } of old) total += remove.run(node, metric, cutoff).changes;
        for (const node of new Set(old.map((value) => value.node))) onRemoved(node as NodeNum);
        return total < budget;
      });
      return total;
    },
  };
}
