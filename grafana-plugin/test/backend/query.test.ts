import { status } from '@grpc/grpc-js';
import { until } from '@mesh-observatory/test-kit/until';
import { startPlugin, type PluginHost } from './support/host';
import { NOW, queryDataRequest, type AskedQuery, type QueryDataResponse, type Saved } from './support/requests';
import { asCollector, frameFor, startStubCollector, type StubCollector } from './support/stubCollector';

describe('QueryData', () => {
  let plugin: PluginHost;
  let collector: StubCollector;

  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(async () => {
    await plugin.kill();
  });
  beforeEach(async () => {
    collector = await startStubCollector();
  });
  afterEach(async () => {
    await collector.stop();
  });

  const ask = async (queries: readonly AskedQuery[], saved: Partial<Saved> = {}, options = {}) => {
    const request = queryDataRequest({ url: collector.url, ...saved }, queries);
    return (await plugin.call<QueryDataResponse>('Data', 'QueryData', request, options)).responses;
  };
  const nodes = { queryType: 'nodes', version: 1 };
  const asked = () => collector.heard.map(({ body }) => JSON.parse(body) as { from: number; queries: object[] });

  it('hands frames on byte for byte, as JSON', async () => {
    const { A } = await ask([{ refId: 'A', model: nodes }]);
    expect(A).toMatchObject({ error: '', status: 200, errorSource: '', format: 'JSON' });
    expect(A?.frames.map(String)).toEqual([frameFor('A')]);
  });

  it('sends what the browser would send, with the token', async () => {
    const model = { refId: 'X', nodes: '!A1B2C3D4', queryType: 'timeseries', metrics: ['device_voltage'], hide: true };
    await ask([{ refId: 'A', model, maxDataPoints: 321, intervalMS: 15_000 }]);
    expect(collector.heard[0]?.headers.authorization).toBe('Bearer the-token');
    expect(asked()[0]).toEqual({
      from: NOW - 3_600_000,
      to: NOW,
      queries: [
        {
          refId: 'A',
          queryType: 'timeseries',
          metrics: ['device_voltage'],
          nodes: ['!a1b2c3d4'],
          filters: [],
          maxDataPoints: 321,
          intervalMs: 15_000,
        },
      ],
    });
  });

  it('says which queries are those of alert rules, as Grafana marks them', async () => {
    const marked: ReadonlyArray<Readonly<Record<string, string>>> = [{ FromAlert: 'true' }, {}];
    for (const headers of marked) {
      const request = queryDataRequest({ url: collector.url }, [{ refId: 'A', model: nodes }], headers);
      await plugin.call('Data', 'QueryData', request);
    }
    expect(collector.heard.map(({ headers }) => headers['x-mesh-observatory-purpose'])).toEqual(['alert', undefined]);
  });

  it('sends queries with the same time range together, and others apart', async () => {
    const responses = await ask([
      { refId: 'A', model: nodes },
      { refId: 'B', model: nodes, maxDataPoints: 5 },
      { refId: 'C', model: nodes, from: NOW - 60_000 },
    ]);
    expect(Object.keys(responses).sort()).toEqual(['A', 'B', 'C']);
    expect(
      asked()
        .map(({ queries }) => queries.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('sends no more queries at once than the collector takes', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({ refId: `Q${index}`, model: nodes }));
    expect(Object.keys(await ask(many))).toHaveLength(120);
    expect(asked().map(({ queries }) => queries.length)).toEqual([50, 50, 20]);
  });

  it('answers each query by itself when one of them is wrong', async () => {
    collector.respond = (heard, response, request) => {
      if (heard.body.includes('"B"')) {
        response.statusCode = 400;
        response.end(JSON.stringify({ code: 'bad_request', message: 'queries[1].metrics: what is this?' }));
      } else {
        asCollector(heard, response, request);
      }
    };
    const { A, B } = await ask([
      { refId: 'A', model: nodes },
      { refId: 'B', model: nodes },
    ]);
    expect(A).toMatchObject({ status: 200, error: '' });
    expect(B).toMatchObject({
      status: 400,
      error: 'queries[1].metrics: what is this?',
      errorSource: 'downstream',
      frames: [],
    });
  });

  it('keeps the status and the words of a query that the collector could not answer', async () => {
    collector.respond = (_heard, response) =>
      void response.end('{"results":{"A":{"status":504,"frames":[],"error":"The query took too long."}}}');
    const { A, B } = await ask([
      { refId: 'A', model: nodes },
      { refId: 'B', model: nodes },
    ]);
    expect(A).toMatchObject({ status: 504, error: 'The query took too long.', errorSource: 'downstream' });
    expect(B).toMatchObject({ status: 502, error: 'The collector did not answer this query.' });
  });

  it.each([
    ['a node id that is none', { ...nodes, nodes: ['attic'] }, /"attic" is not a node id/],
    ['a variable of a dashboard', { ...nodes, nodes: ['$node'] }, /\$node is a variable of a dashboard/],
    ['no metric', { queryType: 'timeseries', version: 1 }, /Choose at least one/],
    ['no value', { queryType: 'values', version: 2 }, /Choose at least one/],
    ['a query of a newer plugin', { ...nodes, version: 99 }, /newer version of the plugin/],
    ['a filter it does not know', { ...nodes, filters: [{ key: 'weather', operator: '=', value: 'rain' }] }, /weather/],
    ['something that is no query', '[1]', /not a JSON object/],
    ['something that is no JSON', '{', /not a JSON object/],
    ['lists that are none', { ...nodes, nodes: { a: 1 } }, /"nodes" of this query is not a list/],
    ['filters that are no list', { ...nodes, filters: 5 }, /does not have the form of a saved query/],
    ['a query type it does not have', { ...nodes, queryType: 'foo' }, /"foo" is not a query type of this plugin/],
  ])('refuses %s before anything is sent', async (_what, model, words) => {
    const { A } = await ask([{ refId: 'A', model }]);
    expect(A).toMatchObject({ status: 400, errorSource: 'downstream', frames: [] });
    expect(A?.error).toMatch(words);
    expect(collector.heard).toEqual([]);
  });

  it('takes back the request when Grafana cancels', async () => {
    collector.respond = () => undefined;
    const call = plugin.begin(
      'Data',
      'QueryData',
      queryDataRequest({ url: collector.url }, [{ refId: 'A', model: nodes }]),
    );
    await until(async () => collector.heard.length === 1, { what: 'the request arrives' });
    call.cancel();
    await until(async () => collector.heard[0]?.abandoned, { what: 'the request is abandoned' });
  });

  it('takes back the request when the time Grafana gave it is over', async () => {
    collector.respond = () => undefined;
    await expect(ask([{ refId: 'A', model: nodes }], {}, { deadline: Date.now() + 300 })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
    });
    await until(async () => collector.heard[0]?.abandoned, { what: 'the request is abandoned' });
  });

  it('uses the new settings of a changed data source, and keeps those of two organizations apart', async () => {
    const other = await startStubCollector();
    const uid = 'mesh-observatory';
    await ask([{ refId: 'A', model: nodes }], { uid });
    await ask([{ refId: 'A', model: nodes }], { uid, url: other.url, updated: 1_764_000_000_001, token: 'new' });
    await ask([{ refId: 'A', model: nodes }], { uid, orgId: 2, token: 'theirs' });
    expect(other.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer new']);
    expect(collector.heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer the-token', 'Bearer theirs']);
    await other.stop();
  });

  it('says what is missing when there is no data source, or no address', async () => {
    const request = { queries: [] };
    await expect(plugin.call('Data', 'QueryData', request)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: 'The request is not about a data source.',
    });
    await expect(ask([{ refId: 'A', model: nodes }], { url: '' })).rejects.toMatchObject({
      details: 'The data source has no URL. Enter the address of the collector.',
    });
  });
});
