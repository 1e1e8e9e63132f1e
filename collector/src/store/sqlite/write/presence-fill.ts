import type Database from 'better-sqlite3';

/** Nodes that get their row in one go. */
const MOST_ROWS = 2000;

/**
 * Gives the nodes of an older database their rows in `node_presence`, some thousand per call. They are due at once.
 * Call it in a transaction.
 */
export function createPresenceFill(db: Database.Database): () => void {
  const selectTo = db.prepare<[], number | null>('SELECT filled_to FROM listening').pluck();
  const selectNext = db
    .prepare<[number, number], number | null>(
      'SELECT MAX(node_num) FROM (SELECT node_num FROM nodes WHERE node_num > ? ORDER BY node_num LIMIT ?)',
    )
    .pluck();
  const fill = db.prepare<[number, number]>(`
    INSERT OR IGNORE INTO node_presence (node_num, due_at)
    SELECT node_num, 0 FROM nodes WHERE online = 1 AND node_num > ? AND node_num <= ?`);
  const saveTo = db.prepare<[number | null]>('UPDATE listening SET filled_to = ?');
  let done = selectTo.get() === null;

  return () => {
    if (done) return;
    // Read anew: a transaction may have been rolled back.
    const from = selectTo.get() ?? null;
    const to = from === null ? null : (selectNext.get(from, MOST_ROWS) ?? null);
    if (from === null) done = true;
    else if (to !== null) fill.run(from, to);
    if (from !== to) saveTo.run(to);
  };
}
