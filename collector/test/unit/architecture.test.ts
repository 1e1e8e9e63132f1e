/**
 * ARCHITECTURE.md against the code. The imports themselves are checked by dependency-cruiser (`npm run lint:imports`), from
 * the table that is compared here. Data flows transport → decode → pipeline → store → outputs, and no stage imports its
 * neighbor: the handler a source calls (`MessageHandler`) is vocabulary, the interface of the store is its one public file.
 */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const rules = JSON.parse(readFileSync(join(ROOT, 'scripts/imports/rules.json'), 'utf8')) as {
  readonly vocabulary: readonly string[];
  readonly modules: Readonly<
    Record<string, { path: string; imports: readonly string[]; libraries: Readonly<Record<string, string>> }>
  >;
};

const chapter = (title: string): string => architecture.split(/^## /m).find((part) => part.startsWith(title)) ?? '';

/** Paths in the tree of "Folders"; a line without indentation names the workspace of the lines below it. */
function pathsOfTree(): string[] {
  const [, tree = ''] = chapter('Folders').split('```');
  let workspace = '';
  return tree.split('\n').flatMap((line) => {
    const path = /^ *(\S+)/.exec(line)?.[1];
    if (path === undefined || path.includes('<')) return [];
    if (line.startsWith('  ')) return [workspace + path];
    workspace = path;
    return [path];
  });
}

const rowsOfTable = chapter('Who knows what')
  .split('\n')
  .filter((line) => /^\| [a-z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const list = (names: readonly string[]) => names.join(', ');

describe('ARCHITECTURE.md', () => {
  it('names folders and files that exist', () => {
    const paths = pathsOfTree();
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('shows the import rules as they are checked', () => {
    const shown = rowsOfTable.map(([, module = '', imports = '', libraries = '']) => [module, imports, libraries]);
    const checked = Object.entries(rules.modules).map(([name, { imports, libraries }]) => [
      name,
      list(imports),
      list(Object.keys(libraries)),
    ]);
    expect(shown).toEqual(checked);
  });

  it('says what the vocabulary is', () => {
    const names = [...rules.vocabulary];
    const last = names.pop();
    expect(chapter('Who knows what')).toContain(`"vocabulary" is ${list(names)} and ${last}.`);
  });

  it('has its rules for folders and files that exist', () => {
    const paths = Object.values(rules.modules).flatMap(({ path, libraries }) => [
      path,
      ...Object.values(libraries).map((folder) => path + folder),
    ]);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
