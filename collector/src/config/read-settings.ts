import { variables, type Settings, type VariableName } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;
/** Reads a whole text file; throws Node's own error. */
export type ReadFile = (path: string) => string;

const PREFIXES = [
  'MQTT_',
  'DB_',
  'GEO_',
  'NODE_',
  'EMBEDDED_BROKER',
  'DATA_RETENTION',
  'STORE_',
  'WS_',
  'METRICS_',
  'SIMULAT',
];
/** Node's own variables that share a prefix with ours. */
const FOREIGN =
  /^NODE_(ENV|OPTIONS|PATH|EXTRA_CA_CERTS|NO_WARNINGS|DEBUG|REPL.*|TLS.*|V8.*|PENDING.*|SKIP.*|DISABLE.*|USE.*|COMPILE.*|TEST.*|REDIRECT.*|ICU.*|VERSION|HOME|BIN)$/;

const names = Object.keys(variables) as VariableName[];

/** Reason a file cannot be read, in words. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { ENOENT: 'does not exist', EACCES: 'may not be read', EISDIR: 'is a folder' }[code] ?? 'cannot be read';
}

/** Environment first, then `<NAME>_FILE` for secrets, then the file's `settings`, then the default. */
export function readSettings(
  env: Environment,
  fileSettings: Readonly<Record<string, string>>,
  readFile: ReadFile,
): { settings: Settings; mistakes: string[] } {
  const mistakes: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const name of names) {
    const { schema, default: fallback, secret } = variables[name];
    const given = rawValue(name, secret === true, env, fileSettings, readFile, mistakes) ?? fallback;
    if (given === undefined) continue;
    const result = schema.safeParse(given);
    if (result.success) {
      settings[name] = result.data;
    } else {
      const shown = secret === true ? 'set' : JSON.stringify(withoutCredentials(given));
      mistakes.push(`${name} is ${shown}: ${result.error.issues[0]?.message ?? 'not valid'}`);
    }
  }
  mistakes.push(...misspelt(env, fileSettings));
  return { settings: settings as Settings, mistakes };
}

/** People put passwords into URLs; a message about the URL must not repeat them. */
const withoutCredentials = (value: string) => value.replace(/\/\/[^/]*@/, '//…@');

function rawValue(
  name: VariableName,
  secret: boolean,
  env: Environment,
  fileSettings: Readonly<Record<string, string>>,
  readFile: ReadFile,
  mistakes: string[],
): string | undefined {
  // An empty value means "not set": compose files pass `NAME=` for variables nobody filled in.
  const direct = env[name]?.trim() === '' ? undefined : env[name];
  const path = secret ? env[`${name}_FILE`]?.trim() : undefined;
  if (path === undefined || path === '') return direct ?? fileSettings[name];
  if (direct !== undefined) {
    mistakes.push(`${name} and ${name}_FILE are both set: keep one`);
    return undefined;
  }
  try {
    return readFile(path).trim();
  } catch (error) {
    mistakes.push(`${name}_FILE is ${JSON.stringify(path)}: the file ${unreadable(error)}`);
    return undefined;
  }
}

/** A misspelt variable would silently do nothing: names that look like ours but are not are mistakes. */
function misspelt(env: Environment, fileSettings: Readonly<Record<string, string>>): string[] {
  const known = new Set<string>(
    names.flatMap((name) => ('secret' in variables[name] ? [name, `${name}_FILE`] : [name])),
  );
  const strangers = [
    ...Object.keys(fileSettings).filter((name) => !known.has(name)),
    ...Object.keys(env).filter(
      (name) => PREFIXES.some((prefix) => name.startsWith(prefix)) && !known.has(name) && !FOREIGN.test(name),
    ),
  ];
  return strangers.map((name) => {
    const near = nearest(name, [...known]);
    return `${name} is not a setting${near === undefined ? '' : `; did you mean ${near}?`}`;
  });
}

function nearest(name: string, candidates: readonly string[]): string | undefined {
  const scored = candidates.map((candidate) => ({ candidate, distance: editDistance(name, candidate) }));
  const best = scored.sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= 4 ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
