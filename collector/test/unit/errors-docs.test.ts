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

describe('docs/errors.md', () => {
  it('lists every exit code', () => {
    const listed = [...chapter('Exit codes').matchAll(/^\| (\d+) +\|/gm)].map(([, exit]) => Number(exit));
    expect(listed).toEqual([...Object.values(EXIT)].sort((a, b) => a - b));
  });

  it('lists no code that the collector does not know', () => {
    const names = [...page.matchAll(/^\| (?:\d{3} +\| )?`(\w+)`/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !new RegExp(`['"\`]${name}\\b|\\b${name}:`).test(code))).toEqual([]);
  });
});
