/**
 * Makes the installable archives out of `dist`: `artifacts/<plugin id>-<version>.zip`, which is self-hosted, and
 * `…-catalog.zip` without the backend; see `flavors.mjs`. Each has one folder named like the plugin, as Grafana's
 * installers expect it. Prints what is in them and how big the scripts are.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import yazl from 'yazl';
import { DATA_SOURCE_FOLDER, describeDataSource, flavors, isBackendFile } from './flavors.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
/** `node scripts/package.mjs [folder]` */
const target = path.resolve(process.argv[2] ?? path.join(root, 'artifacts'));
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

const description = `${DATA_SOURCE_FOLDER}/plugin.json`;
const dataSource = JSON.parse(await readFile(path.join(dist, description), 'utf8'));
const executables = files.filter((file) => file.startsWith(`${DATA_SOURCE_FOLDER}/${dataSource.executable}_`));
if (executables.length === 0) {
  throw new Error('dist lacks the backend.');
}

async function writeArchive(flavor) {
  const suffix = flavor === 'self-hosted' ? '' : `-${flavor}`;
  const archive = path.join(target, `${id}-${version}${suffix}.zip`);
  const zip = new yazl.ZipFile();
  for (const file of files.filter((name) => flavor === 'self-hosted' || !isBackendFile(name))) {
    const { mode } = await stat(path.join(dist, file));
    const options = { mtime: FILE_TIME, mode: mode & 0o111 ? 0o100755 : 0o100644 };
    if (file === description) {
      const json = `${JSON.stringify(describeDataSource(flavor, dataSource), null, 2)}\n`;
      zip.addBuffer(Buffer.from(json), `${id}/${file}`, options);
    } else {
      zip.addFile(path.join(dist, file), `${id}/${file}`, options);
    }
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(archive));
  return archive;
}

await mkdir(target, { recursive: true });
const archives = await Promise.all(flavors.map(writeArchive));

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
console.log('Scripts                                              plain        gzip');
for (const file of files.filter((name) => name.endsWith('.js'))) {
  const content = await readFile(path.join(dist, file));
  console.log(`  ${file.padEnd(44)}${kilobytes(content.length)} ${kilobytes(gzipSync(content).length)}`);
}
for (const archive of archives) {
  console.log(`${path.relative(root, archive)}: ${kilobytes((await stat(archive)).size).trim()}`);
}
