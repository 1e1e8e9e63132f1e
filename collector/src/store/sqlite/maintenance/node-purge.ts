import type Database from 'better-sqlite3';
import type { NodeNum } from '../../../model.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';
import { createTimedPurge, type Purge } from './purge.js';

/** Nodes removed together. */
const NODES = 50;

/** Rows that make no sense without their node: most are past their own retention already. */
const OWNED = [
  'samples WHERE metric_id IN (SELECT metric_id FROM metrics) AND node_num IN (SELECT value FROM json_each(:nodes))',
  'samples_hourly WHERE metric_id IN (SELECT metric_id FROM metrics) AND node_num IN (SELECT value FROM json_each(:nodes))',
  'positions WHERE node_num IN (SELECT value FROM json_each(:nodes))',
  'positions_hourly WHERE node_num IN (SELECT value FROM json_each(:nodes))',
  'node_metrics WHERE node_num IN (SELECT value FROM json_each(:nodes))',
  'node_keys WHERE node_num IN (SELECT value FROM json_each(:nodes))',
  'links WHERE from_num IN (SELECT value FROM json_each(:nodes))',
  'links WHERE to_num IN (SELECT value FROM json_each(:nodes))',
];

/**
 * Removes nodes that were last heard before the cutoff, with all that belongs to them.
 * @param onRemoved called when the row of a node is gone.
 */
export function createNodePurge(db: Database.Database, onRemoved: (num: NodeNum) => void): Purge {
  const timed = createTimedPurge(db, { table: 'nodes', column: 'last_heard' });
  const select = db
    .prepare<[number, number], number>('SELECT node_num FROM nodes WHERE last_heard < ? ORDER BY last_heard LIMIT ?')
    .pluck();
  const owned = OWNED.map((rows) => db.prepare(`DELETE FROM ${rows} LIMIT :limit`));
  // Heard while its rows were removed: the node stays.
  const remove = db.prepare<[number, number]>('DELETE FROM nodes WHERE node_num = ? AND last_heard < ?');

  async function removeSome(cutoff: number, most: number, batcher: CooperativeBatcher): Promise<number> {
    const nums = select.all(cutoff, Math.min(NODES, most));
    const nodes = JSON.stringify(nums);
    for (const statement of owned) await batcher.run((limit) => statement.run({ nodes, limit }).changes);
    if (batcher.interrupted) return 0;
    await batcher.once(() => {
      for (const num of nums) if (remove.run(num, cutoff).changes > 0) onRemoved(num as NodeNum);
    });
    return nums.length;
  }

  return {
    ...timed,
    async delete(cutoff, budget, batcher) {
      let total = 0;
      while (total < budget && !batcher.interrupted) {
        const done = await removeSome(cutoff, budget - total, batcher);
        total += done;
        if (done === 0) break;
      }
      return total;
    },
  };
}
