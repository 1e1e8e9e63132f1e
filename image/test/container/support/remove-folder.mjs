/**
 * buildah mounts its store and the file systems of its containers below the folder it works in, and leaves them mounted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { run } from './commands.mjs';

export async function unmountBelow(folder) {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  // The innermost first.
  for (const path of mounted.reverse()) await run('umount', '--lazy', path);
}

/** Removes a folder, after what is mounted in it. Never crosses into another file system. */
export async function removeFolder(folder) {
  if (!existsSync(folder)) return;
  await unmountBelow(folder);
  await run('rm', '-rf', '--one-file-system', folder);
}
