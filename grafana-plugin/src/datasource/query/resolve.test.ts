import { createTemplates } from '../../testing/fakeTemplates';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { resolveQuery, type ResolveContext } from './resolve';

const context = (overrides: Partial<ResolveContext> = {}): ResolveContext => ({
  templates: createTemplates({ node: ['!00000001', '!00000002'], none: '', port: ['3', '67'], word: 'roof' }),
  scopedVars: {},
  filters: [],
  ...overrides,
});
const query = (patch: object) => ({ refId: 'A', version: QUERY_VERSION, queryType: 'nodes', ...patch });
const wire = (patch: object, overrides: Partial<ResolveContext> = {}) => {
  const resolved = resolveQuery(query(patch), context(overrides));
  if (resolved.outcome !== 'ready') {
    throw new Error(`not ready: ${JSON.stringify(resolved)}`);
  }
  return resolved;
};

describe('resolveQuery', () => {
  it('interpolates every place that can hold a variable', () => {
    const { query: sent } = wire({
      queryType: 'packets',
      nodes: ['$node'],
      gateways: ['${node}'],
      channels: ['$word'],
      roles: ['$word'],
      portnums: ['$port', 1],
      search: 'on the $word',
      filters: [{ key: 'channel', operator: '=', value: '$word' }],
    });
    expect(sent).toMatchObject({
      nodes: ['!00000001', '!00000002'],
      gateways: ['!00000001', '!00000002'],
      channels: ['roof'],
      roles: ['roof'],
      portnums: [3, 67, 1],
      search: 'on the roof',
      filters: [{ key: 'channel', operator: '=', value: 'roof' }],
    });
    expect(wire({ queryType: 'timeseries', metrics: ['$word'], legend: '$word {{node}}' }).query).toMatchObject({
      metrics: ['roof'],
      legend: 'roof {{node}}',
    });
    expect(wire({ queryType: 'events', eventKinds: ['$word'] }).query).toMatchObject({ eventKinds: ['roof'] });
  });

  it('does not mix several nodes where one is asked for', () => {
    const several = { outcome: 'invalid', refId: 'A', message: expect.stringContaining('choose one') };
    const one = (nodes: string[], templates: ResolveContext['templates']) =>
      resolveQuery(query({ nodes, oneNode: true }), context({ templates }));
    expect(one(['$node'], createTemplates({ node: ['!00000001', '!00000002'] }))).toEqual(several);
    expect(one(['$node'], createTemplates({ node: '$__all' }))).toEqual(several);
    expect(one([], createTemplates({}))).toEqual(several);
    const { query: sent } = wire({ nodes: ['!00000002'], oneNode: true });
    expect(sent).toMatchObject({ nodes: ['!00000002'] });
    expect(sent).not.toHaveProperty('oneNode');
  });

  it('sends no option that the query type does not take', () => {
    const sent = wire({ queryType: 'positions', metrics: ['$none'], legend: 'x', linkKinds: ['direct'] }).query;
    expect(JSON.parse(JSON.stringify(sent))).toEqual({ refId: 'A', queryType: 'positions', filters: [] });
  });

  it('refuses a query type that the plugin does not have', () => {
    expect(resolveQuery(query({ queryType: 'foo' }), context())).toEqual({
      outcome: 'invalid',
      refId: 'A',
      message: expect.stringMatching(
        /^"foo" is not a query type of this plugin\. Query types are attention, batteries, changes, channels, /,
      ),
    });
  });

  it('refuses a value where a list belongs', () => {
    expect(resolveQuery(query({ nodes: '!00000001' }), context())).toEqual({
      outcome: 'invalid',
      refId: 'A',
      message: '"nodes" of this query is not a list.',
    });
  });

  it('sends nothing that only a browser understands', () => {
    const sent = wire({ live: true, livePoints: 10, datasource: { uid: 'x' }, key: 'k' }).query;
    expect(Object.keys(JSON.parse(JSON.stringify(sent)))).toEqual(['refId', 'queryType', 'filters']);
  });

  it('writes node ids the way the collector does', () => {
    expect(wire({ nodes: ['A1B2C3D4', '!A1B2C3D5'] }).query.nodes).toEqual(['!a1b2c3d4', '!a1b2c3d5']);
  });

  it('refuses what is no node id, and says what one looks like', () => {
    expect(resolveQuery(query({ nodes: ['roof'] }), context())).toEqual({
      outcome: 'invalid',
      refId: 'A',
      message: '"roof" is not a node id. A node id is "!" and eight hex digits, such as !a1b2c3d4.',
    });
  });

  it('refuses what is no port', () => {
    expect(resolveQuery(query({ portnums: ['ports'] }), context())).toMatchObject({ outcome: 'invalid' });
    expect(resolveQuery(query({ portnums: [512] }), context())).toMatchObject({ outcome: 'invalid' });
  });

  it('answers nothing, not everything, for a variable without a value', () => {
    expect(resolveQuery(query({ nodes: ['$none'] }), context())).toEqual({
      outcome: 'nothing',
      refId: 'A',
      reason: '$none has no value, so that there is nothing to show.',
    });
  });

  it('cuts lists that are longer than the collector takes, and says so', () => {
    const channels = Array.from({ length: 150 }, (_, index) => `c${index}`);
    const { query: sent, notices } = wire({ channels });
    expect(sent.channels).toHaveLength(100);
    expect(notices).toEqual(['Only the first 100 of 150 selected channels are used.']);
  });

  it('adds the filters of the dashboard and complains about those it cannot take', () => {
    const filters = [
      { key: 'role', operator: '=|', value: 'ROUTER', values: ['ROUTER', '$word'] },
      { key: 'weather', operator: '=', value: 'rain' },
      { key: 'node', operator: '<', value: '5' },
    ];
    const { query: sent, notices } = wire({}, { filters });
    expect(sent.filters).toEqual([{ key: 'role', operator: '=|', value: 'ROUTER', values: ['ROUTER', 'roof'] }]);
    expect(notices).toHaveLength(2);
    expect(notices[0]).toContain('"weather"');
  });

  it('passes on how many points and how fine', () => {
    expect(wire({}, { maxDataPoints: 1234.4, intervalMs: 0.5 }).query).toMatchObject({
      maxDataPoints: 1234,
      intervalMs: 1,
    });
  });

  it('keeps limits within what the collector takes', () => {
    expect(wire({ limit: 1_000_000 }, { maxDataPoints: 100_000 }).query).toMatchObject({
      limit: 50_000,
      maxDataPoints: 20_000,
    });
  });

  it('does not guess what a newer plugin meant', () => {
    const resolved = resolveQuery(query({ version: QUERY_VERSION + 1 }), context());
    expect(resolved).toMatchObject({ outcome: 'invalid', message: expect.stringContaining('update the plugin') });
  });
});
