import type Database from 'better-sqlite3';
import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import { formatNodeId, parseNodeId, type NodeNum } from '../../../model.js';

export interface NewEvent {
  readonly at: number;
  readonly kind: ObservedEvent['kind'];
  readonly severity: ObservedEvent['severity'];
  readonly node: NodeNum | null;
  readonly title: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

export interface EventLog {
  record(event: NewEvent): ObservedEvent;
  recordObserved(event: Omit<ObservedEvent, 'id'>): ObservedEvent;
}

export function createEventLog(db: Database.Database): EventLog {
  const insert = db.prepare(
    'INSERT INTO events (at, kind, severity, node_num, title, text, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );

  function recordObserved(event: Omit<ObservedEvent, 'id'>): ObservedEvent {
    const { at, kind, severity, nodeId, title, text, data } = event;
    const node = nodeId === null ? null : (parseNodeId(nodeId) ?? null);
    const { lastInsertRowid } = insert.run(at, kind, severity, node, title, text, JSON.stringify(data));
    return { id: Number(lastInsertRowid), at, kind, severity, nodeId, title, text, data };
  }

  return {
    recordObserved,
    record: ({ node, ...event }) => recordObserved({ ...event, nodeId: node === null ? null : formatNodeId(node) }),
  };
}
