/**
 * Every error the collector raises on purpose. `code` is stable and machine-readable; `message` is one sentence for a
 * person that names the thing, the value (never a secret) and what is allowed.
 */

/** Process exit codes, after sysexits(3). Documented in docs/operations.md. */
export const EXIT = {
  ok: 0,
  /** Unexpected error. */
  failure: 1,
  /** Configuration mistakes; every one is printed. */
  usage: 64,
  /** The database file is corrupt or not a database. */
  dataError: 65,
  /** Another collector holds the database, a port is taken, or another client uses our MQTT client id. */
  unavailable: 69,
  /** Reading or writing the disk failed. */
  ioError: 74,
  /** The database is newer than this program, or holds simulated instead of real data, or the other way round. */
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

/** Every code of an error answer: its HTTP status and when it is given. Listed in docs/http-api.md. */
export const requestErrors = {
  bad_body: { status: 400, when: 'The JSON body does not have the documented form' },
  bad_cursor: { status: 400, when: '`cursor` is not the `nextCursor` of a page with the same filters' },
  bad_json: { status: 400, when: 'The body is not valid JSON' },
  bad_length: { status: 400, when: 'The body is not as long as Content-Length says' },
  bad_limit: { status: 400, when: 'The page size is out of bounds' },
  bad_metric: { status: 400, when: 'A metric that does not exist, or that this query type cannot answer' },
  bad_parameter: { status: 400, when: 'The value of a query or path parameter is not allowed' },
  bad_path: { status: 400, when: 'The path is not valid percent-encoding' },
  bad_query: { status: 400, when: 'The query string, or a query of the body, is not valid' },
  bad_range: { status: 400, when: 'A time range does not end after it starts' },
  bad_request: { status: 400, when: 'The request is not valid HTTP for this route' },
  bad_resource: { status: 400, when: 'There is no list of this name' },
  bad_filter: { status: 400, when: 'A filter does not apply here, or is not a valid regular expression' },
  range_too_wide: { status: 400, when: 'The range of a list of single rows is longer than 31 days' },
  repeated_parameter: { status: 400, when: 'A parameter that is allowed once is given several times' },
  token_in_query: { status: 400, when: 'The URL holds a token, which would end up in logs' },
  unknown_parameter: { status: 400, when: 'The route does not have this query parameter' },
  unauthorized: { status: 401, when: 'No token, or a wrong one' },
  local_only: { status: 403, when: 'No token is configured, and the request does not come from this machine' },
  origin_not_allowed: { status: 403, when: 'A page of an origin that is not in CORS_ORIGINS' },
  node_unknown: { status: 404, when: 'The node has not been heard' },
  not_found: { status: 404, when: 'There is nothing at this path' },
  method_not_allowed: { status: 405, when: 'The path exists, the method does not; see `Allow`' },
  body_too_large: { status: 413, when: 'The body is larger than 256 KiB' },
  url_too_long: { status: 414, when: 'The URL is longer than 2,048 bytes' },
  bad_charset: { status: 415, when: 'The body is not UTF-8' },
  bad_content_type: { status: 415, when: 'The body is not application/json' },
  bad_encoding: { status: 415, when: 'The body is compressed' },
  rate_limited: { status: 429, when: 'Too many requests in a minute; see `Retry-After`' },
  too_many_from_address: { status: 429, when: 'One address holds too many live connections' },
  canceled: { status: 499, when: 'The client closed the request' },
  internal: { status: 500, when: 'A fault of the collector; its log has the details' },
  busy: { status: 503, when: 'Too many queries are waiting; see `Retry-After`' },
  closing: { status: 503, when: 'The collector is shutting down' },
  store_busy: { status: 503, when: 'The database is locked' },
  store_full: { status: 503, when: 'The disk or the database is full' },
  store_unavailable: { status: 503, when: 'The database cannot be read' },
  too_large: { status: 503, when: 'The answer does not fit into memory' },
  too_many_clients: { status: 503, when: 'All live connections are taken (WS_MAX_CLIENTS)' },
  deadline: { status: 504, when: 'The answer took too long' },
} as const satisfies Record<string, { readonly status: number; readonly when: string }>;

export type RequestErrorCode = keyof typeof requestErrors;
export type RequestErrorStatus = (typeof requestErrors)[RequestErrorCode]['status'];

/** A request that cannot be answered as asked; becomes an HTTP error with the body `{code, message}`. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: RequestErrorStatus;
  constructor(
    readonly code: RequestErrorCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = requestErrors[code].status;
  }
}

/** Why work on a request ends before it is done. */
export type CancelReason = 'canceled' | 'deadline';

/** The error a request ends with when its client left (499) or its deadline passed (504). */
export function cancelError(reason: CancelReason): RequestError {
  return reason === 'canceled'
    ? new RequestError('canceled', 'The client closed the request before its answer was ready.')
    : new RequestError('deadline', 'The answer took too long; ask for a shorter time range or fewer nodes.');
}

/** The error of every request during shutdown. */
export const closingError = () =>
  new RequestError('closing', 'The collector is shutting down.', { 'Retry-After': '5' });
