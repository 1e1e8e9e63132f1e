import type { Request, RequestHandler, Response } from 'express';
import type { AccessPolicy, Purpose } from '../access/access.js';
import { bearerToken, refuseTokenInQuery } from '../access/token.js';
import type { Viewer } from '../../store/store.js';
import { identifyViewer } from '../access/viewer.js';
import { readQueryString } from './query-string.js';

/** Refuses requests that the access policy does not let in (401, 403). */
export function requireAccess(policy: AccessPolicy, purpose: Purpose): RequestHandler {
  return (request, _response, next) => {
    const refusal = policy.refusalOf(attemptOf(request), purpose);
    if (refusal !== undefined) throw refusal;
    next();
  };
}

/** Passes only requests that the access policy refuses to `handler`: guesses are counted, the rest is not. */
export function onlyRefused(policy: AccessPolicy, handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (policy.refusalOf(attemptOf(request), 'read') === undefined) next();
    else void handler(request, response, next);
  };
}

/** Remembers who asks, for `viewerOf`. */
export function identify(policy: AccessPolicy, trustedHops: number): RequestHandler {
  return (request, response, next) => {
    const attempt = attemptOf(request);
    response.locals.viewer = identifyViewer({ ...attempt, trusted: policy.isTrusted(attempt) }, trustedHops);
    next();
  };
}

/** The one whose requests count together with this one. */
export const viewerOf = (response: Response): Viewer => String(response.locals.viewer);

const attemptOf = ({ headers, socket }: Request) => ({
  headers,
  token: bearerToken(headers.authorization),
  remoteAddress: socket.remoteAddress,
});

/** Refuses a token in the URL (400). */
export const refuseUrlToken: RequestHandler = (request, _response, next) => {
  const refusal = refuseTokenInQuery(readQueryString(request.originalUrl).keys());
  if (refusal !== undefined) throw refusal;
  next();
};
