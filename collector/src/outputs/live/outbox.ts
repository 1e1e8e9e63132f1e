import type { Payload } from './payload.js';

/** The part of a WebSocket an outbox needs. */
export interface OutboxSocket {
  readonly bufferedAmount: number;
  send(data: Buffer, options: { binary: boolean }, callback: (error?: Error | null) => void): void;
}

/** What waits for one client, in order, never more than a bound. */
export interface Outbox {
  /** False when it does not fit: nothing was sent. */
  offer(payload: Payload): boolean;
  /** Bytes waiting here and in the socket. */
  readonly bufferedBytes: number;
  clear(): void;
}

export interface OutboxParts {
  readonly socket: OutboxSocket;
  readonly maxBytes: number;
  /** A message left for the kernel. */
  readonly onSent: (bytes: number) => void;
}

/** Longest header of a server's frame. */
const FRAME_HEADER_BYTES = 10;

export function createOutbox({ socket, maxBytes, onSent }: OutboxParts): Outbox {
  const queue: { readonly payload: Payload; readonly reserved: number }[] = [];
  let queuedBytes = 0;

  /** A payload still in the compressor holds back those behind it: the order of messages is part of their meaning. */
  const drain = () => {
    for (let head = queue[0]; head?.payload.bytes !== undefined; head = queue[0]) {
      const { bytes, binary } = head.payload;
      queue.shift();
      queuedBytes -= head.reserved;
      socket.send(bytes, { binary }, (error) => {
        if (error === undefined || error === null) onSent(bytes.length);
      });
    }
  };

  return {
    offer(payload) {
      const reserved = payload.size + FRAME_HEADER_BYTES;
      if (queuedBytes + socket.bufferedAmount + reserved > maxBytes) return false;
      queue.push({ payload, reserved });
      queuedBytes += reserved;
      payload.whenReady(drain);
      return true;
    },
    get bufferedBytes() {
      return queuedBytes + socket.bufferedAmount;
    },
    clear() {
      queue.length = 0;
      queuedBytes = 0;
    },
  };
}
