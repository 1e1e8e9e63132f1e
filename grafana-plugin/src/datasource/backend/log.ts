/** Writes lines for Grafana's log: hclog's JSON, which go-plugin reads from standard error. */
export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Details = Readonly<Record<string, string | number | boolean>>;

export interface Log {
  debug(message: string, details?: Details): void;
  info(message: string, details?: Details): void;
  warn(message: string, details?: Details): void;
  error(message: string, details?: Details): void;
}

export interface LogParts {
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/** The host splits longer lines, and can then no longer read them. */
const MAX_TEXT_LENGTH = 4000;

export function createLog({ write, now }: LogParts): Log {
  const writeAt =
    (level: Level) =>
    (message: string, details: Details = {}) => {
      const line = {
        '@level': level,
        '@message': truncate(message),
        // go-plugin takes exactly six digits of a second, and treats the whole line as plain text otherwise.
        '@timestamp': now().toISOString().replace('Z', '000Z'),
        ...Object.fromEntries(
          Object.entries(details).map(([key, value]) => [key, typeof value === 'string' ? truncate(value) : value]),
        ),
      };
      write(`${JSON.stringify(line)}\n`);
    };
  return { debug: writeAt('debug'), info: writeAt('info'), warn: writeAt('warn'), error: writeAt('error') };
}

function truncate(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)} …`;
}
