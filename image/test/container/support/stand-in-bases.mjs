/**
 * Base images that stand in for the official ones of Node and Grafana, with the same names and the same contract: a Debian
 * made by mmdebstrap from this machine's own mirror, and over it Node and npm from the registry with a compiler, or a
 * stand-in for Grafana. Only what comes with Node is imported: this runs before `npm ci` has installed anything.
 */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output, run, together } from './commands.mjs';
import { unmountBelow } from './remove-folder.mjs';
import { createStore } from './store.mjs';

const DOCKERFILE = fileURLToPath(new URL('../../../../Dockerfile', import.meta.url));
const STAND_IN = fileURLToPath(new URL('../../stand-in/', import.meta.url));
const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';
const GRAFANA_ENVIRONMENT = {
  PATH: '/usr/share/grafana/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  GF_PATHS_CONFIG: '/etc/grafana/grafana.ini',
  GF_PATHS_DATA: '/var/lib/grafana',
  GF_PATHS_HOME: '/usr/share/grafana',
  GF_PATHS_LOGS: '/var/log/grafana',
  GF_PATHS_PLUGINS: '/var/lib/grafana/plugins',
  GF_PATHS_PROVISIONING: '/etc/grafana/provisioning',
};
/** SQLite takes most of a minute to optimize, and the tests need no fast one. These words come last, and so win. */
const NODE_ENVIRONMENT = { CFLAGS: '-O0', CXXFLAGS: '-O0' };

/** The images' names without their versions, as the Dockerfile takes them. */
export const STAND_INS = { NODE_IMAGE: 'localhost/stand-in/node', GRAFANA_IMAGE: 'localhost/stand-in/grafana' };

const argumentOf = (dockerfile, name) => new RegExp(`^ARG ${name}=(.+)$`, 'm').exec(dockerfile)[1];

/** The distribution of this machine, and the mirror its own packages come from. */
async function distribution() {
  const release = Object.fromEntries(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => line.replaceAll('"', '').split('='))
      .filter(([key]) => key),
  );
  const sources = await output(
    'apt-get',
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME)',
    'Created-By: Packages',
  );
  const mirror = sources
    .split('\n')
    .map((line) => line.split(' '))
    .find(([uri, codename]) => codename === release.VERSION_CODENAME && uri.startsWith('http'))?.[0];
  return {
    codename: release.VERSION_CODENAME,
    // Ubuntu keeps s6 apart.
    components: release.ID === 'ubuntu' ? 'main,universe' : 'main',
    mirror,
  };
}

