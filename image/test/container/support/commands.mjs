/** Programs run for their effect or their output; a failure shows what they said. */
import { spawnSync } from 'node:child_process';

/** Debian's own programs first: a docker elsewhere may be without what builds images. */
export const PATH = `/usr/bin:/usr/sbin:/sbin:${process.env.PATH}`;

function execute(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: { ...process.env, PATH, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8', ...options.env },
  });
  if (status !== 0) {
    const said = `${stdout ?? ''}${stderr ?? ''}`.slice(-4000);
    throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}:\n${said}`);
  }
  return stdout;
}

export const output = (program, ...args) => execute(program, args);
export const run = (program, ...args) => void execute(program, args);

/** Builds an image from a folder. With the network of this machine: the daemon of the tests changes no firewall. */
export function build(folder, ...options) {
  execute('docker', ['build', '--network', 'host', '--progress', 'plain', ...options, folder], {
    env: { DOCKER_BUILDKIT: '1' },
  });
}
