/**
 * Removes a folder, after what is mounted in it: the file systems of containers, when Docker was interrupted. Never crosses
 * into another file system.
 */
import { existsSync, readFileSync } from 'node:fs';
import { run } from './commands.mjs';

export function removeFolder(folder) {
  if (!existsSync(folder)) return;
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  // The innermost first.
  for (const path of mounted.reverse()) run('umount', '--lazy', path);
  run('rm', '-rf', '--one-file-system', folder);
}
