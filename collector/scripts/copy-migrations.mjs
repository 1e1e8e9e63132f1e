// tsc copies TypeScript only; the store reads its migrations from the folder beside the compiled module.
import { cpSync, rmSync } from 'node:fs';

const source = new URL('../src/store/sqlite/file/migrations/', import.meta.url);
const target = new URL('../dist/store/sqlite/file/migrations/', import.meta.url);
rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true });
