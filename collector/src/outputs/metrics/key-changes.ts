import type { Change } from '../../store/store.js';
import type { KeyChangedAt } from './scrape.js';

/** Remembers when nodes announced another public key: no later scrape could find out. */
export interface KeyChanges {
  record(changes: readonly Change[]): void;
  readonly at: KeyChangedAt;
}

/** Bound of the memory that invented nodes can take; far more than ever change their keys. */
const MAX_NODES = 1000;

export function createKeyChanges(): KeyChanges {
  const changedAt = new Map<string, number>();
  return {
    record(changes) {
      for (const change of changes) {
        if (change.kind !== 'event' || change.event.kind !== 'key_changed' || change.event.nodeId === null) continue;
        const { nodeId, at } = change.event;
        // To the end: the first is the one that changed longest ago.
        changedAt.delete(nodeId);
        changedAt.set(nodeId, at);
        const [oldest] = changedAt.keys();
        if (changedAt.size > MAX_NODES && oldest !== undefined) changedAt.delete(oldest);
      }
    },
    at: (nodeId) => changedAt.get(nodeId) ?? null,
  };
}
