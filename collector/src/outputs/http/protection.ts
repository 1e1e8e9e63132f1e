import compression from 'compression';
import cors from 'cors';
import type { RequestHandler } from 'express';
import { MemoryStore, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { RequestError } from '../../errors.js';
import { viewerOf } from './access-guard.js';

/** Security headers of every answer. Data is never cached: a proxy must not hand one person's view to another. */
export function securityHeaders(): RequestHandler[] {
  const noStore: RequestHandler = (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  };
  return [helmet(), noStore];
}

/** Small answers cost more to compress than to send; level 4 is what a Raspberry Pi can afford. */
export const compress = (): RequestHandler => compression({ threshold: 1024, level: 4 });

/** @throws RequestError 414 */
export function limitUrl(maxBytes: number): RequestHandler {
  return (request, _response, next) => {
    if (request.originalUrl.length > maxBytes) {
      const { length } = request.originalUrl;
      throw new RequestError('url_too_long', `The URL has ${length} bytes; allowed: ${maxBytes}.`);
    }
    next();
  };
}

/** Closed unless origins are configured. Credentials are never allowed: the token travels in a header. */
export function crossOrigin(origins: readonly string[]): RequestHandler[] {
  if (origins.length === 0) return [];
  return [
    cors({
      origin: [...origins],
      methods: ['GET', 'HEAD', 'POST'],
      allowedHeaders: ['Authorization', 'Content-Type'],
      exposedHeaders: ['X-Next-Cursor', 'Retry-After'],
      maxAge: 600,
    }),
  ];
}

export interface RateLimiter {
  readonly middleware: RequestHandler;
  readonly stop: () => void;
}

/** Counts per viewer (see `identify`), so that nobody behind a shared proxy uses up what others need. */
export function createRateLimiter(requestsPerMinute: number): RateLimiter {
  if (requestsPerMinute === 0) return { middleware: (_request, _response, next) => next(), stop: () => undefined };
  const store = new MemoryStore();
  const middleware = rateLimit({
    windowMs: MINUTE_MS,
    limit: requestsPerMinute,
    store,
    keyGenerator: (_request, response) => viewerOf(response),
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // Its validation warns on the console about a forged X-Forwarded-For; ignoring that header is the point.
    validate: false,
    handler: (_request, _response, next) =>
      next(
        new RequestError('rate_limited', `More than ${requestsPerMinute} requests in a minute; wait and try again.`),
      ),
  });
  return { middleware, stop: () => store.shutdown() };
}
