/** The programs the tests of the image drive, and how to get them. */
import { spawnSync } from 'node:child_process';
import { PATH } from './commands.mjs';

const PACKAGES = ['docker.io', 'docker-compose', 'iptables', 'mmdebstrap', 'util-linux', 'ca-certificates'];
const PROGRAMS = ['docker', 'dockerd', 'iptables', 'mmdebstrap', 'nsenter'];

const works = (program, ...args) =>
  spawnSync(program, args, { env: { ...process.env, PATH }, stdio: 'ignore' }).status === 0;
const has = (program) => works('sh', '-c', `command -v ${program}`);

/** Compose 2 is a plugin of the docker command, Compose 1 a program. */
export function composeCommand() {
  if (works('docker', 'compose', 'version')) return ['docker', 'compose'];
  return has('docker-compose') ? ['docker-compose'] : undefined;
}

const absent = () => [
  ...PROGRAMS.filter((program) => !has(program)),
  ...(composeCommand() === undefined ? ['docker-compose'] : []),
];

function install() {
  // The run level keeps Debian from starting a Docker daemon: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  console.error(`Installing ${PACKAGES.join(', ')} for the tests of the image …`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

function whatIsMissing() {
  if (process.platform !== 'linux') return 'they need Linux.';
  if (process.getuid() !== 0) return 'they need root for a Docker daemon of their own: sudo npm run test:image';
  if (absent().length > 0 && works('apt-get', '--version')) install();
  if (absent().length > 0)
    return `${absent().join(', ')} cannot be had here. Debian: apt install ${PACKAGES.join(' ')}`;
  return undefined;
}

const NOT_AVAILABLE = 69;

/** Ends with 69: not run is neither passed nor failed. */
export function exitNotRun(why) {
  console.error(`The tests of the image were NOT RUN: ${why}`);
  process.exit(NOT_AVAILABLE);
}

/** Installs what is missing where that is possible; otherwise says what is missing, and ends with 69. */
export function exitUnlessAvailable() {
  const missing = whatIsMissing();
  if (missing !== undefined) exitNotRun(missing);
}
