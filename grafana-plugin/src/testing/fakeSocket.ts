import type { LiveSocket } from '../datasource/live/liveChannel';
import type { ClientMessage } from '@mesh-observatory/contract/live';

/** The other end of a live connection. */
export interface FakeSocket extends LiveSocket {
  readonly sent: ClientMessage[];
  readonly closed: boolean;
  /** The handshake succeeds. */
  open(): void;
  receive(message: unknown): void;
  /** The connection breaks. */
  break(reason?: string): void;
}

export function createFakeSocket(): FakeSocket {
  const sent: ClientMessage[] = [];
  let closed = false;
  const socket: FakeSocket = {
    sent,
    get closed() {
      return closed;
    },
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => sent.push(JSON.parse(text) as ClientMessage),
    close: () => {
      closed = true;
    },
    open: () => socket.onopen?.(),
    receive: (message) => socket.onmessage?.({ data: JSON.stringify(message) }),
    break: (reason = '') => socket.onclose?.({ reason }),
  };
  return socket;
}

/** Every socket that was asked for, oldest first. */
export function createSocketFactory(): { readonly sockets: FakeSocket[]; readonly connect: () => FakeSocket } {
  const sockets: FakeSocket[] = [];
  return {
    sockets,
    connect: () => {
      const socket = createFakeSocket();
      sockets.push(socket);
      return socket;
    },
  };
}

export const hello = (sessionId = 's1') => ({
  type: 'hello',
  protocol: 1,
  version: '0.1.0',
  sessionId,
  serverTime: 0,
  simulated: true,
  heartbeatMs: 30_000,
});

export const subscribed = (seq = 0, resumed = false) => ({ type: 'subscribed', seq, kinds: [], resumed });
