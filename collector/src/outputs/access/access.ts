import { RequestError } from '../../errors.js';
import { isLoopback } from '../../loopback.js';
import { createSecretCheck } from '../../secret-check.js';
import { hostName, isSameHost, normalizeOrigin } from './origin.js';

export interface AccessRules {
  /** undefined: no token is configured. */
  readonly apiToken: string | undefined;
  /** Without a token, anyone may read, from anywhere (HTTP_ALLOW_ANONYMOUS). */
  readonly allowAnonymous: boolean;
  /** Origins whose pages may use the collector, besides pages under its own address. */
  readonly corsOrigins: readonly string[];
}

/** A request or connection, before it is allowed. */
export interface AccessAttempt {
  readonly headers: { readonly origin?: string | undefined; readonly host?: string | undefined };
  /** The token that came with it, if any. */
  readonly token: string | undefined;
  /** Address of the socket, never one that a header claims. */
  readonly remoteAddress: string | undefined;
}

/** `read` looks at the mesh, `control` changes what the collector does. */
export type Purpose = 'read' | 'control';

export interface AccessPolicy {
  /** The error to refuse it with (401, 403); undefined lets it in. */
  refusalOf(attempt: AccessAttempt, purpose: Purpose): RequestError | undefined;
  /** It came with the token, or from this machine where none is configured: what its headers say is believed. */
  isTrusted(attempt: AccessAttempt): boolean;
}

/**
 * Decides who may use the collector, over HTTP and WebSocket alike:
 *
 * 1. A page needs an allowed origin, also with the right token: browsers always send `Origin`. Programs
 *    send none (Grafana's proxy removes it).
 * 2. With a token configured, everyone needs it.
 * 3. Without one, only this machine may read and control, under a loopback name: any other name could be rebound by its
 *    owner's DNS. `allowAnonymous` opens reading to everyone, control to no one.
 */
export function createAccessPolicy({ apiToken, allowAnonymous, corsOrigins }: AccessRules): AccessPolicy {
  const isToken = apiToken === undefined ? undefined : createSecretCheck(apiToken);
  const allowedOrigins = new Set(corsOrigins.map((origin) => normalizeOrigin(origin) ?? origin));

  function isAllowedOrigin(text: string, host: string | undefined, localOnly: boolean): boolean {
    const origin = normalizeOrigin(text);
    if (origin === undefined) return false;
    return allowedOrigins.has(origin) || (isSameHost(origin, host) && (!localOnly || isLoopbackHost(host)));
  }

  return {
    refusalOf({ headers: { origin, host }, token, remoteAddress }, purpose) {
      const localOnly = isToken === undefined && !(allowAnonymous && purpose === 'read');
      // The origin first: a foreign page must not learn whether its token was right.
      if (origin !== undefined && !isAllowedOrigin(origin, host, localOnly)) return originNotAllowed();
      if (isToken !== undefined) return isToken(token) ? undefined : unauthorized();
      if (!localOnly) return undefined;
      const isAllowedPage = origin !== undefined && isLoopback(remoteAddress ?? '');
      const isLocal = isLoopback(remoteAddress ?? '') && (host === undefined || isLoopbackHost(host));
      return isAllowedPage || isLocal ? undefined : localOnlyError();
    },
    isTrusted: ({ token, remoteAddress }) => (isToken === undefined ? isLoopback(remoteAddress ?? '') : isToken(token)),
  };
}

const isLoopbackHost = (host: string | undefined) => host !== undefined && isLoopback(hostName(host) ?? '');

const originNotAllowed = () =>
  new RequestError(
    'origin_not_allowed',
    'Pages of this origin may not use the collector; allowed: the origins in CORS_ORIGINS.',
  );

const unauthorized = () =>
  new RequestError('unauthorized', 'A valid token is required.', {
    'WWW-Authenticate': 'Bearer realm="mesh-observatory"',
  });

const localOnlyError = () =>
  new RequestError(
    'local_only',
    'Without an API_TOKEN only this machine is served, as localhost or by its loopback address; set API_TOKEN for others.',
  );
