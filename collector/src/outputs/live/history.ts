import type { Payload } from './payload.js';

/** The sent batches of one group. Numbers are consecutive. */
export interface SentBatches {
  remember(seq: number, payload: Payload): void;
  get(seq: number): Payload | undefined;
}

/** What was sent lately, for clients that come back: bounded in bytes over all groups, and in time. */
export interface History {
  track(): SentBatches;
  /** Lets go of what is too old. */
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

export function createHistory(maxBytes: number, maxAgeMs: number, monotonicMs: () => number): History {
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
