import type { FrameNotice, FrameJson } from '@mesh-observatory/contract/frames';
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
  name: string,
  refId: string,
  notices: FrameNotice[],
  rows: readonly LogLine[],
): FrameJson {
  return buildFrame<LogLine>({
    kind: 'logs',
    name,
    refId,
    notices,
    columns: [
      { name: 'timestamp', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (line) => line.at },
      { name: 'body', type: 'string', nullable: false, config: { displayName: 'Message' }, value: (line) => line.body },
      {
        name: 'severity',
        type: 'string',
        nullable: false,
        config: { displayName: 'Severity' },
        value: (line) => line.severity,
      },
      { name: 'id', type: 'string', nullable: false, config: { displayName: 'Id' }, value: (line) => line.id },
      {
        name: 'labels',
        type: 'other',
        nullable: false,
        config: { displayName: 'Labels' },
        value: (line) => line.labels,
      },
    ],
    rows,
  });
}

/** A packet id as Meshtastic's apps show it: eight hex digits. */
export function packetIdText(id: number): string {
  return id.toString(16).padStart(8, '0');
}
