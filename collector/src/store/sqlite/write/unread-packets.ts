import type Database from 'better-sqlite3';
import type { UnreadPackets } from '../../unread.js';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import { createUnreadReader } from '../read/unread.js';
import type { ClockGuard } from './clock-guard.js';
import type { PacketRereader } from './packet-rereader.js';
import type { Transactions } from './transaction.js';

export interface UnreadPacketsParts {
  readonly db: Database.Database;
  readonly transactions: Transactions;
  readonly rereader: PacketRereader;
  readonly clockGuard: ClockGuard;
  readonly clock: () => number;
}

const PROGRESS = 'redecode';

export function createUnreadPackets({
  db,
  transactions,
  rereader,
  clockGuard,
  clock,
}: UnreadPacketsParts): UnreadPackets {
  const newest = db.prepare<[], number | null>('SELECT MAX(received_at) FROM packets').pluck();
  const remove = db.prepare('DELETE FROM undecrypted_messages WHERE packet_row = ? AND copy = ?');
  const forgetProgress = db.prepare('DELETE FROM metadata WHERE key = ?');

  return {
    ...createUnreadReader(db),
    progress: () => readMetadata(db, PROGRESS),
    commit(packets, progressAfter) {
      // A machine without a clock must not take what is stored for the future, which any older value replaces.
      clockGuard.setNow(Math.max(clock(), newest.get() ?? 0));
      return transactions.run(() => {
        const outcomes = packets.map(({ row, copies }) => copies.map((copy) => rereader.reread(row, copy)));
        for (const { row, done } of packets) for (const copy of done) remove.run(row, copy);
        writeMetadata(db, PROGRESS, progressAfter(outcomes));
        return outcomes;
      });
    },
    finish: () => transactions.run(() => void forgetProgress.run(PROGRESS)),
  };
}
