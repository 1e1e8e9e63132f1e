import type Database from 'better-sqlite3';
import type { NodeNum } from '../../../model.js';

const MOST_SHARERS = 10;

/** Public keys that nodes have used. */
export interface KeyHistory {
  /** @returns other nodes that have used this key, when it is new for this one. */
  add(node: NodeNum, key: string, at: number, gateway: NodeNum): readonly NodeNum[];
}

export function createKeyHistory(db: Database.Database): KeyHistory {
  const known = db.prepare<[number, string]>('SELECT 1 FROM node_keys WHERE node_num = ? AND public_key = ?');
  const others = db
    .prepare<[string, number, number], number>(
      'SELECT node_num FROM node_keys WHERE public_key = ? AND node_num <> ? ORDER BY node_num LIMIT ?',
    )
    .pluck();
  const save = db.prepare(`
    INSERT INTO node_keys (node_num, public_key, first_seen, last_seen, gateway_num) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      gateway_num = CASE WHEN excluded.first_seen < first_seen THEN excluded.gateway_num ELSE gateway_num END,
      first_seen = MIN(first_seen, excluded.first_seen), last_seen = MAX(last_seen, excluded.last_seen)`);
  return {
    add(node, key, at, gateway) {
      const isNew = known.get(node, key) === undefined;
      save.run(node, key, at, at, gateway);
      return isNew ? others.all(key, node, MOST_SHARERS).map((num) => num as NodeNum) : [];
    },
  };
}
