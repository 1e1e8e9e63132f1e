import { QUERY_VERSION, type MeshQuery, type MeshVariableQuery } from '../types';
import { migrateQuery, migrateVariableQuery } from './migrate';

/** As it may stand in the JSON of a dashboard. */
const saved = (json: object) => ({ refId: 'A', ...json }) as MeshQuery;

describe('migrateQuery', () => {
  it('leaves a query of this version alone', () => {
    const query: MeshQuery = { refId: 'A', version: QUERY_VERSION, queryType: 'links', nodes: ['$node'] };
    expect(migrateQuery(query)).toBe(query);
  });

  it('leaves a query of a newer version alone', () => {
    const query: MeshQuery = { refId: 'A', version: QUERY_VERSION + 5, queryType: 'links' };
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
    const { nodes, channels, roles } = migrateQuery(
      saved({ queryType: 'nodes', nodes: '', channels: null, roles: [] }),
    );
    expect([nodes, channels, roles]).toEqual([undefined, undefined, []]);
  });

  it('gives a query without a type the default one, but keeps its metrics', () => {
    expect(migrateQuery(saved({}))).toMatchObject({ queryType: 'timeseries', metrics: ['device_battery_level'] });
    expect(migrateQuery(saved({ metrics: 'device_voltage' }))).toMatchObject({
      queryType: 'timeseries',
      metrics: ['device_voltage'],
    });
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
