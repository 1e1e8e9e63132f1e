import express, { type Express, type RequestHandler } from 'express';
import type { StaticSite } from './parts.js';

/** Pages draw maps from tile servers and may call a Grafana or a collector elsewhere; scripts are their own only. */
const DEFAULT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "font-src 'self' data:",
  "connect-src 'self' http: https: ws: wss:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** Serves folders. Registered after the routes, so that a file can never stand in for one. */
export function serveStaticSites(
  app: Express,
  sites: readonly StaticSite[],
  guard: { counted: RequestHandler; token: RequestHandler },
): void {
  for (const site of sites) {
    const headers: RequestHandler = (_request, response, next) => {
      response.set({
        'Content-Security-Policy': site.contentSecurityPolicy ?? DEFAULT_POLICY,
        'Cache-Control': 'no-cache',
      });
      next();
    };
    const files = express.static(site.directory, { dotfiles: 'ignore', cacheControl: false, index: 'index.html' });
    const guards = site.auth === 'open' ? [guard.counted] : [guard.counted, guard.token];
    app.use(site.path, ...guards, headers, files);
  }
}
