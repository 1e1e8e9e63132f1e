/**
 * Base images that stand in for the official ones of Node and Grafana, with the same names and the same contract: a Debian
 * made by debootstrap from this machine's own mirror, Node and npm from the registry, a compiler; and beside it the same
 * Debian with a stand-in for Grafana.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output, run } from './commands.mjs';
import { removeFolder } from './remove-folder.mjs';

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

/** The distribution of this machine, and the mirror its own packages come from. */
function distribution() {
  const release = Object.fromEntries(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => line.replaceAll('"', '').split('='))
      .filter(([key]) => key),
  );
  const sources = output('apt-get', 'indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages');
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

function makeDebian(root) {
  const { codename, components, mirror } = distribution();
  const options = ['--variant=minbase', `--components=${components}`, '--include=ca-certificates,curl,libstdc++6'];
  const bootstrap = () => run('debootstrap', ...options, codename, root, ...(mirror ? [mirror] : []));
  try {
    bootstrap();
  } catch (error) {
    // Mirrors have their moments; a second failure is one.
    console.error(`Once more, because ${error.message.trim().split('\n').at(-1)}`);
    removeFolder(root);
    bootstrap();
  }
  // A machine behind a proxy that inspects traffic trusts more than Debian does; so must what is built on it.
  cpSync(CA_BUNDLE, join(root, CA_BUNDLE), { dereference: true });
  cpSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'), { dereference: true });
}

/** Documentation and package lists would only be copied around. */
function slim(root) {
  for (const folder of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale', 'usr/share/man']) {
    rmSync(join(root, folder), { recursive: true, force: true });
    mkdirSync(join(root, folder), { recursive: true });
  }
}

function addNode(root, nodeVersion, workFolder) {
  run('chroot', root, 'apt-get', '-qq', 'update');
  run('chroot', root, 'apt-get', '-qq', 'install', '-y', '--no-install-recommends', 'g++', 'make', 'python3');
  const npm = join(root, 'usr/local/lib/node_modules/npm');
  mkdirSync(npm, { recursive: true });
  for (const [name, target] of [
    [`node-linux-${process.arch}@${nodeVersion}`, join(root, 'usr/local')],
    ['npm@11', npm],
  ]) {
    const archive = output('npm', 'pack', '--silent', '--pack-destination', workFolder, name).trim().split('\n').at(-1);
    run('tar', '-xzf', join(workFolder, archive), '-C', target, '--strip-components=1', '--no-same-owner');
  }
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(root, 'usr/local/etc/npmrc'), `cafile=${CA_BUNDLE}\n`);
}

function addGrafana(root) {
  for (const folder of ['usr/share/grafana/bin', 'etc/grafana/provisioning', 'var/lib/grafana', 'var/log/grafana']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'etc/grafana/grafana.ini'), '');
  appendFileSync(join(root, 'etc/passwd'), 'grafana:x:472:0::/usr/share/grafana:/usr/sbin/nologin\n');
  cpSync(join(STAND_IN, 'run.sh'), join(root, 'run.sh'));
  cpSync(join(STAND_IN, 'grafana'), join(root, 'usr/share/grafana/bin/grafana'));
}

/** Commits a folder as an image, with settings for `buildah config`. */
function commit(buildah, root, name, ...settings) {
  const container = buildah.output('from', 'scratch').trim();
  buildah.run('add', '--quiet', container, root, '/');
  if (settings.length > 0) buildah.run('config', ...settings, container);
  buildah.run('commit', '--quiet', '--rm', '--format', 'docker', container, name);
  removeFolder(root);
}

export function makeStandInBases({ buildah, workFolder, nodeImage, grafanaImage, nodeVersion }) {
  const grafanaRoot = join(workFolder, 'grafana-root');
  const nodeRoot = join(workFolder, 'node-root');
  makeDebian(grafanaRoot);
  run('cp', '-a', grafanaRoot, nodeRoot);
  addNode(nodeRoot, nodeVersion, workFolder);
  slim(nodeRoot);
  commit(buildah, nodeRoot, nodeImage);
  addGrafana(grafanaRoot);
  slim(grafanaRoot);
  const environment = Object.entries(GRAFANA_ENVIRONMENT).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  commit(buildah, grafanaRoot, grafanaImage, '--user', '472', '--entrypoint', '["/run.sh"]', ...environment);
}
