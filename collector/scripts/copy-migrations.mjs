// tsc copies TypeScript only; the store reads its migrations, and Node the check of a backup, from beside the compiled modules.
import { cpSync, rmSync } from 'node:fs';

const source = new URL('../src/store/sqlite/file/', import.meta.url);
const target = new URL('../dist/store/sqlite/file/', import.meta.url);
for (const name of ['migrations/', 'copy-check.mjs']) {
  rmSync(new URL(name, target), { recursive: true, force: true });
  cpSync(new URL(name, source), new URL(name, target), { recursive: true });
}
