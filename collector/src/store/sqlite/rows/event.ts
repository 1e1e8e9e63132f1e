import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import { nodeIdOrNull } from './node-id.js';

/** A row of `events`; `data` is JSON. */
export interface EventRow {
  readonly event_id: number;
  readonly at: number;
  readonly kind: ObservedEvent['kind'];
  readonly severity: ObservedEvent['severity'];
  readonly node_num: number | null;
  readonly title: string;
  readonly text: string;
  readonly data: string;
}

function detailsOf(json: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(json);
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
}

export const toEvent = (row: EventRow): ObservedEvent => ({
  id: row.event_id,
  at: row.at,
  kind: row.kind,
  severity: row.severity,
  nodeId: nodeIdOrNull(row.node_num),
  title: row.title,
  text: row.text,
  data: detailsOf(row.data),
});
