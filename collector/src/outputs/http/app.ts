import express, { type Express, type RequestHandler } from 'express';
import { RequestError } from '../../errors.js';
import { createAccessPolicy, type AccessPolicy } from '../access/access.js';
import { DEFAULT_TRUSTED_HOPS } from '../access/viewer.js';
import { identify, onlyRefused, refuseUrlToken, requireAccess } from './access-guard.js';
import { createErrorHandler } from './error-handler.js';
import type { HttpLimits, HttpParts } from './parts.js';
import { compress, createRateLimiter, crossOrigin, limitUrl, securityHeaders } from './protection.js';
import type { Route } from './route.js';
import { createRouteRunner } from './run-route.js';
import { createSharedResult } from './shared-result.js';
import { createThrottledLog } from '../../throttled-log.js';

const LOG_INTERVAL_MS = 10_000;
const monotonicMs = () => performance.now();

export interface HttpApp {
  readonly app: Express;
  readonly stop: () => void;
}

/** The express application: protection around everything, then the routes by their policies, then 404 and errors. */
export function createHttpApp(parts: HttpParts, routes: readonly Route[], limits: HttpLimits): HttpApp {
  const app = express();
  const limiter = createRateLimiter(limits.requestsPerMinute);
  const { apiToken, allowAnonymous = false, corsOrigins, trustedHops = DEFAULT_TRUSTED_HOPS } = parts.config;
  const access = createAccessPolicy({ apiToken, allowAnonymous, corsOrigins });
  configure(app);
  app.use(
    ...securityHeaders(),
    limitUrl(limits.urlBytes),
    identify(access, trustedHops),
    refuseUrlToken,
    compress(),
    ...crossOrigin(corsOrigins),
  );
  registerRoutes(app, routes, { parts, limits, access, countRequest: limiter.middleware });
  app.use(limiter.middleware, requireAccess(access, 'read'), (request) => {
    throw new RequestError('not_found', `There is nothing at ${request.method} ${request.path.slice(0, 100)}.`);
  });
  app.use(createErrorHandler(createThrottledLog(parts.logger, LOG_INTERVAL_MS, monotonicMs)));
  return { app, stop: limiter.stop };
}

function configure(app: Express): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  // Parameters are read from the raw URL, strictly: see query-string.ts.
  app.set('query parser', false);
}

interface RegisterParts {
  readonly parts: HttpParts;
  readonly limits: HttpLimits;
  readonly access: AccessPolicy;
  readonly countRequest: RequestHandler;
}

function registerRoutes(app: Express, routes: readonly Route[], registration: RegisterParts): void {
  const { parts, limits, access, countRequest } = registration;
  const { read, status, readiness, ingestion, nowFn } = parts;
  const metricsText = createSharedResult(parts.metricsText, limits.metricsMaxAgeMs, monotonicMs);
  const metricsJson = createSharedResult(parts.metricsJson, limits.metricsMaxAgeMs, monotonicMs);
  const routeParts = { read, status, readiness, ingestion, nowFn, metricsText, metricsJson };
  const json = express.json({ limit: limits.bodyBytes, inflate: false, type: 'application/json' });
  const guardsOf = ({ policy }: Route) => [
    ...(policy.rate === 'counted' ? [countRequest] : []),
    ...(policy.rate === 'refusals' ? [onlyRefused(access, countRequest)] : []),
    ...(policy.auth === 'token' ? [requireAccess(access, policy.work === 'control' ? 'control' : 'read')] : []),
  ];
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path);
    const entry = app.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const route of methods) {
      const handlers = [
        ...guardsOf(requirePolicy(route)),
        ...(route.body === undefined ? [] : [requireJson, json]),
        createRouteRunner(route, { parts: routeParts, limits }),
      ];
      if (route.method === 'GET') entry.get(...handlers);
      else entry.post(...handlers);
    }
    entry.all(...methods.slice(0, 1).flatMap(guardsOf), methodNotAllowed(methods));
  }
}

/** Checks at run time what TypeScript requires: a route without a policy would be open to everyone. */
function requirePolicy(route: Route): Route {
  const policy: Partial<Route['policy']> = { ...route.policy };
  if (policy.auth === undefined || policy.rate === undefined || policy.work === undefined) {
    throw new Error(`Route ${route.method} ${route.path} has no policy: set auth, rate and work`);
  }
  return route;
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('application/json') === false) {
    throw new RequestError('bad_content_type', 'Send the body as application/json.');
  }
  next();
};

function methodNotAllowed(routes: readonly Route[]): RequestHandler {
  const allowed = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (request) => {
    const message = `${request.method} is not possible here; allowed: ${allowed}.`;
    throw new RequestError('method_not_allowed', message, { Allow: allowed });
  };
}
