import { afterEach, describe, expect, it } from '@jest/globals';
import { resourceSchemas } from '@mesh-observatory/contract/resources';
import { createOpenApi } from '../../src/outputs/http/openapi.js';
import { routes } from '../../src/outputs/http/routes/index.js';
import { healthSchema, mqttStatusSchema, statsSchema } from '../../src/outputs/http/schemas.js';
import {
  createFakeReadStore,
  exampleNode,
  exampleStatus,
  startHttp,
  type HttpOverrides,
  type RunningHttp,
} from '../helpers/http-parts.js';

let http: RunningHttp | undefined;
const start = async (overrides: HttpOverrides = {}) => (http = await startHttp(overrides));
afterEach(() => http?.stop());

const three = [exampleNode('!00000001'), exampleNode('!00000002'), exampleNode('!00000003')];

describe('lists', () => {
  it.each(Object.keys(resourceSchemas))('GET /api/%s answers a page', async (resource) => {
    const read = createFakeReadStore({});
    const running = await start({ read });
    const response = await running.get(`/api/${resource}`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({ data: [] });
    expect(read.calls).toMatchObject([{ method: 'list', resource, filter: { limit: 100 } }]);
  });

  it('hands the filters to the store', async () => {
    const read = createFakeReadStore({});
    const running = await start({ read });
    await running.get(
      '/api/packets?nodeId=!A1B2C3D4&gatewayId=!00000001,!00000002&channel=LongFast&portnum=1&from=1&to=2&limit=7',
    );
    expect(read.calls[0]!.filter).toEqual({
      nodeIds: ['!a1b2c3d4'],
      gatewayIds: ['!00000001', '!00000002'],
      channels: ['LongFast'],
      portnums: [1],
      from: 1,
      to: 2,
      limit: 7,
    });
  });

  it('can be read to the end by cursor', async () => {
    const running = await start({ read: createFakeReadStore({ nodes: three }) });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const response = await running.get(`/api/nodes?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      const page = (await response.json()) as { data: { nodeId: string }[]; nextCursor?: string };
      found.push(...page.data.map(({ nodeId }) => nodeId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found).toEqual(three.map(({ nodeId }) => nodeId));
  });

  it('are CSV when that is asked for', async () => {
    const nodes = [exampleNode('!00000001', { longName: '=cmd|calc' }), ...three.slice(1)];
    const running = await start({ read: createFakeReadStore({ nodes }) });
    const response = await running.get('/api/nodes?limit=2', { Accept: 'text/csv' });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="nodes.csv"');
    expect(response.headers.get('x-next-cursor')).toBe('2');
    const lines = (await response.text()).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain("'=cmd|calc");
    const json = await running.get('/api/nodes', { Accept: 'application/json, text/csv;q=0.5' });
    expect(json.headers.get('content-type')).toContain('application/json');
  });
});

describe('one node', () => {
  it('is found by its id in either case', async () => {
    const running = await start();
    expect(await (await running.get('/api/nodes/!A1B2C3D4')).json()).toEqual(exampleNode());
  });

  it.each([
    ['/api/nodes/!00000009', 404, 'node_unknown'],
    ['/api/nodes/nobody', 400, 'bad_parameter'],
    ['/api/nodes/!a1b2c3d4?limit=1', 400, 'unknown_parameter'],
    ['/api/nodes/%E0%A4%A', 400, 'bad_path'],
    ['/api/nodes/..%2f..%2fetc%2fpasswd', 400, 'bad_parameter'],
  ])('%s is %d %s', async (path, status, code) => {
    const running = await start();
    const response = await running.get(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});

describe('queries', () => {
  it('answers in the shape of Grafana', async () => {
    const read = createFakeReadStore();
    const running = await start({ read });
    const response = await running.post('/api/query', {
      from: '1000',
      to: 2000,
      queries: [{ refId: 'A', queryType: 'timeseries', metrics: ['device_voltage'], datasource: { uid: 'x' } }],
    });
    expect(await response.json()).toEqual({ results: { A: { status: 200, frames: [] } } });
    expect(read.calls[0]!.request).toMatchObject({
      from: 1000,
      to: 2000,
      queries: [{ aggregation: 'mean', nodes: [] }],
    });
    expect(read.calls[0]!.request).not.toHaveProperty('queries.0.datasource');
  });

  it('answers variables', async () => {
    const running = await start();
    const response = await running.post('/api/variables', { kind: 'nodes' });
    expect(await response.json()).toEqual({ data: [{ text: 'ATTC', value: '!a1b2c3d4' }] });
  });

  it.each([
    [{ from: 2, to: 1, queries: [{ refId: 'A', queryType: 'nodes' }] }, 'bad_range'],
    [{ from: 1, to: 2, queries: [] }, 'bad_body'],
    [{ from: 1, to: 2, queries: [{ refId: 'A', queryType: 'sql' }] }, 'bad_body'],
    [[], 'bad_body'],
    [{}, 'bad_body'],
  ])('refuses %j', async (body, code) => {
    const running = await start();
    const response = await running.post('/api/query', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code });
  });
});

describe('status', () => {
  it('tells statistics as documented, with null where nothing was measured', async () => {
    const running = await start();
    const stats: unknown = await (await running.get('/api/stats')).json();
    expect(statsSchema.strict().parse(stats)).toMatchObject({
      uptimeSeconds: 60,
      counts: { nodes: 213 },
      hotState: { size: 213, hitRate: null },
    });
  });

  it('tells its health in words, also when the store does not answer', async () => {
    const running = await start();
    const health = healthSchema.strict().parse(await (await running.get('/api/health')).json());
    expect(health).toMatchObject({ status: 'ok', message: expect.stringContaining('213 nodes (87 online)') });
    await running.stop();
    const read = createFakeReadStore({}, { counts: () => Promise.reject(new Error('SQLITE_CORRUPT')) });
    const degraded = await (await start({ read })).get('/api/health');
    expect(degraded.status).toBe(200);
    expect(await degraded.json()).toMatchObject({ status: 'degraded', nodes: null });
  });

  it('tells the brokers, and starts and stops ingestion', async () => {
    let ingesting = true;
    const running = await start({
      status: () => ({ ...exampleStatus, pipeline: { ...exampleStatus.pipeline, ingesting } }),
      ingestion: {
        start: () => Promise.resolve(void (ingesting = true)),
        stop: () => Promise.resolve(void (ingesting = false)),
      },
    });
    const state = async (response: Promise<Response>) => mqttStatusSchema.strict().parse(await (await response).json());
    expect(await state(running.get('/api/mqtt/status'))).toMatchObject({
      ingesting: true,
      brokers: [{ name: 'home', state: 'connected' }],
    });
    expect(await state(running.post('/api/mqtt/stop'))).toMatchObject({ ingesting: false });
    expect(await state(running.post('/api/mqtt/start'))).toMatchObject({ ingesting: true });
  });

  it('gives metrics as text for Prometheus and as JSON for people', async () => {
    const running = await start();
    const text = await running.get('/metrics');
    expect(text.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await text.text()).toBe('collector_up 1\n');
    expect(await (await running.get('/api/metrics')).json()).toEqual({ data: [{ name: 'collector_up' }] });
  });

  it('serves the document of its own routes', async () => {
    const running = await start();
    expect(await (await running.get('/api/openapi.json')).json()).toEqual(
      JSON.parse(JSON.stringify(createOpenApi(routes, '1.2.3'))),
    );
  });
});

describe('probes', () => {
  it.each([
    [true, [], 200],
    [false, [{ code: 'mqtt_refused', message: 'Broker home refuses the password.' }], 503],
    [false, [{ code: 'store_full', message: 'The disk is full.' }], 503],
  ])('/readyz with ready=%p is %j', async (ready, reasons, status) => {
    const running = await start({ readiness: () => ({ ready, reasons, warnings: [] }) });
    const response = await running.get('/readyz');
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ready, reasons, warnings: [] });
    expect((await running.get('/healthz')).status).toBe(200);
  });

  it('/healthz depends on nothing', async () => {
    const fail = () => {
      throw new Error('down');
    };
    const running = await start({
      readiness: fail,
      status: fail,
      metricsText: fail,
      read: createFakeReadStore({}, { counts: fail }),
    });
    expect((await running.get('/healthz?probe=7')).status).toBe(200);
    expect((await running.get('/readyz')).status).toBe(500);
  });
});

describe('methods', () => {
  it.each([
    ['POST', '/api/nodes', 'GET, HEAD'],
    ['DELETE', '/api/nodes/!a1b2c3d4', 'GET, HEAD'],
    ['GET', '/api/query', 'POST'],
    ['PUT', '/api/mqtt/stop', 'POST'],
    ['PATCH', '/healthz', 'GET, HEAD'],
  ])('%s %s is 405 and says %s', async (method, path, allow) => {
    const running = await start();
    const response = await fetch(running.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it('answers HEAD without a body', async () => {
    const running = await start();
    const response = await fetch(`${running.url}/api/nodes`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['/', '/api', '/api/', '/API/nodes', '/api/unknown', '/nodes', '/api/ws', '/favicon.ico'])(
    '%s is 404',
    async (path) => {
      const running = await start();
      const response = await running.get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found' });
    },
  );
});
