import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

export const read = (path: string) => readFileSync(`${repository}${path}`, 'utf8');

export interface Service {
  readonly [key: string]: unknown;
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly profiles?: readonly string[];
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The value of `${NAME}`, `${NAME:-default}` with `environment`; defaults may contain variables themselves. */
export function interpolate(text: string, environment: Readonly<Record<string, string>>): string {
  const innermost = /\$\{([A-Z][A-Z0-9_]*)(?::-([^${}]*))?\}/;
  for (let match = innermost.exec(text); match !== null; match = innermost.exec(text)) {
    const [whole, name, fallback = ''] = match;
    const value = environment[name!];
    // As `:-` does: an empty value counts as not set.
    text = text.replace(whole, () => (value === undefined || value === '' ? fallback : value));
  }
  return text;
}

const composeText = () => read('docker-compose.yml');

/** `docker-compose.yml` as Compose sees it with these variables. */
export function loadCompose(environment: Readonly<Record<string, string>> = {}): ComposeFile {
  return parse(interpolate(withoutComments(composeText()), environment), { merge: true }) as ComposeFile;
}

/** Every variable the file asks for, with its default. */
export function variablesUsed(): Map<string, string> {
  const found = new Map<string, string>();
  const text = withoutComments(composeText());
  for (const [, name, fallback = ''] of text.matchAll(/\$\{([A-Z][A-Z0-9_]*)(?::-((?:[^${}]|\$\{[^}]*\})*))?\}/g)) {
    // The default of a default: ${A:-x${B:-y}}
    for (const [, inner, innerFallback = ''] of fallback.matchAll(/\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g)) {
      if (!found.has(inner!)) found.set(inner!, innerFallback);
    }
    if (!found.has(name!)) found.set(name!, interpolate(fallback, {}));
  }
  return found;
}

const withoutComments = (text: string) => text.replace(/^\s*#.*$/gm, '');
