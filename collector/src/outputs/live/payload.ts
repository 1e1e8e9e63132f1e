import { gzip, constants } from 'node:zlib';
import type { Compression } from './subscription.js';

/** Compressing less than this makes it larger or saves nothing worth a look. */
const MIN_GZIP_BYTES = 256;

/** One message on the wire, shared by everybody it goes to. Its bytes may still be in the compressor. */
export interface Payload {
  /** Undefined until compressed. */
  readonly bytes: Buffer | undefined;
  readonly binary: boolean;
  /** Length of `bytes`, or of the JSON while it is being compressed. */
  readonly size: number;
  /** Calls back when `bytes` is there; at once when it is already. */
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
