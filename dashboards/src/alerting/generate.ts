import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alertingFiles } from './files.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

for (const [path, content] of await alertingFiles()) {
  mkdirSync(dirname(`${repository}${path}`), { recursive: true });
  writeFileSync(`${repository}${path}`, content);
}
