import type { RequestHandler } from 'express';
import type { AccessPolicy, Purpose } from '../access/access.js';
import { bearerToken, refuseTokenInQuery } from '../access/token.js';
import { readQueryString } from './query-string.js';

/** Refuses requests that the access policy does not let in (401, 403). */
export function requireAccess(policy: AccessPolicy, purpose: Purpose): RequestHandler {
  return (request, _response, next) => {
    const refusal = policy.refusalOf(
      {
        headers: request.headers,
        token: bearerToken(request.headers.authorization),
        remoteAddress: request.socket.remoteAddress,
      },
      purpose,
    );
    if (refusal !== undefined) throw refusal;
    next();
  };
}

/** Refuses a token in the URL (400). */
export const refuseUrlToken: RequestHandler = (request, _response, next) => {
  const refusal = refuseTokenInQuery(readQueryString(request.originalUrl).keys());
  if (refusal !== undefined) throw refusal;
  next();
};
