/** Lines for Grafana's log: hclog's JSON, which go-plugin reads from standard error. */
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

/** Longer lines are taken apart by the host and no longer understood. */
const LONGEST_TEXT = 4000;

export function createLog({ write, now }: LogParts): Log {
  const say =
    (level: Level) =>
    (message: string, details: Details = {}) => {
      const line = {
        '@level': level,
        '@message': cut(message),
        // go-plugin takes exactly six digits of a second, and treats the whole line as plain text otherwise.
        '@timestamp': now().toISOString().replace('Z', '000Z'),
        ...Object.fromEntries(
          Object.entries(details).map(([key, value]) => [key, typeof value === 'string' ? cut(value) : value]),
        ),
      };
      write(`${JSON.stringify(line)}\n`);
    };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)} …`;
}
