import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preload } from './collector.js';
import { temporaryFolder } from './temporary-folder.js';

/** The disk of a process, which can fill up. */
export interface Disk extends Preload {
  /** Whether there is no room for its databases to grow. */
  setFull(full: boolean): void;
}

export function createDisk(): Disk {
  const file = join(temporaryFolder('disk-').path, 'full');
  return {
    module: fileURLToPath(new URL('./preload/full-disk.js', import.meta.url)),
    environment: { DISK_FULL_FILE: file },
    setFull(full) {
      if (full) writeFileSync(file, '');
      else rmSync(file, { force: true });
    },
  };
}
