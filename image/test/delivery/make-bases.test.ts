import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** Every module that a module imports, directly or not: `node:…`, the names of packages, and files as addresses. */
function importsOf(module: URL, found = new Set<string>()): Set<string> {
  for (const [, name] of readFileSync(module, 'utf8').matchAll(/^(?:import|export) (?:[^;'"]* from )?'([^']+)'/gm)) {
    const resolved = name!.startsWith('.') ? new URL(name!, module).href : name!;
    if (found.has(resolved)) continue;
    found.add(resolved);
    if (resolved.startsWith('file:')) importsOf(new URL(resolved), found);
  }
  return found;
}

describe('make-bases.mjs', () => {
  it('imports only what comes with Node, because it runs while npm installs the rest', () => {
    const imports = [...importsOf(new URL('../container/make-bases.mjs', import.meta.url))];
    expect(imports.filter((name) => name.endsWith('/support/stand-in-bases.mjs'))).toHaveLength(1);
    expect(imports.filter((name) => !name.startsWith('node:') && !name.startsWith('file:'))).toEqual([]);
  });
});
