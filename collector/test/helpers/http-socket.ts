import { connect, type Socket } from 'node:net';

export interface RawHttp {
  readonly socket: Socket;
  /** Everything received until the other side closed. */
  readonly closed: Promise<string>;
}

/** A client that writes whatever a test wants, however wrong. Resets count as closed. */
export function openRawHttp(port: number, bytes: string | Buffer = ''): RawHttp {
  const socket = connect({ host: '127.0.0.1', port });
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  if (bytes.length > 0) socket.write(bytes);
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(received)));
  return { socket, closed };
}
