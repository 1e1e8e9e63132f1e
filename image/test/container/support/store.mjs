/** buildah with a store of its own, so that nothing on this machine is touched. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './commands.mjs';
import { removeFolder } from './remove-folder.mjs';

/**
 * `overlay` keeps what a step changes; `vfs` copies everything at each step, but works on every file system, on that of a
 * container too.
 */
const DRIVERS = ['overlay', 'vfs'];

const storeIn = (folder) => join(folder, 'store');

function buildahOf(driver, folder, basesFolder) {
  const store = storeIn(folder);
  const shared = basesFolder === undefined ? [] : ['--storage-opt', `${driver}.imagestore=${storeIn(basesFolder)}`];
  const own = ['--storage-driver', driver, '--root', store, '--runroot', join(folder, 'run'), ...shared];
  return async (...args) => (await output('buildah', ...own, ...args)).trim();
}

/** A container made, mounted and removed. */
async function tryOut(buildah) {
  const container = await buildah('from', 'scratch');
  await buildah('mount', container);
  await buildah('rm', container);
}

/** A new store in a folder, with the first driver that works there. */
export async function createStore(folder) {
  for (const driver of DRIVERS) {
    const buildah = buildahOf(driver, folder);
    try {
      await tryOut(buildah);
      return buildah;
    } catch (error) {
      if (driver === DRIVERS.at(-1)) throw error;
      await removeFolder(storeIn(folder));
    }
  }
}

/** A new store in a folder, which also knows the images in the store of another one, and leaves that as it is. */
export function createStoreOver(basesFolder, folder) {
  const driver = DRIVERS.find((name) => existsSync(join(storeIn(basesFolder), `${name}-images`)));
  if (driver === undefined) throw new Error(`${basesFolder} holds no base images: make-bases.mjs makes them`);
  return buildahOf(driver, folder, basesFolder);
}
