import type { DataFrameJSON } from '@grafana/data';
import type { BrowserSocket } from '../datasource/live/liveSocket';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { ClientMessage } from '@mesh-observatory/contract/live';

/** The other end of a live connection. */
export interface FakeSocket extends BrowserSocket {
  /** All but pings. */
  readonly sent: ClientMessage[];
  readonly pings: number;
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
  let pings = 0;
  const socket: FakeSocket = {
    sent,
    get pings() {
      return pings;
    },
    get closed() {
      return closed;
    },
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => {
      const message = JSON.parse(text) as ClientMessage;
      if (message.type === 'ping') {
        pings += 1;
      } else {
        sent.push(message);
      }
    },
    close: () => {
      closed = true;
    },
    open: () => socket.onopen?.(new Event('open')),
    receive: (message) => socket.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) })),
    break: (reason = '') => socket.onclose?.(new CloseEvent('close', { reason })),
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

/** The whole answer to the query `id`, in one message. */
export const framesMessage = (id: string, frames: ReadonlyArray<FrameJson | DataFrameJSON>, seq = 0) => ({
  ...{ type: 'frames', id, view: 'v1', seq, from: 0, to: 1, part: 1, last: true },
  frames: frames.map(({ schema, data }, frame) => ({ frame, schema, values: data?.values })),
});

/** One changed row of the first frame. */
export const rowMessage = (id: string, seq: number, cells: readonly unknown[]) => ({
  ...{ type: 'rows', id, seq, from: 0, to: 1 },
  frames: [{ from: 0, at: [0], values: cells.map((cell) => [cell]) }],
});
