/**
 * Every error the collector raises on purpose. `code` is stable and machine-readable; `message` is one sentence for a
 * person that names the thing, the value (never a secret) and what is allowed.
 */

/** Process exit codes, after sysexits(3). Documented in docs/operations.md. */
export const EXIT = {
  ok: 0,
  /** Something unforeseen. */
  failure: 1,
  /** Configuration mistakes; every one is printed. */
  usage: 64,
  /** The database file is corrupt or not a database. */
  dataError: 65,
  /** Another collector holds the database, a port is taken, or another client uses our MQTT client id. */
  unavailable: 69,
  /** The disk failed under us. */
  ioError: 74,
  /** The database is newer than this program, or holds simulated data while real data was asked for. */
  incompatible: 78,
  /** A second signal, or a shutdown that took longer than 10 s. */
  forced: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake that ends the process with one clear line (or several: `details`). */
export class FatalError extends Error {
  override readonly name = 'FatalError';
  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: ExitCode,
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The store cannot be written right now (disk full, locked); the batch was rolled back and may be tried again. */
export class StoreBlockedError extends Error {
  override readonly name = 'StoreBlockedError';
  constructor(
    readonly code: 'store_full' | 'store_busy',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A request that cannot be answered as asked; becomes an HTTP error body `{code, message}`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 499 | 503 | 504,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
