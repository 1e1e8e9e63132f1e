/** Builds the stand-in bases and, over them, the image; leaves its unpacked root file system for the tests. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CANARY } from './canary.mjs';
import { removeFolder } from './remove-folder.mjs';
import { STAND_INS, makeStandInBases } from './stand-in-bases.mjs';
import { createStoreOver } from './store.mjs';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const IMAGE = 'localhost/mesh-observatory:test';

/** The working copy as a person may have it: with settings, keys and data that are nobody's business. */
function makeContext(folder) {
  const skipped = new Set(['node_modules', '.git', 'dist', 'coverage', 'artifacts', 'data']);
  cpSync(REPOSITORY, folder, {
    recursive: true,
    filter: (path) => !skipped.has(basename(path)) || path === REPOSITORY,
  });
  for (const path of [
    '.env',
    'provisioning/certificates/ca.key',
    'data/mesh.db',
    'collector/.env',
    'collector/data/mesh.db',
    '.npmrc.local',
  ]) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `PASSWORD=${CANARY}\n`);
  }
}

export default async function setUp() {
  const workFolder = mkdtempSync(join(tmpdir(), 'mesh-observatory-image-'));
  process.env.IMAGE_TEST_FOLDER = workFolder;
  try {
    await buildImage(workFolder);
  } catch (error) {
    // Jest tears down only what it has set up.
    await removeFolder(workFolder);
    throw error;
  }
}

async function buildImage(workFolder) {
  const started = Date.now();
  const say = (what) => console.error(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${what}`);

  let bases = process.env.STAND_IN_BASES;
  if (bases === undefined) {
    say('Making stand-ins for the base images …');
    bases = join(workFolder, 'bases');
    await makeStandInBases(bases);
  }

  say('Building the image …');
  const buildah = createStoreOver(bases, workFolder);
  const context = join(workFolder, 'context');
  makeContext(context);
  const standIns = Object.entries(STAND_INS).flatMap(([name, image]) => ['--build-arg', `${name}=${image}`]);
  // Three jobs, because each stage waits for the network at times.
  const options = ['--isolation', 'chroot', '--format', 'docker', '--layers=false', '--jobs', '3', '--tag', IMAGE];
  await buildah('build', ...options, ...standIns, context);

  const inspected = JSON.parse(await buildah('inspect', '--type', 'image', IMAGE));
  writeFileSync(join(workFolder, 'image.json'), JSON.stringify(inspected.Docker));
  writeFileSync(join(workFolder, 'manifest.json'), inspected.Manifest);
  process.env.IMAGE_ROOT = await buildah('mount', await buildah('from', IMAGE));
  say('Testing it …');
}
