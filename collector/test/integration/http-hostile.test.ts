import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXIT, FatalError, RequestError, StoreBlockedError } from '../../src/errors.js';
import { routes } from '../../src/outputs/http/routes/index.js';
import {
  captureLog,
  createFakeReadStore,
  startHttp,
  type FakeReadStore,
  type RunningHttp,
} from '../helpers/http-parts.js';

const hostile = [
  `'"; DROP TABLE nodes; --`,
  '%',
  '\\',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '{"$gt":""}',
  '999999999999999999999999',
  '-1',
  '1e309',
  'NaN',
  'null',
  '[]',
  '\u202e\u2066',
  '💥'.repeat(50),
  '\u0000',
  '\r\nSet-Cookie: a=b',
  'x'.repeat(1500),
];

describe('hostile parameters', () => {
  let read: FakeReadStore;
  let http: RunningHttp;
  beforeEach(async () => {
    read = createFakeReadStore();
    http = await startHttp({ read });
  });
  afterEach(() => http.stop());

  const lists = routes.filter(({ parameters }) => parameters !== 'ignored' && parameters.length > 0);
  /** Free text may be anything printable: it reaches the store as a value, as itself. */
  const freeText = new Set(['channel', 'search']);

  it.each(lists.map(({ path, parameters }) => [path, parameters] as const))(
    'are a 400 on %s',
    async (path, parameters) => {
      for (const { name } of parameters === 'ignored' ? [] : parameters) {
        for (const value of hostile) {
          const response = await http.get(`${path}?${name}=${encodeURIComponent(value)}`);
          const body = (await response.json()) as Record<string, unknown>;
          const passes = response.status === 200;
          if (passes) {
            const cursorLike = name === 'cursor' && /^[\x21-\x7e]{1,512}$/.test(value);
            expect([name, value, freeText.has(name) || cursorLike]).toEqual([name, value, true]);
          } else {
            expect([name, value, response.status]).toEqual([name, value, 400]);
            expect(Object.keys(body).sort()).toEqual(['code', 'message']);
          }
          expect(response.headers.get('set-cookie')).toBeNull();
        }
      }
      for (const { filter } of read.calls) expect(Object.getPrototypeOf(filter)).toBe(Object.prototype);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it.each([
    'nodeId[]=!a1b2c3d4',
    'nodeId[0]=!a1b2c3d4',
    'limit[$gt]=1',
    'limit=1&limit=2',
    '__proto__[polluted]=1',
    'constructor.prototype.polluted=1',
    '__proto__=1',
    'hasOwnProperty=1',
    '%00=1',
    'a%00b',
    '%c0%ae=1',
  ])('are refused as names: %s', async (query) => {
    const response = await http.get(`/api/nodes?${query}`);
    expect(response.status).toBe(400);
    expect(read.calls).toEqual([]);
  });

  it('pass a text with SQL in it to the store as a text', async () => {
    await http.get(`/api/nodes?search=${encodeURIComponent(hostile[0]!)}`);
    expect(read.calls[0]!.filter).toEqual({ search: hostile[0], limit: 100 });
  });

  it.each([
    '{"__proto__":{"polluted":1},"from":1,"to":2,"queries":[{"refId":"A","queryType":"nodes"}]}',
    '{"constructor":{"prototype":{"polluted":1}},"from":1,"to":2,"queries":[{"refId":"A","queryType":"nodes","__proto__":{"polluted":1}}]}',
  ])('leave no trace from a body: %s', async (body) => {
    expect((await http.post('/api/query', body)).status).toBe(200);
    expect({}).not.toHaveProperty('polluted');
    expect(read.calls[0]!.request).not.toHaveProperty('polluted');
  });

  it.each([
    ['deep nesting', '['.repeat(100_000)],
    ['deep, complete nesting', '{"from":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['an array for a scalar', '{"from":[1],"to":2,"queries":[{"refId":"A","queryType":"nodes"}]}'],
    ['an object for a list', '{"from":1,"to":2,"queries":[{"refId":"A","queryType":"nodes","nodes":{"length":1}}]}'],
    ['a huge number', '{"from":1e400,"to":2,"queries":[{"refId":"A","queryType":"nodes"}]}'],
    [
      'a wrong node id',
      `{"from":1,"to":2,"queries":[{"refId":"A","queryType":"nodes","nodes":["'; DROP TABLE nodes"]}]}`,
    ],
    [
      'too many queries',
      JSON.stringify({ from: 1, to: 2, queries: Array(51).fill({ refId: 'A', queryType: 'nodes' }) }),
    ],
    ['nothing', ''],
  ])('are a 400 in a body: %s', async (_what, body) => {
    const response = await http.post('/api/query', body);
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json()) as object).sort()).toEqual(['code', 'message']);
    expect(read.calls).toEqual([]);
  });
});

