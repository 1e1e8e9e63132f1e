/** Programs run for their effect or their output; a failure shows what they said. */
import { spawnSync } from 'node:child_process';

function execute(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: {
      ...process.env,
      PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
      DEBIAN_FRONTEND: 'noninteractive',
      LC_ALL: 'C.UTF-8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    const said = `${stdout ?? ''}${stderr ?? ''}`.slice(-4000);
    throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}:\n${said}`);
  }
  return stdout;
}

export const output = (program, ...args) => execute(program, args);
export const run = (program, ...args) => void execute(program, args);

/** buildah with a store of its own, so that nothing on this machine is touched. */
export function createBuildah(store) {
  const own = ['--storage-driver', 'vfs', '--root', `${store}/images`, '--runroot', `${store}/run`];
  return {
    run: (...args) => run('buildah', ...own, ...args),
    output: (...args) => output('buildah', ...own, ...args),
  };
}
