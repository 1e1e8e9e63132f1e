import { afterEach, describe, expect, it } from '@jest/globals';
import { RequestError } from '../../src/errors.js';
import {
  captureLog,
  createFakeReadStore,
  exampleNode,
  startHttp,
  type HttpOverrides,
  type RunningHttp,
} from '../helpers/http-parts.js';
import { openRawHttp } from '../helpers/http-socket.js';
import { until } from '@mesh-observatory/test-kit/until';

let http: RunningHttp | undefined;
const start = async (overrides: HttpOverrides = {}) => (http = await startHttp(overrides));
afterEach(() => http?.stop());

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];
const query = { from: 0, to: 1, queries: [{ refId: 'A', queryType: 'nodes' }] };

describe('sizes', () => {
  it('takes a URL of 2,048 bytes and refuses a longer one', async () => {
    const running = await start();
    const url = (length: number) => `/api/nodes?search=${'a'.repeat(length - '/api/nodes?search='.length)}`;
    expect(await codeOf(await running.get(url(2048)))).toEqual([400, 'bad_parameter']);
    expect(await codeOf(await running.get(url(2049)))).toEqual([414, 'url_too_long']);
  });

  it('takes a body of 256 kB and refuses a larger one', async () => {
    const running = await start();
    const padded = (bytes: number) => {
      const text = JSON.stringify({ ...query, padding: '' });
      return text.replace('"padding":""', `"padding":"${'x'.repeat(bytes - text.length)}"`);
    };
    expect((await running.post('/api/query', padded(256 * 1024))).status).toBe(200);
    expect(await codeOf(await running.post('/api/query', padded(256 * 1024 + 1)))).toEqual([413, 'body_too_large']);
  });

  it('refuses bodies that are compressed, not JSON, or in another charset', async () => {
    const running = await start();
    const post = (headers: Record<string, string>) => running.post('/api/query', JSON.stringify(query), headers);
    expect(await codeOf(await post({ 'Content-Encoding': 'gzip' }))).toEqual([415, 'bad_encoding']);
    expect(await codeOf(await post({ 'Content-Type': 'text/plain' }))).toEqual([415, 'bad_content_type']);
    expect(await codeOf(await post({ 'Content-Type': 'application/json; charset=latin1' }))).toEqual([
      415,
      'bad_charset',
    ]);
    expect(await codeOf(await running.post('/api/query', '{"from":'))).toEqual([400, 'bad_json']);
    expect(await codeOf(await running.post('/api/query', '"text"'))).toEqual([400, 'bad_json']);
  });

  it('takes pages of 1,000 and ranges of 31 days, no more', async () => {
    const running = await start();
    const day = 86_400_000;
    expect((await running.get('/api/nodes?limit=1000')).status).toBe(200);
    expect(await codeOf(await running.get('/api/nodes?limit=1001'))).toEqual([400, 'bad_parameter']);
    for (const resource of ['positions', 'telemetry', 'packets', 'traffic']) {
      expect((await running.get(`/api/${resource}?from=0&to=${31 * day}`)).status).toBe(200);
      expect(await codeOf(await running.get(`/api/${resource}?from=0&to=${31 * day + 1}`))).toEqual([
        400,
        'range_too_wide',
      ]);
    }
    expect((await running.get(`/api/events?from=0&to=${400 * day}`)).status).toBe(200);
  });

  it('refuses headers that are too large, and lives on', async () => {
    const running = await start();
    const { closed } = openRawHttp(
      running.port,
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(await closed).toMatch(/^HTTP\/1\.1 431 /);
    expect((await running.get('/healthz')).status).toBe(200);
  });
});

const TOKEN = 'right-token-0123456789';
const authorized = { Authorization: `Bearer ${TOKEN}` };

describe('rates', () => {
  it('answers 429 with Retry-After beyond the limit, and goes on answering /healthz', async () => {
    const running = await start({ limits: { requestsPerMinute: 3 } });
    for (let i = 0; i < 3; i += 1) expect((await running.get('/api/nodes')).status).toBe(200);
    const refused = await running.get('/api/nodes');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, 'rate_limited']);
    expect((await running.get('/nowhere')).status).toBe(429);
    expect((await running.get('/healthz')).status).toBe(200);
  });

  it('never cuts off probes and scrapes that have the right to read', async () => {
    const running = await start({ limits: { requestsPerMinute: 1 }, config: { apiToken: TOKEN } });
    for (let i = 0; i < 5; i += 1) await running.get('/api/nodes', authorized);
    expect((await running.get('/api/nodes', authorized)).status).toBe(429);
    for (const path of ['/readyz', '/metrics', '/healthz']) {
      for (let i = 0; i < 3; i += 1) expect((await running.get(path, authorized)).status).toBe(200);
    }
  });

  it('counts the socket of a stranger, whatever X-Forwarded-For says', async () => {
    const running = await start({ limits: { requestsPerMinute: 2 }, config: { apiToken: TOKEN } });
    const statuses: number[] = [];
    for (const forged of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      statuses.push(
        (await running.get('/api/nodes', { 'X-Forwarded-For': forged, Forwarded: `for=${forged}` })).status,
      );
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('counts each viewer behind Grafana, by the address that Grafana added itself', async () => {
    const running = await start({ limits: { requestsPerMinute: 1 }, config: { apiToken: TOKEN } });
    const from = async (address: string) =>
      (await running.get('/api/nodes', { ...authorized, 'X-Forwarded-For': address })).status;
    expect([await from('1.1.1.1'), await from('2.2.2.2'), await from('1.1.1.1')]).toEqual([200, 200, 429]);
    expect(await from('9.9.9.9, 1.1.1.1')).toBe(429); // invented by the viewer, before Grafana's own entry
  });

  it('serves alert rules while a viewer is over the limit', async () => {
    const running = await start({ limits: { requestsPerMinute: 1 }, config: { apiToken: TOKEN } });
    await running.get('/api/nodes', authorized);
    expect((await running.get('/api/nodes', authorized)).status).toBe(429);
    const forAlert = { ...authorized, 'X-Mesh-Observatory-Purpose': 'alert' };
    expect((await running.get('/api/nodes', forAlert)).status).toBe(200);
  });

  it('slows down guessing of the token too', async () => {
    const running = await start({ limits: { requestsPerMinute: 2 }, config: { apiToken: TOKEN } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1)
      statuses.push((await running.get('/readyz', { Authorization: `Bearer ${i}` })).status);
    expect(statuses).toEqual([401, 401, 429]);
  });
});

describe('connections', () => {
  it('closes a client that never finishes its headers', async () => {
    const running = await start({ limits: { headersTimeoutMs: 300 } });
    const silent = openRawHttp(running.port);
    const slow = openRawHttp(running.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n');
    const drip = setInterval(() => slow.socket.write('X-A: b\r\n'), 50);
    const answers = await Promise.all([silent.closed, slow.closed]);
    clearInterval(drip);
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 408 .*)?/);
    expect(answers[1]).toMatch(/^HTTP\/1\.1 408 /);
    expect((await running.get('/healthz')).status).toBe(200);
  });

  it('closes a client that never finishes its body', async () => {
    const running = await start({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
    const head =
      'POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{';
    const { closed } = openRawHttp(running.port, head);
    expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('refuses more sockets than allowed and takes new ones when others leave', async () => {
    const { logger, lines } = captureLog();
    const running = await start({ logger, limits: { connections: 5 } });
    const held = Array.from({ length: 5 }, () => openRawHttp(running.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('data', resolve))));
    expect(await openRawHttp(running.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n').closed).toBe('');
    expect(lines.filter((line) => line.includes('http.connection_refused'))).toHaveLength(1);
    held.forEach(({ socket }) => socket.destroy());
    await until(async () => (await running.get('/healthz').catch(() => undefined))?.status === 200);
  });

  it('survives a thousand sockets that come, talk rubbish and go', async () => {
    const running = await start();
    const rubbish = [
      '\u0000\u0001\u0002',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '\r\n'.repeat(50),
    ];
    for (let round = 0; round < 20; round += 1) {
      const clients = Array.from({ length: 50 }, (_, i) => openRawHttp(running.port, rubbish[i % rubbish.length]));
      clients.forEach(({ socket }) => socket.end());
      await Promise.all(clients.map(({ closed }) => closed));
    }
    expect((await running.get('/healthz')).status).toBe(200);
  });
});

describe('load', () => {
  it('answers 503 with Retry-After what the store refuses because too much waits, and probes go on', async () => {
    const busy = () => Promise.reject(new RequestError('busy', '50 queries are waiting already.'));
    const running = await start({ read: createFakeReadStore({}, { query: busy }) });
    const refused = await running.post('/api/query', query);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await codeOf(refused)).toEqual([503, 'busy']);
    expect((await running.get('/metrics')).status).toBe(200);
    expect((await running.get('/healthz')).status).toBe(200);
  });

  it('collects once for 50 scrapes that come together', async () => {
    let collections = 0;
    let finish: () => void = () => undefined;
    const metricsText = () =>
      new Promise<{ contentType: string; body: string }>((resolve) => {
        collections += 1;
        finish = () => resolve({ contentType: 'text/plain; version=0.0.4; charset=utf-8', body: 'up 1\n' });
      });
    const running = await start({ metricsText, limits: { metricsMaxAgeMs: 60_000 } });
    let arrived = 0;
    running.server.on('request', () => (arrived += 1));
    const scrapes = Array.from({ length: 50 }, () => running.get('/metrics'));
    await until(() => arrived === 50 && collections > 0);
    finish();
    const texts = await Promise.all((await Promise.all(scrapes)).map((response) => response.text()));
    expect(new Set(texts)).toEqual(new Set(['up 1\n']));
    expect(collections).toBe(1);
  });

  it('cancels a read whose client has gone', async () => {
    let signal: AbortSignal | undefined;
    const read = createFakeReadStore(
      {},
      {
        query: (_request, options) => {
          signal = options?.signal;
          return new Promise(() => undefined);
        },
      },
    );
    const running = await start({ read });
    const client = new AbortController();
    const answer = fetch(`${running.url}/api/query`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(query),
      signal: client.signal,
    });
    await until(() => signal !== undefined);
    expect(signal!.aborted).toBe(false);
    client.abort();
    await expect(answer).rejects.toThrow();
    await until(() => signal!.aborted);
    expect(signal!.reason).toMatchObject({ status: 499 });
    expect((await running.get('/api/nodes')).status).toBe(200);
  });

  it('gives up on a store that keeps neither deadline nor cancellation', async () => {
    let signal: AbortSignal | undefined;
    const stuck: typeof read.counts = (options) => {
      signal = options?.signal;
      return new Promise(() => undefined);
    };
    const read = createFakeReadStore({}, { counts: (options) => stuck(options) });
    const running = await start({ read, limits: { readDeadlineMs: 50 } });
    expect(await codeOf(await running.get('/api/stats'))).toEqual([504, 'deadline']);
    expect(signal!.aborted).toBe(true);
  });

  it('tells the store its deadline', async () => {
    const read = createFakeReadStore();
    const running = await start({ read, limits: { readDeadlineMs: 4321 } });
    await running.get('/api/links');
    expect(read.calls[0]!.options).toMatchObject({ deadlineMs: 4321, signal: expect.any(AbortSignal) });
  });

  it('compresses what is worth it', async () => {
    const nodes = Array.from({ length: 200 }, (_, i) => exampleNode(`!${i.toString(16).padStart(8, '0')}`));
    const running = await start({ read: createFakeReadStore({ nodes }) });
    const large = await running.get('/api/nodes?limit=200', { 'Accept-Encoding': 'gzip' });
    expect(large.headers.get('content-encoding')).toBe('gzip');
    expect(((await large.json()) as { data: unknown[] }).data).toHaveLength(200);
    expect((await running.get('/healthz', { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
  });
});
