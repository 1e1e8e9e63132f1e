import { gzip, constants } from 'node:zlib';
import type { Compression } from './subscription.js';

/** Shorter messages are not compressed: gzip would save nothing. */
const MIN_GZIP_BYTES = 256;

/** One message on the wire, shared by all clients it goes to. Its bytes may still be in the compressor. */
export interface Payload {
  /** Undefined until compressed. */
  readonly bytes: Buffer | undefined;
  readonly binary: boolean;
  /** Length of `bytes`, or of the JSON while it is being compressed. */
  readonly size: number;
  /** Calls back when `bytes` is available, at once when it already is. */
  whenReady(listener: () => void): void;
}

export function createPayload(json: string, compression: Compression): Payload {
  const text = Buffer.from(json);
  return compression === 'gzip' && text.length >= MIN_GZIP_BYTES ? createGzipPayload(text) : createTextPayload(text);
}

function createTextPayload(bytes: Buffer): Payload {
  return { bytes, binary: false, size: bytes.length, whenReady: (listener) => listener() };
}

function createGzipPayload(text: Buffer): Payload {
  let done: { readonly bytes: Buffer; readonly binary: boolean } | undefined;
  let listeners: (() => void)[] = [];
  // Off the main thread, and light: the stream is for live data, and a Raspberry Pi compresses it.
  gzip(text, { level: 4, strategy: constants.Z_DEFAULT_STRATEGY }, (error, compressed) => {
    // A client that takes gzip takes text as well.
    done = error === null ? { bytes: compressed, binary: true } : { bytes: text, binary: false };
    const waiting = listeners;
    listeners = [];
    for (const listener of waiting) listener();
  });
  return {
    get bytes() {
      return done?.bytes;
    },
    get binary() {
      return done?.binary ?? true;
    },
    get size() {
      return done?.bytes.length ?? text.length;
    },
    whenReady(listener) {
      if (done === undefined) listeners.push(listener);
      else listener();
    },
  };
}

/** The part of a WebSocket an outbox needs. */
export interface OutboxSocket {
  readonly bufferedAmount: number;
  send(data: Buffer, options: { binary: boolean }, callback: (error?: Error | null) => void): void;
}

/** Bounded queue of the messages for one client, in order. */
export interface Outbox {
  /** False when it does not fit; then nothing was sent. */
  offer(payload: Payload): boolean;
  /** Bytes waiting here and in the socket. */
  readonly bufferedBytes: number;
  clear(): void;
}

export interface OutboxParts {
  readonly socket: OutboxSocket;
  readonly maxBytes: number;
  /** A message was handed to the kernel. */
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
