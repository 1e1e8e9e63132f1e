/**
 * Images that stand in for those of a registry, with the same contract: a Debian made by mmdebstrap from this machine's own
 * mirror, and over it (bases.Dockerfile) Node with npm and a compiler, a small program in place of Grafana, and Debian's
 * Mosquitto and Prometheus.
 */
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, output, run } from './commands.mjs';

const DOCKERFILE = fileURLToPath(new URL('../../../../Dockerfile', import.meta.url));
const BASES = fileURLToPath(new URL('bases.Dockerfile', import.meta.url));
const STAND_IN = fileURLToPath(new URL('../../stand-in/', import.meta.url));
const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** The images' names without versions, as the Dockerfile takes them. */
export const STAND_INS = { NODE_IMAGE: 'stand-in/node', GRAFANA_IMAGE: 'stand-in/grafana' };
/** The images of the other services of docker-compose.yml, as it takes them. */
export const SERVICE_IMAGES = { MOSQUITTO_IMAGE: 'stand-in/mosquitto', PROMETHEUS_IMAGE: 'stand-in/prometheus' };

const argument = (name) => new RegExp(`^ARG ${name}=(.+)$`, 'm').exec(readFileSync(DOCKERFILE, 'utf8'))[1];

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

/** As the official bases are: no documentation, no translations; and nothing synchronized to disk file by file. */
const DEBIAN_OPTIONS = [
  ...['--mode=root', '--variant=apt', '--skip=cleanup/apt/lists', '--dpkgopt=force-unsafe-io'],
  '--aptopt=Acquire::Languages "none"',
  ...['doc', 'man', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
  '--include=ca-certificates,mosquitto,netcat-openbsd,prometheus,wget',
  // A machine behind a proxy that inspects traffic trusts more than Debian does; so must what is built on it.
  `--customize-hook=copy-in ${CA_BUNDLE} /etc/ssl/certs`,
];

function makeDebian(folder) {
  const { codename, components, mirror } = distribution();
  const archive = join(folder, 'debian.tar');
  const bootstrap = () =>
    run('mmdebstrap', ...DEBIAN_OPTIONS, `--components=${components}`, codename, archive, ...(mirror ? [mirror] : []));
  try {
    bootstrap();
  } catch (error) {
    // Mirrors have their moments; a second failure is one.
    console.error(`Once more, because ${error.message.trim().split('\n').at(-1)}`);
    bootstrap();
  }
  run('docker', 'import', archive, 'stand-in/debian');
}

/** Node and npm from the registry, as npm's own archives. */
function download(folder, nodeVersion) {
  for (const [name, wanted] of [
    ['node.tgz', `node-linux-${process.arch}@${nodeVersion}`],
    ['npm.tgz', 'npm@11'],
  ]) {
    const archive = output('npm', 'pack', '--silent', '--pack-destination', folder, wanted).trim().split('\n').at(-1);
    renameSync(join(folder, archive), join(folder, name));
  }
}

export function makeStandInBases(folder) {
  mkdirSync(folder);
  const nodeVersion = argument('NODE_VERSION');
  makeDebian(folder);
  const context = join(folder, 'context');
  mkdirSync(context);
  download(context, nodeVersion);
  writeFileSync(join(context, 'npmrc'), `cafile=${CA_BUNDLE}\n`);
  cpSync(STAND_IN, join(context, 'stand-in'), { recursive: true });
  for (const [target, tag] of [
    ['node', `${STAND_INS.NODE_IMAGE}:${nodeVersion}-bookworm`],
    ['grafana', `${STAND_INS.GRAFANA_IMAGE}:${argument('GRAFANA_VERSION')}-ubuntu`],
    ['mosquitto', SERVICE_IMAGES.MOSQUITTO_IMAGE],
    ['prometheus', SERVICE_IMAGES.PROMETHEUS_IMAGE],
  ]) {
    build(context, '--file', BASES, '--target', target, '--tag', tag);
  }
}
