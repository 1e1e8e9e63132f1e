import { FatalError, RequestError, StoreBlockedError } from '../../errors.js';

/** An answer that is an error, before it is written. The body is `{code, message}` and nothing else. */
export interface ErrorReply {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An error of HTTP itself: statuses and headers that a RequestError does not have. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(
    readonly status: 401 | 405 | 414,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const storeBlocked: Record<StoreBlockedError['code'], string> = {
  store_full: 'The disk or the database is full.',
  store_busy: 'The database is locked; try again.',
};

/** What reading a body can end with, by the `type` that body-parser gives its errors. */
const bodyErrors: Readonly<Record<string, Omit<ErrorReply, 'headers'>>> = {
  'entity.too.large': { status: 413, code: 'body_too_large', message: 'The body is larger than this route allows.' },
  'entity.parse.failed': {
    status: 400,
    code: 'bad_json',
    message: 'The body is not valid JSON (an object is wanted).',
  },
  'encoding.unsupported': { status: 415, code: 'bad_encoding', message: 'Send the body uncompressed.' },
  'charset.unsupported': { status: 415, code: 'bad_charset', message: 'Send the body as UTF-8.' },
  'request.size.invalid': {
    status: 400,
    code: 'bad_length',
    message: 'The body is not as long as Content-Length says.',
  },
  'request.aborted': { status: 499, code: 'cancelled', message: 'The client closed the request.' },
};

const internal: ErrorReply = {
  status: 500,
  code: 'internal',
  message: 'Something went wrong inside the collector; its log has the details.',
  headers: {},
};

/**
 * Every error → the answer. Only errors made for people keep their message; of all others nothing leaves the process,
 * because their messages name files, SQL and addresses.
 */
export function describeError(error: unknown): ErrorReply {
  if (error instanceof HttpProblem) return pick(error, error.headers);
  if (error instanceof RequestError) return pick(error, retryHeaders(error.status));
  if (error instanceof StoreBlockedError) {
    return { status: 503, code: error.code, message: storeBlocked[error.code], headers: retryHeaders(503) };
  }
  if (error instanceof FatalError) {
    return {
      status: 503,
      code: error.code,
      message: 'The collector cannot do this now; its log has the reason.',
      headers: {},
    };
  }
  return describeFrameworkError(error) ?? internal;
}

function describeFrameworkError(error: unknown): ErrorReply | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = 'type' in error && typeof error.type === 'string' ? bodyErrors[error.type] : undefined;
  if (known !== undefined) return { ...known, headers: {} };
  // The router cannot decode a path parameter such as `%E0%A4%A`.
  if (error instanceof URIError)
    return { status: 400, code: 'bad_path', message: 'The path is not valid percent-encoding.', headers: {} };
  // What else express and its middleware call the client's mistake (a range of a file, a length that does not fit).
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status >= 400 && status < 500)
    return { status, code: 'bad_request', message: 'The request is not valid.', headers: {} };
  return undefined;
}

const pick = ({ status, code, message }: Omit<ErrorReply, 'headers'>, headers: ErrorReply['headers']): ErrorReply => ({
  status,
  code,
  message,
  headers,
});

/** 429 gets its Retry-After from the rate limiter, which knows the window. */
const retryHeaders = (status: number): Record<string, string> => (status === 503 ? { 'Retry-After': '1' } : {});
