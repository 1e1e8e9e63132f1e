import { RequestError } from '../../errors.js';

const tokenNames: ReadonlySet<string> = new Set([
  'token',
  'access_token',
  'api_token',
  'apitoken',
  'api_key',
  'apikey',
  'auth',
  'authorization',
  'bearer',
]);

/** The token of an `Authorization: Bearer <token>` header; undefined for anything else. */
export function bearerToken(authorization: string | undefined): string | undefined {
  const scheme = 'Bearer ';
  return authorization?.startsWith(scheme) === true ? authorization.slice(scheme.length) : undefined;
}

/**
 * Refuses a URL whose query has a parameter named like a token, even when it holds the right one: URLs end up in logs,
 * histories and referrers.
 */
export function refuseTokenInQuery(parameterNames: Iterable<string>): RequestError | undefined {
  for (const name of parameterNames) {
    if (tokenNames.has(name.toLowerCase())) {
      return new RequestError('token_in_query', 'Send the token in the Authorization header, never in the URL.');
    }
  }
  return undefined;
}
