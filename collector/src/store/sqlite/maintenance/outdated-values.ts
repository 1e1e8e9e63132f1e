import type Database from 'better-sqlite3';
import type { NodeNum } from '../../../model.js';
import type { Change } from '../../store.js';
import type { NodeDraft } from '../write/node-draft.js';
import type { NodeStore } from '../write/node-store.js';
import type { Transactions } from '../write/transaction.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** Times before which values are past their retention, Unix ms. */
export interface Cutoffs {
  readonly positions: number;
  readonly packets: number;
}

/** Clears latest values of nodes that are still heard: a value does not outlive the history it comes from. */
export interface OutdatedValues {
  /** Clears the values of at most `budget` nodes; returns what to announce. */
  clear(cutoffs: Cutoffs, budget: number, batcher: CooperativeBatcher): Promise<readonly Change[]>;
}

const NODES_PER_STEP = 500;

interface Scanned {
  readonly num: number;
  readonly outdated: number;
}

function clearOutdated(draft: NodeDraft, { positions, packets }: Cutoffs): void {
  const { positionAt, directAt, lastGatewayAt } = draft.node;
  if (positionAt !== null && positionAt < positions) {
    for (const key of ['latitude', 'longitude', 'altitude', 'precisionBits', 'positionAt'] as const) {
      draft.set(key, null);
    }
  }
  if (directAt !== null && directAt < packets) {
    for (const key of ['snr', 'rssi', 'directAt'] as const) draft.set(key, null);
  }
  if (lastGatewayAt !== null && lastGatewayAt < packets) {
    for (const key of ['lastGatewayId', 'lastGatewayAt'] as const) draft.set(key, null);
  }
}

export function createOutdatedValues(
  db: Database.Database,
  nodes: NodeStore,
  transactions: Transactions,
): OutdatedValues {
  const scan = db.prepare<[Cutoffs & { after: number; limit: number }], Scanned>(`
    SELECT node_num AS num,
      COALESCE(position_at < :positions, 0) OR COALESCE(direct_at < :packets, 0)
        OR (last_gateway_at > 0 AND last_gateway_at < :packets) AS outdated
    FROM nodes WHERE node_num > :after ORDER BY node_num LIMIT :limit`);

  function clearNodes(nums: readonly number[], cutoffs: Cutoffs): readonly Change[] {
    if (nums.length === 0) return [];
    return transactions.run(() => {
      for (const num of nums) {
        const draft = nodes.draft(num as NodeNum);
        if (draft !== undefined) clearOutdated(draft, cutoffs);
      }
      return nodes.takeChanges();
    });
  }

  return {
    async clear(cutoffs, budget, batcher) {
      const changes: Change[] = [];
      let after = -1;
      let left = budget;
      await batcher.run((limit) => {
        const page = scan.all({ ...cutoffs, after, limit: Math.min(limit, NODES_PER_STEP) });
        const nums = page.filter(({ outdated }) => outdated === 1).map(({ num }) => num);
        changes.push(...clearNodes(nums.slice(0, left), cutoffs));
        left -= Math.min(left, nums.length);
        after = page.at(-1)?.num ?? after;
        return left === 0 || page.length === 0 ? 0 : limit;
      });
      return changes;
    },
  };
}
