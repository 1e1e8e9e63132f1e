/**
 * Makes the backend an executable that needs no Node.js: a copy of the Node.js that runs this script with the bundle in it.
 * It takes the place of the small file for this kind of machine in `dist/datasource`. Other machines need a build of their
 * own; a system with another C library (Alpine) does, too.
 */
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { inject } from 'postject';
import { bundleBackend } from './build-backend.mjs';

/** Marks the place in Node.js that says whether there is a program inside. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const machines = { x64: 'amd64', arm64: 'arm64', arm: 'arm' };

if (process.platform !== 'linux' || !(process.arch in machines)) {
  throw new Error(`There is no name for executables on ${process.platform} ${process.arch}.`);
}
const target = path.resolve(
  process.argv[2] ??
    fileURLToPath(new URL(`../dist/datasource/gpx_mesh_observatory_linux_${machines[process.arch]}`, import.meta.url)),
);
const work = await mkdtemp(path.join(tmpdir(), 'mesh-observatory-executable-'));
try {
  const [main, config, blob] = ['main.cjs', 'config.json', 'program.blob'].map((file) => path.join(work, file));
  const { code } = await bundleBackend();
  await writeFile(main, code);
  await writeFile(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true }));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  const executable = path.join(work, 'executable');
  await copyFile(process.execPath, executable);
  await chmod(executable, 0o755);
  await inject(executable, 'NODE_SEA_BLOB', await readFile(blob), { sentinelFuse: FUSE });
  await rm(target, { force: true });
  await copyFile(executable, target);
  const [{ size }, content] = [await stat(target), await readFile(target)];
  const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`;
  console.log(`${target}: ${megabytes(size)} (${megabytes(gzipSync(content, { level: 1 }).length)} compressed)`);
} finally {
  await rm(work, { recursive: true, force: true });
}
