import type { FrameNotice } from '../../../contract/frames.js';
import type { FrameJson } from '../../../contract/frames.js';
import { buildFrame, logsMeta } from './frame.js';

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
    name,
    refId,
    meta: logsMeta,
    notices,
    columns: [
      { name: 'timestamp', type: 'time', nullable: false, value: (line) => line.at },
      { name: 'body', type: 'string', nullable: false, value: (line) => line.body },
      { name: 'severity', type: 'string', nullable: false, value: (line) => line.severity },
      { name: 'id', type: 'string', nullable: false, value: (line) => line.id },
      { name: 'labels', type: 'other', nullable: false, value: (line) => line.labels },
    ],
    rows,
  });
}

/** Packet ids are shown as Meshtastic's apps do: eight hex digits, never a quantity. */
export function packetIdText(id: number): string {
  return id.toString(16).padStart(8, '0');
}
