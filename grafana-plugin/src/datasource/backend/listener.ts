import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where to listen: what gRPC binds to, and what is tidied up afterwards. */
export interface Place {
  readonly target: string;
  /** Path of the socket; undefined on a loopback port. */
  readonly socket?: string;
  remove(): void;
}

/** The kernel takes no longer path for a socket. */
const LONGEST_SOCKET_PATH = 103;

/**
 * A socket in a folder that only this user may enter. A host with a read-only temporary folder names another one; where
 * there is none at all, a port of the loopback interface has to do.
 */
export function choosePlace(environment: Readonly<Record<string, string | undefined>>): Place {
  const candidates = [environment['PLUGIN_UNIX_SOCKET_DIR'], tmpdir()];
  for (const parent of candidates) {
    const place = parent === undefined || parent === '' ? undefined : socketIn(parent);
    if (place !== undefined) {
      return place;
    }
  }
  return { target: '127.0.0.1:0', remove: () => undefined };
}

function socketIn(parent: string): Place | undefined {
  let folder: string;
  try {
    folder = mkdtempSync(join(parent, 'mesh-observatory-'));
    chmodSync(folder, 0o700);
  } catch {
    return undefined;
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const socket = join(folder, 'plugin.sock');
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) {
    remove();
    return undefined;
  }
  return { target: `unix:${socket}`, socket, remove };
}
