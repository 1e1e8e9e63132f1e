import type Database from 'better-sqlite3';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { TransactionListener } from './transaction.js';

export interface TrafficEntry {
  readonly at: number;
  readonly gateway: number;
  readonly channelId: number;
  /** null = unknown. */
  readonly portnum: number | null;
  /** Decode status of the packet at its first reception, `duplicate` at the others. */
  readonly outcome: string;
  readonly bytes: number;
}

/** Counts receptions by the minute; one row per batch and combination. */
export interface TrafficCounter extends TransactionListener {
  count(entry: TrafficEntry): void;
  /** Takes back an entry that was counted. */
  discount(entry: TrafficEntry): void;
}

const UNKNOWN_PORT = -1;

export function createTrafficCounter(db: Database.Database): TrafficCounter {
  const save = db.prepare(`
    INSERT INTO traffic_minutely (minute, gateway_num, channel_id, portnum, outcome, packets, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET packets = packets + excluded.packets, bytes = bytes + excluded.bytes`);
  const removeEmpty = db.prepare(`
    DELETE FROM traffic_minutely
    WHERE minute = ? AND gateway_num = ? AND channel_id = ? AND portnum = ? AND outcome = ? AND packets <= 0`);
  const pending = new Map<
    string,
    { key: readonly [number, number, number, number, string]; packets: number; bytes: number }
  >();

  function add({ at, gateway, channelId, portnum, outcome, bytes }: TrafficEntry, packets: 1 | -1): void {
    const key = [at - (at % MINUTE_MS), gateway, channelId, portnum ?? UNKNOWN_PORT, outcome] as const;
    const text = key.join(':');
    const entry = pending.get(text);
    if (entry === undefined) {
      pending.set(text, { key, packets, bytes: packets * bytes });
      return;
    }
    entry.packets += packets;
    entry.bytes += packets * bytes;
  }

  return {
    count: (entry) => add(entry, 1),
    discount: (entry) => add(entry, -1),
    flush() {
      for (const { key, packets, bytes } of pending.values()) {
        if (packets !== 0 || bytes !== 0) save.run(...key, packets, bytes);
        if (packets < 0) removeEmpty.run(...key);
      }
    },
    committed: () => pending.clear(),
    rolledBack: () => pending.clear(),
  };
}
