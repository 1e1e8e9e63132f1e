import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Absolute path of something in the repository. */
export const inRepository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const readText = (path: string) => readFileSync(inRepository(path), 'utf8');
export const readYaml = (path: string): unknown => parse(readText(path));

/** Paths, in the repository, of the files in a folder and below. */
export function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(inRepository(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(inRepository('').length))
    .sort();
}
