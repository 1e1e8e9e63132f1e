/**
 * Makes the installable archive `artifacts/<plugin id>-<version>.zip` out of `dist`: one folder named like the plugin, as
 * Grafana's installers expect it. Prints what is in it and how big the scripts are.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import yazl from 'yazl';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const required = ['plugin.json', 'module.js', 'README.md', 'CHANGELOG.md', 'LICENSE', 'img/logo.svg'];
/** The same sources make the same archive: a file's time is not when it was built. */
const FILE_TIME = new Date(2020, 0, 1);

const { id, info } = JSON.parse(await readFile(path.join(dist, 'plugin.json'), 'utf8'));
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
if (info.version !== version) {
  throw new Error(`dist/plugin.json says version ${info.version}, package.json ${version}: build again.`);
}

const entries = await readdir(dist, { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  .sort();
const screenshots = info.screenshots.map(({ path: file }) => file);
const missing = [...required, ...screenshots].filter((file) => !files.includes(file));
if (missing.length > 0) {
  throw new Error(`dist lacks ${missing.join(', ')}.`);
}

const archive = path.join(root, 'artifacts', `${id}-${version}.zip`);
await mkdir(path.dirname(archive), { recursive: true });
const zip = new yazl.ZipFile();
for (const file of files) {
  const { mode } = await stat(path.join(dist, file));
  zip.addFile(path.join(dist, file), `${id}/${file}`, { mtime: FILE_TIME, mode: mode & 0o111 ? 0o100755 : 0o100644 });
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(archive));

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
console.log('Scripts                                              plain        gzip');
for (const file of files.filter((name) => name.endsWith('.js'))) {
  const content = await readFile(path.join(dist, file));
  console.log(`  ${file.padEnd(44)}${kilobytes(content.length)} ${kilobytes(gzipSync(content).length)}`);
}
console.log(`${path.relative(root, archive)}: ${files.length} files, ${kilobytes((await stat(archive)).size).trim()}`);
