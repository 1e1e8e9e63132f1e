import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttpApp } from '../../src/outputs/http/app.js';
import { defaultLimits } from '../../src/outputs/http/parts.js';
import { routes } from '../../src/outputs/http/routes/index.js';
import {
  captureLog,
  createFakeReadStore,
  exampleParts,
  startHttp,
  type HttpOverrides,
  type RunningHttp,
} from '../helpers/http-parts.js';
import { registeredRoutes } from '../helpers/http-routes.js';

const TOKEN = 's3cr3t-canary-0123456789';
let http: RunningHttp | undefined;
const start = async (overrides: HttpOverrides = {}) => (http = await startHttp(overrides));
afterEach(() => http?.stop());

/** From the router itself, so that a route cannot be left out. */
function everyRoute(): [method: string, path: string][] {
  const { app, stop } = createHttpApp(exampleParts(), routes, defaultLimits);
  stop();
  return registeredRoutes(app).map((entry) => {
    const [method = '', path = ''] = entry.split(' ');
    return [method, path.replace('{nodeId}', '!a1b2c3d4')];
  });
}

const bodies: Record<string, unknown> = {
  '/api/query': { from: 0, to: 1, queries: [{ refId: 'A', queryType: 'nodes' }] },
  '/api/variables': { kind: 'nodes' },
};

const call = (running: RunningHttp, method: string, path: string, headers: Record<string, string>) =>
  method === 'GET' ? running.get(path, headers) : running.post(path, bodies[path], headers);

describe('with a token', () => {
  it.each(everyRoute())('%s %s answers nobody without it', async (method, path) => {
    const read = createFakeReadStore();
    const running = await start({ read, config: { apiToken: TOKEN } });
    const attempts: Record<string, Record<string, string>> = {
      none: {},
      wrong: { Authorization: 'Bearer wrong' },
      empty: { Authorization: 'Bearer ' },
      'other-case scheme': { Authorization: `bearer ${TOKEN}` },
      'other scheme': { Authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` },
      'token as a longer one': { Authorization: `Bearer ${TOKEN}x` },
      'token in another header': { 'X-Api-Key': TOKEN },
    };
    for (const [attempt, headers] of Object.entries(attempts)) {
      const response = await call(running, method, path, headers);
      const text = await response.text();
      if (path === '/healthz') {
        expect([attempt, response.status, text]).toEqual([attempt, 200, '{"status":"ok"}']);
        continue;
      }
      expect([attempt, response.status]).toEqual([attempt, 401]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="mesh-observatory"');
      expect(JSON.parse(text)).toEqual({ code: 'unauthorized', message: 'A valid token is required.' });
    }
    expect(read.calls).toEqual([]);
    expect((await call(running, method, path, { Authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('answers a missing Origin, as Grafana’s proxy sends it', async () => {
    const running = await start({ config: { apiToken: TOKEN } });
    expect((await running.post('/api/mqtt/stop', undefined, { Authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('refuses a token in the URL, right or wrong, and never writes it down', async () => {
    const { logger, lines } = captureLog();
    const running = await start({ logger, config: { apiToken: TOKEN } });
    for (const path of [
      `/api/nodes?token=${TOKEN}`,
      `/metrics?access_token=${TOKEN}`,
      `/api/nodes?API_TOKEN=${TOKEN}`,
    ]) {
      for (const headers of [{}, { Authorization: `Bearer ${TOKEN}` }]) {
        const response = await running.get(path, headers);
        expect(response.status).toBe(400);
        const body = (await response.json()) as { code: string; message: string };
        expect(body.code).toBe('token_in_query');
        expect(JSON.stringify(body) + JSON.stringify([...response.headers])).not.toContain('canary');
      }
    }
    await running.get('/api/nodes', { Authorization: `Bearer ${TOKEN}-wrong` });
    expect(lines.join('')).toContain('http.unauthorized');
    expect(lines.join('')).not.toContain('canary');
  });

  it('does not tell the unauthorized which routes and methods exist', async () => {
    const running = await start({ config: { apiToken: TOKEN } });
    const statuses = await Promise.all([
      running.get('/api/unknown'),
      running.post('/api/nodes', {}),
      fetch(`${running.url}/api/query`, { method: 'DELETE' }),
      fetch(`${running.url}/api/nodes`, { method: 'OPTIONS' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });
});

describe('without a token', () => {
  it('a refused page controls nothing, an allowed one does', async () => {
    const calls: string[] = [];
    const ingestion = {
      start: () => Promise.resolve(void calls.push('start')),
      stop: () => Promise.resolve(void calls.push('stop')),
    };
    const running = await start({ ingestion });
    const control = async (verb: string, origin: string) =>
      (await running.post(`/api/mqtt/${verb}`, undefined, { Origin: origin })).status;
    expect([await control('stop', 'https://evil.example'), await control('start', 'null')]).toEqual([403, 403]);
    expect(calls).toEqual([]);
    expect([await control('stop', running.url), await control('start', running.url)]).toEqual([200, 200]);
    expect(calls).toEqual(['stop', 'start']);
  });
});

describe('headers', () => {
  const snapshotOf = (response: Response) => {
    const varying = new Set([
      'date',
      'connection',
      'keep-alive',
      'content-length',
      'content-type',
      'ratelimit',
      'ratelimit-policy',
    ]);
    return Object.fromEntries([...response.headers].filter(([name]) => !varying.has(name)));
  };

  it('are the strict ones on answers, errors and unknown paths', async () => {
    const running = await start();
    for (const path of ['/api/nodes', '/healthz', '/metrics', '/api/nodes?x=1', '/nowhere']) {
      expect(snapshotOf(await running.get(path))).toEqual({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        vary: 'Accept-Encoding',
        'x-content-type-options': 'nosniff',
        'x-dns-prefetch-control': 'off',
        'x-download-options': 'noopen',
        'x-frame-options': 'SAMEORIGIN',
        'x-permitted-cross-domain-policies': 'none',
        'x-xss-protection': '0',
      });
    }
  });

  it('allow no origin by default', async () => {
    const running = await start();
    const response = await running.get('/api/nodes', { Origin: 'https://grafana.example' });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${running.url}/api/nodes`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://grafana.example' },
    });
    expect(preflight.status).toBe(403);
  });

  it('allow configured origins, and the header that carries the token', async () => {
    const running = await start({ config: { apiToken: TOKEN, corsOrigins: ['https://grafana.example'] } });
    const preflight = await fetch(`${running.url}/api/query`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://grafana.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://grafana.example');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization,Content-Type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const foreign = await running.get('/api/nodes', {
      Origin: 'https://evil.example',
      Authorization: `Bearer ${TOKEN}`,
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});
