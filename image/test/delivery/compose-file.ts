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
  readonly volumes: Readonly<Record<string, { readonly name: string }>>;
}

/** `${NAME}` and `${NAME:-default}`. Compose 1.29 ends a default at the first brace, so one cannot contain a variable. */
const VARIABLE = /\$\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?\}/g;

function interpolate(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_, name: string, fallback = '') => {
    const value = environment[name];
    // As `:-` does: an empty value counts as not set.
    return value === undefined || value === '' ? String(fallback) : value;
  });
}

const composeText = () => read('docker-compose.yml');

/** `docker-compose.yml` as Compose sees it with these variables. */
export function loadCompose(environment: Readonly<Record<string, string>> = {}): ComposeFile {
  // After parsing, as Compose does: what a variable says is text, also `true`.
  const filled = (_key: unknown, value: unknown) =>
    typeof value === 'string' ? interpolate(value, environment) : value;
  return parse(composeText(), filled, { merge: true }) as ComposeFile;
}

/** Every variable the file asks for, with its default. */
export function variablesUsed(): Map<string, string> {
  const found = [...withoutComments(composeText()).matchAll(VARIABLE)];
  return new Map(found.map(([, name, fallback = '']) => [name!, fallback]));
}

const withoutComments = (text: string) => text.replace(/^\s*#.*$/gm, '');
