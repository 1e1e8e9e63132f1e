import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshVariableQuery, SavedQuery } from '../types';
import { migrateQuery, migrateVariableQuery } from './migrate';

/** As it may stand in the JSON of a dashboard. */
const saved = (json: object): SavedQuery => ({ refId: 'A', ...json });

describe('migrateQuery', () => {
  it('leaves a query of this version alone', () => {
    const query = saved({ version: QUERY_VERSION, queryType: 'links', nodes: ['$node'] });
    expect(migrateQuery(query)).toBe(query);
  });

  it('leaves a query of a newer version alone', () => {
    const query = saved({ version: QUERY_VERSION + 5, queryType: 'links' });
    expect(migrateQuery(query)).toBe(query);
  });

  it('makes lists of the single values in unversioned queries', () => {
    expect(migrateQuery(saved({ queryType: 'packets', nodes: '$node', portnums: 3 }))).toMatchObject({
      version: QUERY_VERSION,
      queryType: 'packets',
      nodes: ['$node'],
      portnums: [3],
    });
  });

  it('forgets empty values, which mean "all"', () => {
    const query = migrateQuery(saved({ queryType: 'nodes', nodes: '', channels: null, roles: [] }));
    expect([query?.nodes, query?.channels, query?.roles]).toEqual([undefined, undefined, []]);
  });

  it('gives a query without a type the default one, but keeps its metrics', () => {
    expect(migrateQuery(saved({}))).toMatchObject({ queryType: 'timeseries', metrics: ['device_battery_level'] });
    expect(migrateQuery(saved({ metrics: 'device_voltage' }))).toMatchObject({
      queryType: 'timeseries',
      metrics: ['device_voltage'],
    });
  });

  it('takes a query of version 1 without a type for a time series', () => {
    expect(migrateQuery(saved({ version: 1, metrics: ['x'] }))).toMatchObject({
      queryType: 'timeseries',
      metrics: ['x'],
    });
  });

  it('drops options of version 1 that belong to other types, and nothing else', () => {
    const fields = {
      queryType: 'links',
      linkKinds: ['direct'],
      nodes: ['$node'],
      live: true,
      datasource: { uid: 'x' },
    };
    expect(migrateQuery(saved({ ...fields, version: 1, metrics: ['x'], stat: 'links', eventKinds: [] }))).toEqual(
      saved({ ...fields, version: QUERY_VERSION }),
    );
  });

  it.each([undefined, 1, QUERY_VERSION])('knows no query of type "foo" (version %s)', (version) => {
    expect(migrateQuery(saved({ version, queryType: 'foo', metrics: ['x'] }))).toBeUndefined();
  });

  it('does not change what it was given', () => {
    const query = saved({ queryType: 'nodes', nodes: '$node' });
    const before = JSON.stringify(query);
    migrateQuery(query);
    expect(JSON.stringify(query)).toBe(before);
  });
});

describe('migrateVariableQuery', () => {
  it('takes the plain word of a hand-written dashboard', () => {
    expect(migrateVariableQuery('gateways')).toEqual({ refId: 'variable', version: QUERY_VERSION, kind: 'gateways' });
  });

  it('turns an unknown kind into nodes', () => {
    const query = { refId: 'A', kind: 'weather' } as unknown as MeshVariableQuery;
    expect(migrateVariableQuery(query).kind).toBe('nodes');
  });

  it('leaves a query of this version alone', () => {
    const query: MeshVariableQuery = { refId: 'A', version: QUERY_VERSION, kind: 'roles', search: 'x' };
    expect(migrateVariableQuery(query)).toBe(query);
  });
});
