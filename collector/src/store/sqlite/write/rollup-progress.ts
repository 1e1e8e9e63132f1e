import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import { readMetadata, writeMetadata } from '../file/metadata.js';
import type { TransactionListener } from './transaction.js';

export const hourOf = (at: number) => at - (at % HOUR_MS);

/** Progress of the hourly roll-ups, and the hours that got more rows after they were rolled up. */
export interface RollupProgress extends TransactionListener {
  /** Every hour that begins before this is rolled up, late ones apart; 0 = none. */
  readonly until: number;
  /** Every hour before this is rolled up, late ones too. */
  settledUntil(): number;
  /** Call it in a transaction. */
  advance(until: number): void;
  /** A row of this time is being written. */
  note(at: number): void;
}

export function createRollupProgress(db: Database.Database): RollupProgress {
  const firstLate = db.prepare<[], number | null>('SELECT MIN(hour) FROM rollup_hours').pluck();
  const save = db.prepare('INSERT OR IGNORE INTO rollup_hours (hour) VALUES (?)');
  const late = new Set<number>();
  let until = Number(readMetadata(db, 'rolled_up_until') ?? 0);
  let pendingUntil: number | undefined;
  return {
    get until() {
      return until;
    },
    settledUntil: () => Math.min(until, firstLate.get() ?? Infinity),
    advance(to) {
      writeMetadata(db, 'rolled_up_until', String(to));
      pendingUntil = to;
    },
    note(at) {
      if (at < until) late.add(hourOf(at));
    },
    flush() {
      for (const hour of late) save.run(hour);
    },
    committed() {
      until = pendingUntil ?? until;
      pendingUntil = undefined;
      late.clear();
    },
    rolledBack() {
      pendingUntil = undefined;
      late.clear();
    },
  };
}
