import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

/** What each stage may import of ours: other stages by their interface files only. */
const VOCABULARY = ['model', 'errors', 'throttled-log', 'timing'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: [],
  version: [],
  logger: [],
  'throttled-log': [],
  timing: ['timing'],
  status: ['model', 'status', 'store/store'],
  config: ['errors', 'config'],
  transport: [...VOCABULARY, 'transport'],
  decode: [...VOCABULARY, 'decode'],
  pipeline: [...VOCABULARY, 'pipeline', 'store/store'],
  store: [...VOCABULARY, 'store'],
  outputs: [...VOCABULARY, 'outputs', 'status', 'store/store'],
};

/** Libraries that belong to one place. */
const OWNERS: Readonly<Record<string, RegExp>> = {
  mqtt: /^transport\//,
  aedes: /^transport\//,
  'better-sqlite3': /^store\/sqlite\//,
  express: /^outputs\/http\//,
  ws: /^outputs\/live\//,
  'prom-client': /^outputs\/metrics\//,
  '@meshtastic/protobufs': /^decode\//,
};

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
);

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(SOURCE, file), 'utf8');
  return [...source.matchAll(/(?:^|\n)(?:import|export)\b[^;'"]*?\bfrom\s+['"]([^'"]+)['"]/g)].map(
    ([, target = '']) => ({ file, target }),
  );
}

const all = files.flatMap(importsOf);
const stageOf = (path: string) => path.replace(/\.[jt]s$/, '').split('/')[0] ?? '';
/** Path below src without extension, for an import of ours. */
const ours = ({ file, target }: Import) =>
  relative(SOURCE, resolve(SOURCE, dirname(file), target)).replace(/\.js$/, '');

describe('architecture', () => {
  it('sees the sources it is about', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(200);
  });

  it('lets data flow one way: no stage imports another beyond its interface', () => {
    const wrong = all
      .filter(({ target }) => target.startsWith('.'))
      .flatMap((entry) => {
        const stage = stageOf(entry.file);
        const allowed = ALLOWED[stage];
        if (allowed === undefined) return []; // app and main put everything together
        const path = ours(entry);
        const fine = allowed.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
        return fine ? [] : [`${entry.file} imports ${path}`];
      });
    expect(wrong).toEqual([]);
  });

  it('keeps each library in its place', () => {
    const wrong = all.flatMap(({ file, target }) => {
      const owner = OWNERS[target];
      return owner === undefined || owner.test(file) ? [] : [`${file} imports ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the outputs apart from each other', () => {
    const output = (path: string) => /^outputs\/(?!access)(\w+)\//.exec(path)?.[1];
    const wrong = all
      .filter(({ target }) => target.startsWith('.'))
      .flatMap((entry) => {
        const [from, to] = [output(entry.file), output(`${ours(entry)}/`)];
        return from === undefined || to === undefined || from === to ? [] : [`${entry.file} imports ${ours(entry)}`];
      });
    expect(wrong).toEqual([]);
  });

  it('leaves the process to main.ts', () => {
    // `process.memoryUsage` and the like are readings; exiting, arguments, signals and the environment are main's.
    const wrong = files.filter(
      (file) =>
        file !== 'main.ts' &&
        /\bprocess\.(exit|exitCode|argv|env|on|once|kill)\b/.test(readFileSync(join(SOURCE, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
