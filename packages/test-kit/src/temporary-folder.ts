import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLater } from './leftovers.js';

export interface TemporaryFolder {
  /** Absolute. */
  readonly path: string;
  /** Removes the folder and everything in it; also done after the test file. */
  readonly remove: () => void;
}

/** A new, empty folder. `parent` is for files that must lie below a certain folder; default: that of the system. */
export function temporaryFolder(prefix = 'mesh-observatory-', parent = tmpdir()): TemporaryFolder {
  const path = mkdtempSync(join(parent, prefix));
  const forget = endLater({ end: remove, endNow: remove });
  function remove(): void {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    forget();
  }
  return { path, remove };
}
