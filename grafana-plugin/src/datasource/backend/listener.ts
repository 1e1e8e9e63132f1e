import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ListenAddress {
  /** Address gRPC binds to. */
  readonly target: string;
  /** Path of the socket; undefined on a loopback port. */
  readonly socket?: string;
  /** Deletes the socket and its folder. */
  remove(): void;
}

/** Limit of the kernel. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * A Unix socket in a folder that only this user may enter: in the folder the host names, or else the temporary one. Where
 * neither is writable, a port of the loopback interface.
 */
export function resolveListenAddress(environment: Readonly<Record<string, string | undefined>>): ListenAddress {
  const candidates = [environment['PLUGIN_UNIX_SOCKET_DIR'], tmpdir()];
  for (const parent of candidates) {
    const address = parent === undefined || parent === '' ? undefined : socketIn(parent);
    if (address !== undefined) {
      return address;
    }
  }
  return { target: '127.0.0.1:0', remove: () => undefined };
}

function socketIn(parent: string): ListenAddress | undefined {
  let folder: string;
  try {
    folder = mkdtempSync(join(parent, 'mesh-observatory-'));
    chmodSync(folder, 0o700);
  } catch {
    return undefined;
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const socket = join(folder, 'plugin.sock');
  if (Buffer.byteLength(socket) > MAX_SOCKET_PATH_BYTES) {
    remove();
    return undefined;
  }
  return { target: `unix:${socket}`, socket, remove };
}
