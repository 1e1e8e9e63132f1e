/** Makes the stand-in bases and, over them, the image; leaves its unpacked root file system for the tests. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CANARY } from './canary.mjs';
import { build, output, run } from './commands.mjs';
import { SERVICE_IMAGES, STAND_INS, makeStandInBases } from './stand-in-bases.mjs';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
/** As docker-compose.yml calls it. */
const IMAGE = `mesh-observatory:${version}`;

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

/** The file system of the image, and everything recorded about how it was made. */
function unpack(workFolder) {
  const root = join(workFolder, 'root');
  const archive = join(workFolder, 'image.tar');
  mkdirSync(root);
  const container = output('docker', 'create', '--network', 'none', IMAGE).trim();
  run('docker', 'export', '--output', archive, container);
  run('tar', '-xf', archive, '-C', root);
  run('docker', 'rm', container);
  run('rm', archive);
  const [inspected] = JSON.parse(output('docker', 'image', 'inspect', IMAGE));
  const history = output('docker', 'history', '--no-trunc', '--human=false', '--format', '{{json .}}', IMAGE);
  const layers = history
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  writeFileSync(join(workFolder, 'image.json'), JSON.stringify({ config: inspected.Config, inspected, layers }));
  process.env.IMAGE_ROOT = root;
}

export default function setUp() {
  const workFolder = process.env.IMAGE_TEST_FOLDER;
  const started = Date.now();
  const say = (what) => console.error(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${what}`);
  if (process.env.STAND_IN_BASES === undefined) {
    say('Making stand-ins for the base images …');
    makeStandInBases(join(workFolder, 'bases'));
  }

  say('Building the image …');
  const context = join(workFolder, 'context');
  makeContext(context);
  const standIns = Object.entries(STAND_INS).flatMap(([name, image]) => ['--build-arg', `${name}=${image}`]);
  build(context, ...standIns, '--tag', IMAGE);
  unpack(workFolder);
  process.env.IMAGE_NAME = IMAGE;
  // docker-compose.yml asks for them.
  Object.assign(process.env, SERVICE_IMAGES);
  say('Testing it …');
}
