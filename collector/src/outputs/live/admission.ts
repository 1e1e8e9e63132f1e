import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LIVE_PATH, LIVE_SUBPROTOCOL, LIVE_TOKEN_PREFIX } from '@mesh-observatory/contract/live-protocol';

/** What is known of a connection before it is one. */
export interface UpgradeAttempt {
  /** Request target as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

/** Why a connection is refused, as an HTTP answer. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 429 | 503;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AdmissionParts {
  readonly apiToken: string | undefined;
  /** No token is configured and the operator wants anybody to read, from anywhere. */
  readonly anonymous: boolean;
  /** Origins whose pages may connect, besides the page this server itself serves. */
  readonly allowedOrigins: readonly string[];
}

/** Undefined = let it in. */
export type Admission = (attempt: UpgradeAttempt) => Refusal | undefined;

const tokenNames = new Set('token access_token api_token apitoken api_key apikey auth authorization bearer'.split(' '));

const notFound: Refusal = { status: 404, code: 'not_found', message: `Only ${LIVE_PATH} speaks WebSocket.` };
const tokenInQuery: Refusal = {
  status: 400,
  code: 'token_in_query',
  message: `Send the token in the Authorization header or as a ${LIVE_TOKEN_PREFIX}… subprotocol, never in the URL.`,
};
const unauthorized: Refusal = {
  status: 401,
  code: 'unauthorized',
  message: 'A valid token is required.',
  headers: { 'WWW-Authenticate': 'Bearer realm="mesh-observatory"' },
};
const foreignOrigin: Refusal = {
  status: 403,
  code: 'origin_not_allowed',
  message: 'Pages of this origin may not connect; CORS_ORIGINS names those that may.',
};
const missingOrigin: Refusal = {
  status: 403,
  code: 'origin_missing',
  message: 'Without an Origin header a valid token is required, or a connection from this machine.',
};

/**
 * Who may open the live stream. Browsers send an Origin whatever a page wants, so an Origin is checked even when the token
 * is right; programs send none (Grafana's proxy removes it) and need the token.
 */
export function createAdmission({ apiToken, anonymous, allowedOrigins }: AdmissionParts): Admission {
  const hasToken = apiToken === undefined ? () => true : createTokenCheck(apiToken);
  const allowed = new Set(allowedOrigins.map((origin) => normaliseOrigin(origin) ?? origin));

  return ({ url, headers, remoteAddress }) => {
    const [path, query] = splitTarget(url);
    if (path !== LIVE_PATH) return notFound;
    if (holdsToken(query)) return tokenInQuery;
    const trusted = apiToken !== undefined || anonymous;
    if (headers.origin !== undefined) {
      const origin = normaliseOrigin(headers.origin);
      // Without a token the Host must be ours as well, or a page could rebind its own name to this machine.
      const ownPage = isOwnOrigin(origin, headers.host) && (trusted || isLoopbackHost(headers.host));
      if (origin === undefined || !(allowed.has(origin) || ownPage)) return foreignOrigin;
    }
    if (!hasToken(headers)) return unauthorized;
    if (headers.origin === undefined && !trusted && !isLoopbackAddress(remoteAddress)) return missingOrigin;
    return undefined;
  };
}

function splitTarget(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function holdsToken(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some((name) => tokenNames.has(name.toLowerCase()));
}

/** Scheme, host and port in lower case; undefined for `null` and for what is more or less than an origin. */
function normaliseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin } = new URL(text);
  return origin !== 'null' && origin === text.toLowerCase() ? origin : undefined;
}

/** Either scheme: a proxy in front may have ended the TLS connection. */
function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || host === undefined) return false;
  return ['http', 'https'].some((scheme) => normaliseOrigin(`${scheme}://${host}`) === origin);
}

function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname;
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** Compares digests: neither time nor length says anything about the token. */
function createTokenCheck(apiToken: string): (headers: IncomingHttpHeaders) => boolean {
  const expected = sha256(apiToken);
  return (headers) => {
    const given = givenToken(headers);
    return timingSafeEqual(sha256(given ?? ''), expected) && given !== undefined;
  };
}

/** The header decides when there is one. */
function givenToken({ authorization, 'sec-websocket-protocol': offered }: IncomingHttpHeaders): string | undefined {
  if (authorization !== undefined) {
    return authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
  }
  const protocol = offered?.split(',').map((name) => name.trim());
  const encoded = protocol?.find((name) => name.startsWith(LIVE_TOKEN_PREFIX))?.slice(LIVE_TOKEN_PREFIX.length);
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64url').toString('utf8');
}

/** Names the protocol the client understands, so that browsers accept the answer; never echoes the token. */
export function selectSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(LIVE_SUBPROTOCOL) ? LIVE_SUBPROTOCOL : false;
}
