/** Builds the stand-in bases and, over them, the image; leaves its unpacked root file system for the tests. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CANARY } from './canary.mjs';
import { createBuildah } from './commands.mjs';
import { removeFolder } from './remove-folder.mjs';
import { makeStandInBases } from './stand-in-bases.mjs';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const IMAGE = 'localhost/mesh-observatory:test';
const argument = (name) =>
  new RegExp(`^ARG ${name}=(.+)$`, 'm').exec(readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8'))[1];

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

export default function setUp() {
  const workFolder = mkdtempSync(join(tmpdir(), 'mesh-observatory-image-'));
  process.env.IMAGE_TEST_FOLDER = workFolder;
  try {
    buildImage(workFolder);
  } catch (error) {
    // Jest tears down only what it has set up.
    removeFolder(workFolder);
    throw error;
  }
}

function buildImage(workFolder) {
  const started = Date.now();
  const say = (what) => console.error(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${what}`);

  const buildah = createBuildah(join(workFolder, 'store'));
  const nodeVersion = argument('NODE_VERSION');
  const grafanaVersion = argument('GRAFANA_VERSION');
  say('Making stand-ins for the base images …');
  makeStandInBases({
    buildah,
    workFolder,
    nodeVersion,
    nodeImage: `localhost/stand-in/node:${nodeVersion}-bookworm`,
    grafanaImage: `localhost/stand-in/grafana:${grafanaVersion}-ubuntu`,
  });

  say('Building the image …');
  const context = join(workFolder, 'context');
  makeContext(context);
  buildah.run(
    ...['build', '--isolation', 'chroot', '--format', 'docker', '--layers=false', '--jobs', '2', '--tag', IMAGE],
    ...['--build-arg', 'NODE_IMAGE=localhost/stand-in/node', '--build-arg', 'GRAFANA_IMAGE=localhost/stand-in/grafana'],
    context,
  );

  const inspected = JSON.parse(buildah.output('inspect', '--type', 'image', IMAGE));
  writeFileSync(join(workFolder, 'image.json'), JSON.stringify(inspected.Docker));
  writeFileSync(join(workFolder, 'manifest.json'), inspected.Manifest);
  const container = buildah.output('from', IMAGE).trim();
  process.env.IMAGE_ROOT = buildah.output('mount', container).trim();
  say('Testing it …');
}
