import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../src/errors.js';

const source = new URL('../../src/', import.meta.url);
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, source), 'utf8'))
  .join('\n');
const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const chapter = (title: string) => page.split(/^## /m).find((text) => text.startsWith(title))!;

/** `503 busy`, as it is raised: by an error's constructor, or in an object with status and code. */
const raised = [
  ...code.matchAll(/new (?:RequestError|HttpProblem)\(\s*(\d{3}),\s*'(\w+)'/g),
  ...code.matchAll(/\bstatus: (\d{3}),\s*code: '(\w+)'/g),
].map(([, status, name]) => `${status} ${name}`);
const documented = [...chapter('HTTP').matchAll(/^\| (\d{3}) +\| `(\w+)` +\|/gm)].map(
  ([, status, name]) => `${status} ${name}`,
);

describe('docs/errors.md', () => {
  it('lists every exit code', () => {
    const listed = [...chapter('Exit codes').matchAll(/^\| (\d+) +\|/gm)].map(([, exit]) => Number(exit));
    expect(listed).toEqual([...Object.values(EXIT)].sort((a, b) => a - b));
  });

  it('lists every HTTP status and code that the collector raises', () => {
    expect(raised.length).toBeGreaterThan(30);
    expect(raised.filter((error) => !documented.includes(error))).toEqual([]);
  });

  it('lists no code that the collector does not know', () => {
    const names = [...page.matchAll(/^\| (?:\d{3} +\| )?`(\w+)`/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !new RegExp(`['"\`]${name}\\b|\\b${name}:`).test(code))).toEqual([]);
  });

  it('lists every code once', () => {
    expect(documented.filter((error, index) => documented.indexOf(error) !== index)).toEqual([]);
  });
});
