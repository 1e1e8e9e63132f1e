import type { Change } from '../../store/store.js';
import type { KeyChangedAt } from './scrape.js';

/** Remembers when nodes came with another public key, because no later scrape could find out. */
export interface KeyChanges {
  note(changes: readonly Change[]): void;
  readonly at: KeyChangedAt;
}

/** Far more than ever change their keys within the life of a process; whoever invents nodes cannot fill the memory. */
const MAX_NODES = 1000;

export function createKeyChanges(): KeyChanges {
  const changedAt = new Map<string, number>();
  return {
    note(changes) {
      for (const change of changes) {
        if (change.kind !== 'event' || change.event.kind !== 'key_changed' || change.event.nodeId === null) continue;
        const { nodeId, at } = change.event;
        // Anew at the end: the first is the one that changed longest ago.
        changedAt.delete(nodeId);
        changedAt.set(nodeId, at);
        const [oldest] = changedAt.keys();
        if (changedAt.size > MAX_NODES && oldest !== undefined) changedAt.delete(oldest);
      }
    },
    at: (nodeId) => changedAt.get(nodeId) ?? null,
  };
}