/** As the official bases are: no documentation, no translations, and nothing synchronized to disk file by file. */
const DEBIAN_OPTIONS = [
  '--variant=apt',
  '--aptopt=Acquire::Languages "none"',
  '--dpkgopt=force-unsafe-io',
  ...['doc', 'man', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
];

async function makeDebian(buildah, image) {
  const { codename, components, mirror } = await distribution();
  // The package lists stay, for the compiler.
  const options = ['--mode=root', ...DEBIAN_OPTIONS, `--components=${components}`, '--skip=cleanup/apt/lists'];
  const bootstrap = async () => {
    const container = await buildah('from', 'scratch');
    const root = await buildah('mount', container);
    try {
      await run('mmdebstrap', ...options, codename, root, ...(mirror ? [mirror] : []));
      return { container, root };
    } catch (error) {
      await buildah('rm', container);
      throw error;
    }
  };
  const { container, root } = await bootstrap().catch((error) => {
    // Mirrors have their moments; a second failure is one.
    console.error(`Once more, because ${error.message.trim().split('\n').at(-1)}`);
    return bootstrap();
  });
  // A machine behind a proxy that inspects traffic trusts more than Debian does; so must what is built on it.
  mkdirSync(join(root, CA_BUNDLE, '..'), { recursive: true });
  cpSync(CA_BUNDLE, join(root, CA_BUNDLE), { dereference: true });
  await commit(buildah, container, image);
}

/** Node and npm, as archives of the registry. */
async function download(folder, nodeVersion) {
  const packages = [`node-linux-${process.arch}@${nodeVersion}`, 'npm@11'];
  const downloads = packages.map(async (name) => {
    const said = await output('npm', 'pack', '--silent', '--pack-destination', folder, name);
    return join(folder, said.trim().split('\n').at(-1));
  });
  return together(...downloads);
}

function removePackageLists(root) {
  for (const folder of ['var/cache/apt', 'var/lib/apt/lists']) {
    rmSync(join(root, folder), { recursive: true, force: true });
    mkdirSync(join(root, folder), { recursive: true });
  }
}

async function makeNode(buildah, debian, image, archives) {
  const container = await buildah('from', debian);
  const root = await buildah('mount', container);
  const install = ['apt-get', '-qq', 'install', '-y', '--no-install-recommends', 'g++', 'make', 'python3'];
  await buildah('run', '--isolation', 'chroot', '--env', 'DEBIAN_FRONTEND=noninteractive', container, '--', ...install);
  const npm = join(root, 'usr/local/lib/node_modules/npm');
  mkdirSync(npm, { recursive: true });
  for (const [archive, target] of [
    [archives[0], join(root, 'usr/local')],
    [archives[1], npm],
  ]) {
    await run('tar', '-xzf', archive, '-C', target, '--strip-components=1', '--no-same-owner');
  }
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(root, 'usr/local/etc/npmrc'), `cafile=${CA_BUNDLE}\n`);
  removePackageLists(root);
  await commit(buildah, container, image, environmentSettings(NODE_ENVIRONMENT));
}

async function makeGrafana(buildah, debian, image) {
  const container = await buildah('from', debian);
  const root = await buildah('mount', container);
  for (const folder of ['usr/share/grafana/bin', 'etc/grafana/provisioning', 'var/lib/grafana', 'var/log/grafana']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'etc/grafana/grafana.ini'), '');
  appendFileSync(join(root, 'etc/passwd'), 'grafana:x:472:0::/usr/share/grafana:/usr/sbin/nologin\n');
  cpSync(join(STAND_IN, 'run.sh'), join(root, 'run.sh'));
  cpSync(join(STAND_IN, 'grafana'), join(root, 'usr/share/grafana/bin/grafana'));
  removePackageLists(root);
  const settings = ['--user', '472', '--entrypoint', '["/run.sh"]', ...environmentSettings(GRAFANA_ENVIRONMENT)];
  await commit(buildah, container, image, settings);
}

const environmentSettings = (environment) =>
  Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]);

/** Commits a container as an image, with settings for `buildah config`. */
async function commit(buildah, container, name, settings = []) {
  if (settings.length > 0) await buildah('config', ...settings, container);
  await buildah('commit', '--quiet', '--rm', '--format', 'docker', container, name);
}

/** Makes both in a new store in the folder. */
export async function makeStandInBases(folder) {
  mkdirSync(folder, { recursive: true });
  const buildah = await createStore(folder);
  const dockerfile = readFileSync(DOCKERFILE, 'utf8');
  const nodeVersion = argumentOf(dockerfile, 'NODE_VERSION');
  const grafanaVersion = argumentOf(dockerfile, 'GRAFANA_VERSION');
  const debian = 'localhost/stand-in/debian';
  const downloads = mkdtempSync(join(folder, 'downloads-'));
  const [archives] = await together(download(downloads, nodeVersion), makeDebian(buildah, debian));
  await together(
    makeNode(buildah, debian, `${STAND_INS.NODE_IMAGE}:${nodeVersion}-bookworm`, archives),
    makeGrafana(buildah, debian, `${STAND_INS.GRAFANA_IMAGE}:${grafanaVersion}-ubuntu`),
  );
  rmSync(downloads, { recursive: true });
  await unmountBelow(folder);
}
