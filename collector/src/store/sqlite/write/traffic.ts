import type Database from 'better-sqlite3';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { TransactionListener } from './transaction.js';

export interface TrafficEntry {
  readonly at: number;
  readonly gateway: number;
  readonly channelId: number;
  /** null = unknown. */
  readonly portnum: number | null;
  /** Decode status of a new packet, or `duplicate`. */
  readonly outcome: string;
  readonly bytes: number;
}

/** Counts messages by the minute; one row per batch and combination. */
export interface TrafficCounter extends TransactionListener {
  count(entry: TrafficEntry): void;
}

const UNKNOWN_PORT = -1;

export function createTrafficCounter(db: Database.Database): TrafficCounter {
  const save = db.prepare(`
    INSERT INTO traffic_minutely (minute, gateway_num, channel_id, portnum, outcome, packets, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET packets = packets + excluded.packets, bytes = bytes + excluded.bytes`);
  const pending = new Map<
    string,
    { key: readonly [number, number, number, number, string]; packets: number; bytes: number }
  >();
  return {
    count({ at, gateway, channelId, portnum, outcome, bytes }) {
      const key = [at - (at % MINUTE_MS), gateway, channelId, portnum ?? UNKNOWN_PORT, outcome] as const;
      const text = key.join(':');
      const entry = pending.get(text) ?? { key, packets: 0, bytes: 0 };
      pending.set(text, { key, packets: entry.packets + 1, bytes: entry.bytes + bytes });
    },
    flush() {
      for (const { key, packets, bytes } of pending.values()) save.run(...key, packets, bytes);
    },
    committed: () => pending.clear(),
    rolledBack: () => pending.clear(),
  };
}
