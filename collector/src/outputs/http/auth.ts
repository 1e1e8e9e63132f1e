import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { RequestError } from '../../errors.js';
import { HttpProblem } from './errors.js';
import { readQueryString } from './query-string.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** Compares digests, so that neither the time nor the length of the comparison says anything about the token. */
export function createTokenCheck(apiToken: string): (authorization: string | undefined) => boolean {
  const expected = sha256(`Bearer ${apiToken}`);
  return (authorization) => timingSafeEqual(sha256(authorization ?? ''), expected);
}

/** Lets a request pass when it carries `Authorization: Bearer <token>`; everybody when no token is configured. */
export function createAuthentication(apiToken: string | undefined): RequestHandler {
  if (apiToken === undefined) return (_request, _response, next) => next();
  const isValid = createTokenCheck(apiToken);
  return (request, _response, next) => {
    if (!isValid(request.headers.authorization)) {
      throw new HttpProblem(401, 'unauthorized', 'A valid token is required.', {
        'WWW-Authenticate': 'Bearer realm="mesh-observatory"',
      });
    }
    next();
  };
}

const tokenNames = new Set([
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

/** URLs end up in logs, histories and referrers: a token in one is refused even when it is the right one. */
export const refuseTokenInQuery: RequestHandler = (request, _response, next) => {
  for (const name of readQueryString(request.originalUrl).keys()) {
    if (tokenNames.has(name.toLowerCase())) {
      throw new RequestError(400, 'token_in_query', 'Send the token in the Authorization header, never in the URL.');
    }
  }
  next();
};
