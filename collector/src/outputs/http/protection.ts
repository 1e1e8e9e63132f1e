import { isIP } from 'node:net';
import compression from 'compression';
import cors from 'cors';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { RequestError } from '../../errors.js';
import { HttpProblem } from './errors.js';
import type { HttpConfig } from './parts.js';

const MINUTE_MS = 60_000;

/** Headers of every answer. Data is never cached: a proxy must not hand one person's view to another. */
export function securityHeaders(): RequestHandler[] {
  const noStore: RequestHandler = (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  };
  return [helmet(), noStore];
}

/** Small answers cost more to compress than to send; level 4 is what a Raspberry Pi can afford. */
export const compress = (): RequestHandler => compression({ threshold: 1024, level: 4 });

/** @throws HttpProblem 414 */
export function limitUrl(maxBytes: number): RequestHandler {
  return (request, _response, next) => {
    if (request.originalUrl.length > maxBytes) {
      throw new HttpProblem(
        414,
        'url_too_long',
        `The URL has ${request.originalUrl.length} bytes; allowed: ${maxBytes}.`,
      );
    }
    next();
  };
}

/** Closed unless origins are configured. Credentials are never allowed: the token travels in a header. */
export function crossOrigin(origins: readonly string[]): RequestHandler[] {
  if (origins.length === 0) return [];
  return [
    cors({
      origin: origins.includes('*') ? '*' : [...origins],
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

/** Counts per address of the socket, unless proxies are trusted; IPv6 addresses of one customer (/56) count as one. */
export function createRateLimiter(requestsPerMinute: number): RateLimiter {
  if (requestsPerMinute === 0) return { middleware: (_request, _response, next) => next(), stop: () => undefined };
  const store = new MemoryStore();
  const middleware = rateLimit({
    windowMs: MINUTE_MS,
    limit: requestsPerMinute,
    store,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? 'unknown'),
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // It would complain on the console about a forged X-Forwarded-For; ignoring that header is the point.
    validate: false,
    handler: (_request, _response, next) =>
      next(
        new RequestError(
          429,
          'rate_limited',
          `More than ${requestsPerMinute} requests in a minute; wait and try again.`,
        ),
      ),
  });
  return { middleware, stop: () => store.shutdown() };
}

/**
 * Guards what changes the collector against pages of other origins. With a token nothing else is needed: a browser does
 * not add it by itself. Without one, the browser's Origin has to be configured, or be our own under an address that
 * nobody else can point at us (a name could be rebound by its owner's DNS).
 */
export function requireOwnOrigin({ apiToken, corsOrigins }: HttpConfig): RequestHandler {
  return (request, _response, next) => {
    const { origin, host } = request.headers;
    if (apiToken === undefined && origin !== undefined && !corsOrigins.includes(origin) && !isOwn(origin, host)) {
      throw new RequestError(
        403,
        'foreign_origin',
        'This page may not control the collector; allowed: origins in CORS_ORIGINS.',
      );
    }
    next();
  };
}

function isOwn(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  return url.host === host && (name === 'localhost' || isIP(name) !== 0);
}
