/** Messages waiting for the store: bounded, four priorities, the highest first, arrival order within a priority. */

export const PRIORITIES = 4;
/** 0 is the highest. */
export type Priority = 0 | 1 | 2 | 3;

export interface Waiting<T> {
  readonly item: T;
  readonly priority: Priority;
  /** A message the broker keeps until we acknowledge it: never shed, its number is bounded by the connection. */
  readonly kept: boolean;
}

export interface MessageQueue<T> {
  /** Adds an entry; returns the entry that was shed for it (maybe the new one), or undefined. */
  push(entry: Waiting<T>): Waiting<T> | undefined;
  /** The next `count` entries, highest priority first, left in place until `drop`. */
  peek(count: number): readonly Waiting<T>[];
  /** Removes the first `count` entries, the ones `peek(count)` returned. */
  drop(count: number): void;
  readonly size: number;
}

export function createMessageQueue<T>(capacity: number): MessageQueue<T> {
  const levels: Waiting<T>[][] = Array.from({ length: PRIORITIES }, () => []);
  let size = 0;

  const level = (priority: number): Waiting<T>[] => levels[priority] ?? [];

  /** Removes and returns the newest entry that may be shed and has a lower priority. */
  function shedBelow(priority: Priority): Waiting<T> | undefined {
    for (let worst = PRIORITIES - 1; worst > priority; worst--) {
      const index = level(worst).findLastIndex((entry) => !entry.kept);
      if (index >= 0) return level(worst).splice(index, 1)[0];
    }
    return undefined;
  }

  return {
    push(entry) {
      let shed: Waiting<T> | undefined;
      if (size >= capacity) {
        shed = shedBelow(entry.priority);
        if (shed === undefined && !entry.kept) return entry;
        if (shed !== undefined) size--;
      }
      level(entry.priority).push(entry);
      size++;
      return shed;
    },
    peek(count) {
      const next: Waiting<T>[] = [];
      for (const entries of levels) {
        if (next.length >= count) break;
        next.push(...entries.slice(0, count - next.length));
      }
      return next;
    },
    drop(count) {
      let left = count;
      for (const entries of levels) {
        left -= entries.splice(0, left).length;
        if (left <= 0) break;
      }
      size -= count - Math.max(left, 0);
    },
    get size() {
      return size;
    },
  };
}
