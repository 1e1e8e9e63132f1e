import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIVE_PATH, LIVE_SUBPROTOCOL, LIVE_TOKEN_PREFIX } from '@mesh-observatory/contract/live-protocol';
import { RequestError } from '../../errors.js';
import type { AccessPolicy } from '../access/access.js';
import { bearerToken, refuseTokenInQuery } from '../access/token.js';

/** A request to become a WebSocket. */
export interface UpgradeAttempt {
  /** Request target as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

/** The error to refuse a live connection with (400, 401, 403, 404); undefined lets it in. */
export function refuseUpgrade(
  { url, headers, remoteAddress }: UpgradeAttempt,
  policy: AccessPolicy,
): RequestError | undefined {
  const [path, query] = splitTarget(url);
  if (path !== LIVE_PATH) return new RequestError('not_found', `Only ${LIVE_PATH} accepts WebSocket connections.`);
  return (
    refuseTokenInQuery(new URLSearchParams(query).keys()) ??
    policy.refusalOf({ headers, token: givenToken(headers), remoteAddress }, 'read')
  );
}

function splitTarget(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** The token in the Authorization header; without that header, in the subprotocol, where browsers can put it. */
export function givenToken({
  authorization,
  'sec-websocket-protocol': offered,
}: IncomingHttpHeaders): string | undefined {
  if (authorization !== undefined) return bearerToken(authorization);
  const names = offered?.split(',').map((name) => name.trim());
  const encoded = names?.find((name) => name.startsWith(LIVE_TOKEN_PREFIX))?.slice(LIVE_TOKEN_PREFIX.length);
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64url').toString('utf8');
}

/** Names the protocol the client understands, so that browsers accept the answer; never echoes the token. */
export function selectSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(LIVE_SUBPROTOCOL) ? LIVE_SUBPROTOCOL : false;
}

/** Answers an upgrade request with an ordinary HTTP error and gives the socket back. */
export function writeRefusal(socket: Duplex, { status, code, message, headers }: RequestError): void {
  const body = `${JSON.stringify({ code, message })}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
