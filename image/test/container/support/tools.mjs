/** The programs the tests of the image drive, and how to get them. */
import { spawnSync } from 'node:child_process';

const PACKAGES = ['buildah', 'mmdebstrap', 'iproute2', 'util-linux', 'coreutils'];
const PROGRAMS = ['buildah', 'mmdebstrap', 'ip', 'unshare', 'nsenter', 'setpriv', 'chroot'];

const works = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
const has = (program) => works('sh', '-c', `PATH="$PATH:/usr/sbin:/sbin" command -v ${program}`);
const absent = () => PROGRAMS.filter((program) => !has(program));

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.error(`Installing ${PACKAGES.join(', ')} for the tests of the image …`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

const NOT_AVAILABLE = 69;

/** Why the tests cannot run here, in a sentence; undefined when they can. */
function whatIsMissing() {
  if (process.platform !== 'linux') return 'they need Linux.';
  if (process.getuid() !== 0) return 'they need root for chroot and namespaces: sudo npm run test:image';
  if (absent().length > 0 && works('apt-get', '--version')) install();
  if (absent().length > 0)
    return `${absent().join(', ')} cannot be had here. Debian: apt install ${PACKAGES.join(' ')}`;
  if (!works('unshare', '--fork', '--pid', '--mount', '--net', '--uts', '--ipc', 'true')) {
    return 'the kernel refuses new namespaces (a container without privileges?).';
  }
  return undefined;
}

/** Installs what is missing where that is possible; otherwise says what is missing, and ends with 69. */
export function exitUnlessAvailable() {
  const missing = whatIsMissing();
  if (missing === undefined) return;
  console.error(`The tests of the image were NOT RUN: ${missing}`);
  process.exit(NOT_AVAILABLE);
}
