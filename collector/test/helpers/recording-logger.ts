import { pino, type Logger } from 'pino';

export interface LogRecord {
  readonly level: number;
  readonly event?: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A real pino logger whose lines are kept; `events('mqtt.session_lost')` are those with that `event`. */
export function recordingLogger(): {
  readonly logger: Logger;
  readonly records: LogRecord[];
  events(name: string): LogRecord[];
} {
  const records: LogRecord[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => records.push(JSON.parse(line) as LogRecord) });
  return { logger, records, events: (name) => records.filter(({ event }) => event === name) };
}
