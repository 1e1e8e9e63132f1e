import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

/** Paths of a logged object where secrets could appear; the values are replaced. */
const SECRETS = [
  'password',
  'apiToken',
  'token',
  'authorization',
  'psk',
  'key',
  '*.password',
  '*.apiToken',
  '*.token',
  '*.authorization',
  '*.psk',
  '*.key',
];

export interface LogOptions {
  readonly level: string;
  readonly pretty: boolean;
}

/** One JSON object a line, or readable lines for a terminal. Every entry has an `event`. */
export function createLogger({ level, pretty: readable }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '[secret]' },
  };
  if (!readable) return pino(options);
  return pino(options, pretty({ sync: true, ignore: 'event', translateTime: 'SYS:HH:MM:ss', singleLine: true }));
}
