import type { Payload } from './outbox.js';

/** The sent batches of one group. Numbers are consecutive. */
export interface SentBatches {
  remember(seq: number, payload: Payload): void;
  get(seq: number): Payload | undefined;
}

/** Recently sent batches, for clients that reconnect: bounded in bytes over all groups, and in time. */
export interface BatchHistory {
  track(): SentBatches;
  /** Drops what is too old. */
  expire(): void;
  readonly bytes: number;
}

interface Entry {
  readonly owner: Entry[];
  readonly seq: number;
  readonly payload: Payload;
  readonly bytes: number;
  readonly sentAt: number;
}

export function createBatchHistory(maxBytes: number, maxAgeMs: number, monotonicMs: () => number): BatchHistory {
  const oldestFirst: Entry[] = [];
  let bytes = 0;

  const expire = () => {
    const earliest = monotonicMs() - maxAgeMs;
    for (
      let entry = oldestFirst[0];
      entry !== undefined && (bytes > maxBytes || entry.sentAt < earliest);
      entry = oldestFirst[0]
    ) {
      oldestFirst.shift();
      entry.owner.shift(); // the oldest of all is the oldest of its group
      bytes -= entry.bytes;
    }
  };

  return {
    track() {
      const own: Entry[] = [];
      return {
        remember(seq, payload) {
          const entry = { owner: own, seq, payload, bytes: payload.size, sentAt: monotonicMs() };
          own.push(entry);
          oldestFirst.push(entry);
          bytes += entry.bytes;
          expire();
        },
        get(seq) {
          const first = own[0];
          return first === undefined ? undefined : own[seq - first.seq]?.payload;
        },
      };
    },
    expire,
    get bytes() {
      return bytes;
    },
  };
}
