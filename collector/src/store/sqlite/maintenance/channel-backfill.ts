import type Database from 'better-sqlite3';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import type { Transactions } from '../write/transaction.js';
import type { CooperativeBatcher } from './cooperative-batcher.js';

/** Adds packets that were stored before `node_channels` existed to it, the newest first; does nothing once that is done. */
export type BackfillChannels = (batcher: CooperativeBatcher) => Promise<void>;

const PROGRESS = 'node_channels_filled_down_to';
const STEP = 2_000;

/** Direct messages between two nodes' keys and map reports are sent on no channel. */
const FILL = `
  INSERT INTO node_channels (channel_id, node_num, first_at, last_at)
  SELECT p.channel_id, p.from_num, MIN(p.received_at), MAX(p.received_at) FROM packets p JOIN channels c USING (channel_id)
  WHERE p.packet_row >= :from AND p.packet_row < :to AND c.name NOT IN ('', 'PKI') AND p.decode_status <> 'pki'
    AND p.portnum IS NOT 73 AND ' ' || p.flags || ' ' NOT LIKE '% retained %'
  GROUP BY p.channel_id, p.from_num
  ON CONFLICT DO UPDATE SET first_at = MIN(first_at, excluded.first_at), last_at = MAX(last_at, excluded.last_at)`;

export function createChannelBackfill(db: Database.Database, transactions: Transactions): BackfillChannels {
  const fill = db.prepare(FILL);
  const newest = db.prepare<[], number | null>('SELECT MAX(packet_row) FROM packets').pluck();
  const oldest = db.prepare<[], number | null>('SELECT MIN(packet_row) FROM packets').pluck();
  let isDone = false;

  return async (batcher) => {
    while (!isDone && !batcher.interrupted) {
      const to = Number(readMetadata(db, PROGRESS) ?? (newest.get() ?? 0) + 1);
      const from = to - STEP;
      isDone = to <= (oldest.get() ?? to);
      if (isDone) return;
      await batcher.once(() =>
        transactions.run(() => {
          fill.run({ from, to });
          writeMetadata(db, PROGRESS, String(from));
        }),
      );
    }
  };
}
