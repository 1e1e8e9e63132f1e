import { logColumns } from '@mesh-observatory/contract/columns';
import type { FrameNotice, FrameJson } from '@mesh-observatory/contract/frames';
import { columnsOf } from './columns.js';
import type { FrameContext } from './context.js';
import { buildFrame } from './frame.js';

/** One line of a logs panel. */
export interface LogLine {
  readonly at: number;
  readonly body: string;
  readonly severity: 'debug' | 'info' | 'warning' | 'error' | 'critical';
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function buildLogFrame(
  context: FrameContext,
  name: string,
  notices: FrameNotice[],
  rows: readonly LogLine[],
): FrameJson {
  return buildFrame<LogLine>({
    kind: 'logs',
    name,
    refId: context.query.refId,
    notices,
    columns: columnsOf<typeof logColumns, LogLine>(context, logColumns, {
      timestamp: (line) => line.at,
      body: (line) => line.body,
      severity: (line) => line.severity,
      id: (line) => line.id,
      labels: (line) => line.labels,
    }),
    rows,
  });
}

/** A packet id as Meshtastic's apps show it: eight hex digits. */
export function packetIdText(id: number): string {
  return id.toString(16).padStart(8, '0');
}
