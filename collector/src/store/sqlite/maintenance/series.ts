import type Database from 'better-sqlite3';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** One metric of one node. Every series has a latest value, known or not, so that the latest values are the list of series. */
export interface Series {
  readonly node: number;
  readonly metric: number;
}

export interface SeriesList {
  /** Visits the series whose latest value is of `since` or later, a page per batch; false when it was interrupted. */
  visit(since: number, batcher: CooperativeBatcher, onPage: (page: readonly Series[]) => void): Promise<boolean>;
}

const PAGE = 200;

export function createSeriesList(db: Database.Database): SeriesList {
  const select = db.prepare<[number, number, number, number], Series>(`
    SELECT node_num AS node, metric_id AS metric FROM node_metrics
    WHERE (node_num, metric_id) > (?, ?) AND at >= ? ORDER BY node_num, metric_id LIMIT ?`);
  return {
    async visit(since, batcher, onPage) {
      let last: Series = { node: -1, metric: -1 };
      for (;;) {
        let page: Series[] = [];
        const goesOn = await batcher.once(() => {
          page = select.all(last.node, last.metric, since, PAGE);
          if (page.length > 0) onPage(page);
        });
        if (!goesOn) return false;
        const end = page.at(-1);
        if (end === undefined || page.length < PAGE) return true;
        last = end;
      }
    },
  };
}
