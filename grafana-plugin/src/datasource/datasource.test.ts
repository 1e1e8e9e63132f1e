import { LoadingState, dateTime, type DataQueryResponse } from '@grafana/data';
import { NEVER, lastValueFrom, of, throwError, toArray, type Observable } from 'rxjs';
import { createDataSource, requestOf } from '../testing/fakeDataSource';
import { framesMessage, hello, rowMessage } from '../testing/fakeSocket';
import { createTemplates } from '../testing/fakeTemplates';
import { rowsOf } from '../testing/testFrames';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshQuery } from './types';

const query = (patch: object = {}) => ({ refId: 'A', version: QUERY_VERSION, queryType: 'nodes', ...patch });
const nodesJson = (lastHeard = 1) => ({
  schema: {
    name: 'nodes',
    meta: { custom: { frameKind: 'nodes' as const, key: ['nodeId'] } },
    fields: [{ name: 'nodeId' }, { name: 'lastHeard' }, { name: 'firstHeard' }],
  },
  data: { values: [['!00000001'], [lastHeard], [0]] },
});
const answered = (refIds: string[]) =>
  of({ results: Object.fromEntries(refIds.map((refId) => [refId, { status: 200, frames: [nodesJson()] }])) });

describe('querying', () => {
  it('asks for everything in one request and keeps the answers apart', async () => {
    const ask = jest.fn().mockReturnValue(answered(['A', 'B']));
    const { datasource } = createDataSource({ query: ask }, createTemplates({ node: '!00000001' }));
    const targets = [query({ nodes: ['$node'] }), query({ refId: 'B', queryType: 'links' })];
    const { data, state } = await lastValueFrom(datasource.query(requestOf(targets)));
    expect(ask).toHaveBeenCalledTimes(1);
    expect(ask.mock.calls[0][0]).toMatchObject({
      from: 1_000_000,
      to: 4_600_000,
      queries: [
        { refId: 'A', nodes: ['!00000001'], maxDataPoints: 500, intervalMs: 15_000 },
        { refId: 'B', queryType: 'links' },
      ],
    });
    expect(data.map(({ refId }) => refId)).toEqual(['A', 'B']);
    expect(state).toBe(LoadingState.Done);
  });

  it('leaves hidden and unfinished queries out', async () => {
    const { datasource, client } = createDataSource();
    const targets = [query({ hide: true }), query({ refId: 'B', queryType: 'timeseries' })];
    expect(await lastValueFrom(datasource.query(requestOf(targets)))).toEqual({ data: [] });
    expect(client.query).not.toHaveBeenCalled();
  });

  it('reports a refused query as an error of that query, beside the answers of the others', async () => {
    const results = {
      A: { status: 400, frames: [], error: 'No such metric: x.' },
      B: { status: 200, frames: [nodesJson()] },
    };
    const { datasource } = createDataSource({ query: () => of({ results }) });
    const response = await lastValueFrom(datasource.query(requestOf([query(), query({ refId: 'B' })])));
    expect(response.errors).toEqual([{ refId: 'A', status: 400, message: 'No such metric: x.' }]);
    expect(response.data).toHaveLength(1);
  });

  it('does not let a query that would be refused spoil the others', async () => {
    const ask = jest.fn().mockReturnValue(answered(['B']));
    const { datasource } = createDataSource({ query: ask });
    const targets = [query({ nodes: ['roof'] }), query({ refId: 'B' })];
    const responses = await lastValueFrom(datasource.query(requestOf(targets)).pipe(toArray()));
    expect(responses.flatMap(({ errors = [] }) => errors)).toMatchObject([{ refId: 'A', status: 400 }]);
    expect(responses.flatMap(({ data }) => data)).toHaveLength(1);
    expect(ask.mock.calls[0][0].queries).toMatchObject([{ refId: 'B' }]);
  });

  it('answers a query of an unknown type with an error, beside the answers of the others', async () => {
    const { datasource } = createDataSource({ query: () => answered(['B']) });
    const targets = [query({ queryType: 'foo' }), query({ refId: 'B' })];
    const { data, errors } = await lastValueFrom(datasource.query(requestOf(targets)));
    expect(errors).toMatchObject([{ refId: 'A', message: expect.stringContaining('"foo" is not a query type') }]);
    expect(data.map(({ refId }) => refId)).toEqual(['B']);
  });

  it('says why there is nothing when a variable has no value', async () => {
    const { datasource, client } = createDataSource({}, createTemplates({ none: '' }));
    const { data } = await lastValueFrom(datasource.query(requestOf([query({ nodes: ['$none'] })])));
    expect(data[0]).toMatchObject({ refId: 'A', length: 0, meta: { notices: [{ severity: 'info' }] } });
    expect(client.query).not.toHaveBeenCalled();
  });

  it('explains to every query why the collector did not answer', async () => {
    const { datasource } = createDataSource({ query: () => throwError(() => ({ status: 502, data: {} })) });
    const { errors } = await lastValueFrom(datasource.query(requestOf([query(), query({ refId: 'B' })])));
    expect(errors).toMatchObject([
      { refId: 'A', status: 502, message: expect.stringContaining('cannot reach the collector') },
      { refId: 'B' },
    ]);
  });

  it('hands ad hoc filters on and notes those it left out', async () => {
    const ask = jest.fn().mockReturnValue(answered(['A']));
    const { datasource } = createDataSource({ query: ask });
    const filters = [
      { key: 'role', operator: '=', value: 'ROUTER' },
      { key: 'weather', operator: '=', value: 'rain' },
    ];
    const { data } = await lastValueFrom(datasource.query(requestOf([query()], { filters })));
    expect(ask.mock.calls[0][0].queries[0].filters).toEqual([{ key: 'role', operator: '=', value: 'ROUTER' }]);
    expect(data[0].meta.notices).toMatchObject([{ text: expect.stringContaining('"weather"') }]);
  });
});