describe('errors', () => {
  const secret = 's3cr3t-canary /var/lib/private.sqlite SELECT';
  const failures: readonly [string, unknown, number, string][] = [
    ['bad request', new RequestError('bad_cursor', 'The cursor is not one of ours.'), 400, 'bad_cursor'],
    ['busy', new RequestError('store_busy', 'Too many queries are waiting.'), 503, 'store_busy'],
    ['deadline', new RequestError('deadline', 'The query took too long.'), 504, 'deadline'],
    ['full disk', new StoreBlockedError('store_full', secret), 503, 'store_full'],
    ['fatal', new FatalError('store_io', secret, EXIT.ioError), 503, 'store_io'],
    ['SQLite error', Object.assign(new Error(secret), { code: 'SQLITE_IOERR' }), 500, 'internal'],
    ['type error', new TypeError(secret), 500, 'internal'],
    ['text', secret, 500, 'internal'],
    ['undefined', undefined, 500, 'internal'],
  ];
  let http: RunningHttp | undefined;
  let environment: string | undefined;
  beforeEach(() => {
    environment = process.env.NODE_ENV;
    delete process.env.NODE_ENV;
  });
  afterEach(async () => {
    if (environment !== undefined) process.env.NODE_ENV = environment;
    await http?.stop();
  });

  it.each(failures)('tell nothing of the inside: %s', async (_what, error, status, code) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is no Error must not leak either
    const fail = () => Promise.reject(error);
    const read = createFakeReadStore(
      {},
      { list: fail, node: fail, query: fail, variables: fail, catalog: fail, counts: fail },
    );
    const { logger, lines } = captureLog();
    http = await startHttp({
      read,
      logger,
      metricsText: fail,
      metricsJson: fail,
      ingestion: { start: fail, stop: fail },
    });
    const responses = await Promise.all([
      ...['nodes', 'nodes/!a1b2c3d4', 'catalog', 'stats', 'metrics'].map((path) => http!.get(`/api/${path}`)),
      http.get('/metrics'),
      http.get('/api/nodes', { Accept: 'text/csv' }),
      http.post('/api/query', { from: 1, to: 2, queries: [{ refId: 'A', queryType: 'nodes' }] }),
      http.post('/api/variables', { kind: 'nodes' }),
      http.post('/api/mqtt/start'),
      http.post('/api/mqtt/stop'),
    ]);
    for (const response of responses) {
      const text = await response.text();
      expect([response.url, response.status]).toEqual([response.url, status]);
      expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['code', 'message']);
      expect(JSON.parse(text)).toMatchObject({ code });
      expect(text).not.toMatch(/canary|private|SELECT|\bat \w|node_modules/);
    }
    if (status >= 500) expect(lines.filter((line) => line.includes(`"event":"http.${code}"`))).toHaveLength(1);
  });

  it('of a handler that throws at once are answered too', async () => {
    const read = createFakeReadStore(
      {},
      {
        list: () => {
          throw new Error(secret);
        },
      },
    );
    http = await startHttp({ read });
    const response = await http.get('/api/nodes');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('canary');
  });
});
