import { cancelError, FatalError, RequestError, StoreBlockedError, type RequestErrorCode } from '../../errors.js';

/** An error answer before it is written. The body is `{code, message}` and nothing else. */
export interface ErrorReply {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const storeBlocked: Record<StoreBlockedError['code'], string> = {
  store_full: 'The disk or the database is full.',
  store_busy: 'The database is locked; try again.',
};

/** Errors of reading a body, by the `type` that body-parser gives them. */
const bodyErrors: Readonly<Record<string, RequestError>> = {
  'entity.too.large': new RequestError('body_too_large', 'The body is larger than this route allows.'),
  'entity.parse.failed': new RequestError('bad_json', 'The body is not a valid JSON object.'),
  'encoding.unsupported': new RequestError('bad_encoding', 'Send the body uncompressed.'),
  'charset.unsupported': new RequestError('bad_charset', 'Send the body as UTF-8.'),
  'request.size.invalid': new RequestError('bad_length', 'The body is not as long as Content-Length says.'),
  'request.aborted': cancelError('canceled'),
};

/**
 * Turns every error into an answer. Only errors made for people keep their message; of all others nothing leaves the
 * process, because their messages name files, SQL and addresses.
 */
export function describeError(error: unknown): ErrorReply {
  if (error instanceof RequestError) return describeRequestError(error);
  if (error instanceof StoreBlockedError) return describe(error.code, storeBlocked[error.code]);
  if (error instanceof FatalError) {
    const message = 'The collector cannot do this now; its log has the reason.';
    return { status: 503, code: error.code, message, headers: {} };
  }
  return (
    describeFrameworkError(error) ??
    describe('internal', 'Something went wrong inside the collector; its log has the details.')
  );
}

function describe(code: RequestErrorCode, message: string): ErrorReply {
  return describeRequestError(new RequestError(code, message));
}

/** 429 gets its Retry-After from the rate limiter, which knows the window. */
function describeRequestError({ status, code, message, headers }: RequestError): ErrorReply {
  return { status, code, message, headers: { ...(status === 503 ? { 'Retry-After': '1' } : {}), ...headers } };
}

function describeFrameworkError(error: unknown): ErrorReply | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = 'type' in error && typeof error.type === 'string' ? bodyErrors[error.type] : undefined;
  if (known !== undefined) return describeRequestError(known);
  // The router cannot decode a path parameter such as `%E0%A4%A`.
  if (error instanceof URIError) return describe('bad_path', 'The path is not valid percent-encoding.');
  // Other mistakes of the client that express and its middleware report, such as a length that does not fit.
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  if (status < 400 || status >= 500) return undefined;
  return { ...describe('bad_request', 'The request is not valid.'), status };
}