describe('live queries', () => {
  beforeEach(() => jest.useFakeTimers({ now: 4_600_000 }));
  afterEach(() => jest.useRealTimers());

  const establish = (socket: ReturnType<typeof createDataSource>['sockets'][number] | undefined) => {
    socket?.open();
    socket?.receive(hello());
    jest.advanceTimersByTime(1);
  };

  it('keep the answer up to date until they are let go, without any request', () => {
    const { datasource, sockets, client } = createDataSource();
    const responses: DataQueryResponse[] = [];
    const target = query({ live: true, nodes: ['!00000001'] });
    const subscription = datasource
      .query(requestOf([target], { timezone: 'Europe/Berlin' }))
      .subscribe((response) => responses.push(response));
    establish(sockets[0]);
    const [asked] = sockets[0]?.sent ?? [];
    expect(asked).toMatchObject({
      type: 'subscribe',
      rangeMs: 3_600_000,
      timeZone: 'Europe/Berlin',
      query: { nodes: ['!00000001'] },
    });
    sockets[0]?.receive(framesMessage('q1', [nodesJson()]));
    jest.advanceTimersByTime(300);
    sockets[0]?.receive(rowMessage('q1', 1, ['!00000001', 99, 0]));
    jest.advanceTimersByTime(300);
    expect(responses.map(({ state }) => state)).toEqual([LoadingState.Streaming, LoadingState.Streaming]);
    expect(rowsOf(responses[1]?.data[0])).toMatchObject([{ nodeId: '!00000001', lastHeard: 99 }]);
    expect(responses[1]?.data[0]).toMatchObject({ refId: 'A' });
    expect(client.query).not.toHaveBeenCalled();
    subscription.unsubscribe();
    jest.advanceTimersByTime(5000);
    expect(sockets[0]?.closed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('share one socket, and leave still queries alone', () => {
    const ask = jest.fn().mockReturnValue(answered(['C']));
    const { datasource, sockets } = createDataSource({ query: ask });
    const targets = [
      query({ live: true }),
      query({ refId: 'B', queryType: 'links', live: true }),
      query({ refId: 'C' }),
    ];
    const responses: DataQueryResponse[] = [];
    const subscription = datasource.query(requestOf(targets)).subscribe((response) => responses.push(response));
    establish(sockets[0]);
    sockets[0]?.receive(framesMessage('q1', [nodesJson()]));
    sockets[0]?.receive(framesMessage('q2', [nodesJson()]));
    jest.advanceTimersByTime(300);
    expect(sockets).toHaveLength(1);
    expect(ask.mock.calls.map(([{ queries }]) => queries.map(({ refId }: MeshQuery) => refId))).toEqual([['C']]);
    expect(responses[0]?.data.map(({ refId }) => refId)).toEqual(['A', 'B', 'C']);
    subscription.unsubscribe();
  });

  it('ask the collector as of now while the live connection is down', () => {
    const ask = jest.fn().mockReturnValue(answered(['A']));
    const { datasource, sockets } = createDataSource({ query: ask });
    const subscription = datasource.query(requestOf([query({ live: true })])).subscribe();
    jest.setSystemTime(4_700_000);
    sockets[0]?.break('no proxy');
    jest.advanceTimersByTime(300);
    expect(ask.mock.calls.map(([{ from, to }]) => to - from)).toEqual([3_600_000]);
    expect(ask.mock.calls[0][0].to).toBeGreaterThanOrEqual(4_700_000);
    subscription.unsubscribe();
  });

  it('stay still when the time range does not end now', async () => {
    const { datasource, sockets } = createDataSource({ query: () => answered(['A']) });
    const range = { from: dateTime(1), to: dateTime(2), raw: { from: dateTime(1), to: dateTime(2) } };
    const { state } = await lastValueFrom(datasource.query(requestOf([query({ live: true })], { range })));
    expect(state).toBe(LoadingState.Done);
    expect(sockets).toHaveLength(0);
  });

  it('stay still when the time range ends in the past, whatever its words', async () => {
    const { datasource, sockets } = createDataSource({ query: () => answered(['A']) });
    const range = { from: dateTime(1), to: dateTime(3_600_000), raw: { from: 'now-1d/d', to: 'now-1d/d' } };
    await lastValueFrom(datasource.query(requestOf([query({ live: true })], { range })));
    expect(sockets).toHaveLength(0);
  });

  it('end now when the time range ends in the future', () => {
    const { datasource, sockets } = createDataSource();
    const range = { from: dateTime(4_000_000), to: dateTime(9_000_000), raw: { from: 'now/d', to: 'now/d' } };
    const subscription = datasource.query(requestOf([query({ live: true })], { range })).subscribe();
    establish(sockets[0]);
    expect(sockets[0]?.sent[0]).toMatchObject({ rangeMs: 600_000 });
    subscription.unsubscribe();
  });

  it('are answered once in a panel of several data sources, which waits for the end', async () => {
    const { datasource, sockets } = createDataSource({ query: () => answered(['A']) });
    const request = requestOf([query({ live: true })], { requestId: 'mixed-0-Q1' });
    const { data, state } = await lastValueFrom(datasource.query(request));
    expect(state).toBe(LoadingState.Done);
    expect(data[0].meta.notices).toMatchObject([{ severity: 'info' }]);
    expect(sockets).toHaveLength(0);
  });

  it('follow the Live button of Explore', () => {
    const { datasource, sockets } = createDataSource();
    const target = query({ queryType: 'messages', format: 'logs' });
    const subscription = datasource.query(requestOf([target], { liveStreaming: true })).subscribe();
    establish(sockets[0]);
    expect(sockets[0]?.sent[0]).toMatchObject({ query: { queryType: 'messages', format: 'logs' } });
    subscription.unsubscribe();
  });

  it('show what the collector complains about', () => {
    const { datasource, sockets } = createDataSource();
    const responses: DataQueryResponse[] = [];
    const subscription = datasource
      .query(requestOf([query({ live: true })]))
      .subscribe((response) => responses.push(response));
    establish(sockets[0]);
    const message = 'No such metric: x.';
    sockets[0]?.receive({ type: 'error', id: 'q1', code: 'bad_query', message, ended: true });
    jest.advanceTimersByTime(300);
    expect(responses[0]?.errors).toMatchObject([{ refId: 'A', message }]);
    subscription.unsubscribe();
  });
});

describe('a collector that does not answer', () => {
  beforeEach(() => jest.useFakeTimers({ now: 4_600_000 }));
  afterEach(() => jest.useRealTimers());

  /** Answers of a panel from one refresh to the next. Grafana aborts the request of the one before. */
  function refresh(datasource: ReturnType<typeof createDataSource>['datasource'], target: object, everyMs: number) {
    const told: Array<{ at: number; response: DataQueryResponse }> = [];
    for (let at = 0; at < 30_000; at += everyMs) {
      const subscription = datasource
        .query(requestOf([query(target)]))
        .subscribe((response) => told.push({ at: Date.now() - 4_600_000, response }));
      jest.advanceTimersByTime(everyMs);
      subscription.unsubscribe();
    }
    return told;
  }

  it.each([
    ['a query', 5000, {}],
    ['a query', 10_000, {}],
    ['a query', 30_000, {}],
    ['a live query', 5000, { live: true }],
    ['a live query', 10_000, { live: true }],
    ['a live query', 30_000, { live: true }],
  ])('is said within 15 seconds for %s, with a refresh every %s ms', (_what, everyMs, target) => {
    const { datasource } = createDataSource({ query: () => NEVER });
    const told = refresh(datasource, target, everyMs);
    expect(told[0]?.at).toBeLessThanOrEqual(15_000);
    for (const { response } of told) {
      expect(response.errors).toMatchObject([
        { refId: 'A', message: expect.stringContaining('has not answered since') },
      ]);
      expect(response.data).toEqual([]);
    }
  });

  it('is said with the last rows of a live query still there', () => {
    const { datasource, sockets } = createDataSource({ query: () => NEVER });
    const responses: DataQueryResponse[] = [];
    datasource.query(requestOf([query({ live: true })])).subscribe((response) => responses.push(response));
    sockets[0]?.open();
    sockets[0]?.receive(hello());
    sockets[0]?.receive(framesMessage('q1', [nodesJson()]));
    jest.advanceTimersByTime(15_000);
    expect(responses.at(-1)).toMatchObject({ state: LoadingState.Done, data: [{ length: 1 }] });
    expect(responses.at(-1)?.data[0].meta.notices).toMatchObject([{ severity: 'warning' }]);
  });

  it('is forgiven as soon as it answers, and forgotten when nobody asks any more', () => {
    const answers: Array<Observable<never> | ReturnType<typeof answered>> = [
      NEVER,
      NEVER,
      NEVER,
      answered(['A']),
      NEVER,
    ];
    const { datasource } = createDataSource({ query: () => answers.shift() ?? NEVER });
    const told = refresh(datasource, {}, 5000);
    expect(told.map(({ response: { errors } }) => errors?.length ?? 0)).toEqual([1, 0, 0].slice(0, told.length));
    jest.advanceTimersByTime(60_000);
    expect(refresh(datasource, {}, 5000)[0]?.at).toBeGreaterThanOrEqual(60_000 + 30_000 + 12_000);
  });
});

describe('around the query', () => {
  it('tests the connection in words', async () => {
    const { datasource } = createDataSource({ health: () => Promise.reject({ status: 502, data: {} }) });
    expect(await datasource.testDatasource()).toMatchObject({
      status: 'error',
      message: expect.stringContaining('reach'),
    });
  });

  it('offers values for ad hoc filters, narrowed down by the other filters', async () => {
    const { datasource, client } = createDataSource({
      variables: jest.fn().mockResolvedValue([{ text: 'ROOF', value: '!00000001' }]),
    });
    const filters = [
      { key: 'node', operator: '=', value: 'x' },
      { key: 'role', operator: '=', value: 'ROUTER' },
    ];
    expect(await datasource.getTagValues({ key: 'node', filters })).toEqual([{ text: 'ROOF', value: '!00000001' }]);
    expect(client.variables).toHaveBeenCalledWith({
      kind: 'nodes',
      filters: [{ key: 'role', operator: '=', value: 'ROUTER' }],
    });
    expect(await datasource.getTagValues({ key: 'kind', filters: [] })).toContainEqual(
      expect.objectContaining({ value: 'node_silent' }),
    );
    expect(await datasource.getTagValues({ key: 'weather', filters: [] })).toEqual([]);
  });

  it('writes the present values into queries that leave the dashboard', () => {
    const templates = createTemplates({ node: ['!00000001', '!00000002'], port: '3' });
    const { datasource } = createDataSource({}, templates);
    const [moved] = datasource.interpolateVariablesInQueries(
      [query({ nodes: ['$node'], portnums: ['$port', 67], search: 'x' })],
      {},
      [{ key: 'role', operator: '=', value: 'ROUTER' }],
    );
    expect(moved).toMatchObject({
      nodes: ['!00000001', '!00000002'],
      portnums: [3, 67],
      search: 'x',
      filters: [{ key: 'role', operator: '=', value: 'ROUTER' }],
      datasource: { uid: 'mesh-observatory' },
    });
  });

  it('knows which queries depend on variables', () => {
    const { datasource } = createDataSource({}, createTemplates({ node: 'x' }));
    expect(datasource.targetContainsTemplate(query({ nodes: ['$node'] }))).toBe(true);
    expect(datasource.targetContainsTemplate(query({ legend: '${node}' }))).toBe(true);
    expect(datasource.targetContainsTemplate(query({ nodes: ['!00000001'] }))).toBe(false);
  });
});
