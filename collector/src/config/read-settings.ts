import { variables, type Settings, type VariableName } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;
/** Reads a whole text file; throws Node's own error. */
export type ReadFile = (path: string) => string;

const PREFIXES = [
  'MQTT_',
  'DB_',
  'DATABASE_',
  'INGEST_',
  'GEO_',
  'NODE_',
  'EMBEDDED_BROKER',
  'DATA_RETENTION',
  'STORE_',
  'WS_',
  'METRICS_',
  'SIMULAT',
];
/** Variables of Node.js and of hosting platforms that share a prefix with ours. */
const FOREIGN =
  /^(DATABASE_(URL|HOST|PORT|NAME|USER|PASSWORD)|NODE_(ENV|OPTIONS|PATH|EXTRA_CA_CERTS|NO_WARNINGS|DEBUG|REPL.*|TLS.*|V8.*|PENDING.*|SKIP.*|DISABLE.*|USE.*|COMPILE.*|TEST.*|REDIRECT.*|ICU.*|VERSION|HOME|BIN))$/;

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
): { settings: Settings; given: ReadonlySet<VariableName>; mistakes: string[]; warnings: string[] } {
  const mistakes: string[] = [];
  const fromFile = inUpperCase(fileSettings, mistakes);
  const renames = formerNames(env, fromFile);
  mistakes.push(...renames.mistakes);
  const settings: Record<string, unknown> = {};
  const givenNames = new Set<VariableName>();
  for (const name of names) {
    const { schema, default: fallback, secret } = variables[name];
    const written = rawValue(name, secret === true, renames.env, renames.file, readFile, mistakes);
    if (written !== undefined) givenNames.add(name);
    const given = written ?? fallback;
    if (given === undefined) continue;
    const result = schema.safeParse(given);
    if (result.success) {
      settings[name] = result.data;
    } else {
      const shown = secret === true ? 'set' : JSON.stringify(withoutCredentials(given));
      mistakes.push(`${name} is ${shown}: ${result.error.issues[0]?.message ?? 'not valid'}`);
    }
  }
  mistakes.push(...misspelled(renames.env, renames.file));
  return { settings: settings as Settings, given: givenNames, mistakes, warnings: renames.warnings };
}

/** Settings of the file may be written in any case. */
function inUpperCase(settings: Readonly<Record<string, string>>, mistakes: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [written, value] of Object.entries(settings)) {
    const name = written.toUpperCase();
    if (name in result) mistakes.push(`CONFIG_FILE: ${name} is set twice: keep one`);
    result[name] = value;
  }
  return result;
}

/** Moves values of former names to their new ones. */
function formerNames(env: Environment, file: Readonly<Record<string, string>>) {
  const mistakes: string[] = [];
  const warnings: string[] = [];
  const move = (settings: Environment): Record<string, string | undefined> => {
    const moved = { ...settings };
    for (const name of names) {
      const { formerly } = variables[name];
      const old = formerly === undefined ? undefined : settings[formerly];
      if (formerly === undefined || old === undefined) continue;
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy of the environment, without the former name
      delete moved[formerly];
      if (old.trim() === '') continue;
      if ((settings[name] ?? '').trim() !== '') {
        mistakes.push(`${name} and ${formerly}, its former name, are both set: keep ${name}`);
      } else {
        moved[name] = old;
        warnings.push(`${formerly} is now called ${name}; the former name will stop working in a later release`);
      }
    }
    return moved;
  };
  return { env: move(env), file: move(file), mistakes, warnings };
}

/** People put passwords into URLs; a message about the URL must not repeat them. */
const withoutCredentials = (value: string) => value.replace(/\/\/[^/]*@/, '//…@');

function rawValue(
  name: VariableName,
  secret: boolean,
  env: Environment,
  fileSettings: Environment,
  readFile: ReadFile,
  mistakes: string[],
): string | undefined {
  // An empty value means "not set": compose files pass `NAME=` for variables without a value.
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

/** A misspelled variable would silently do nothing: names that look like ours but are not are mistakes. */
function misspelled(env: Environment, fileSettings: Environment): string[] {
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
