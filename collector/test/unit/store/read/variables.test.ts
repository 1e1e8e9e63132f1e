import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { variablesRequestSchema } from '@mesh-observatory/contract/query';
import { ANON, FIJI, HILL, HOUR, LAKE, NOW, SOLO, WALL, idOf } from '../../../helpers/seeded-database.js';
import { openSeededMesh, type SeededMesh } from '../../../helpers/seeded-mesh.js';

let mesh: SeededMesh;
beforeAll(() => {
  mesh = openSeededMesh();
});
afterAll(() => mesh.close());

const values = async (request: Record<string, unknown>) => mesh.store.variables(variablesRequestSchema.parse(request));
const valuesOf = async (request: Record<string, unknown>) => (await values(request)).map(({ value }) => value);

describe('variables', () => {
  it('nodes are named for people and valued for queries, unnamed ones last', async () => {
    expect(await values({ kind: 'nodes' })).toEqual([
      { text: 'FIJI · Fiji Tracker', value: idOf(FIJI) },
      { text: 'HILL · Hill Router', value: idOf(HILL) },
      { text: 'LAKE · Lake 100% _solar_', value: idOf(LAKE) },
      { text: 'SOLO · Solo Walker', value: idOf(SOLO) },
      { text: 'WALL · Wallis Gate', value: idOf(WALL) },
      { text: idOf(ANON), value: idOf(ANON) },
    ]);
  });

  it('nodes are searched by any of their names, and limited', async () => {
    expect(await valuesOf({ kind: 'nodes', search: '100%' })).toEqual([idOf(LAKE)]);
    expect(await valuesOf({ kind: 'nodes', search: '!10000006' })).toEqual([idOf(ANON)]);
    expect(await valuesOf({ kind: 'nodes', limit: 1 })).toEqual([idOf(HILL)]); // heard last
    expect(await valuesOf({ kind: 'nodes', search: 'solo', limit: 1 })).toEqual([idOf(SOLO)]);
  });

  it('nodes can be listed by when they were last heard', async () => {
    expect(await valuesOf({ kind: 'recent_nodes' })).toEqual([HILL, LAKE, FIJI, WALL, ANON, SOLO].map(idOf));
  });

  it('nodes that were silent in the range are left out', async () => {
    expect(await valuesOf({ kind: 'nodes', from: NOW - HOUR })).not.toContain(idOf(SOLO));
  });

  it('the choice follows the filters chosen before', async () => {
    expect(await valuesOf({ kind: 'nodes', filters: [{ key: 'region', operator: '=', value: 'ANZ' }] })).toEqual(
      [FIJI, WALL].map(idOf),
    );
    expect(await valuesOf({ kind: 'hardware', filters: [{ key: 'node', operator: '=', value: 'SOLO' }] })).toEqual([
      'TBEAM',
    ]);
    expect(await valuesOf({ kind: 'metrics', filters: [{ key: 'node', operator: '=', value: 'SOLO' }] })).toEqual([
      'device_battery_level',
    ]);
  });

  it.each([
    ['gateways', [idOf(HILL), idOf(WALL)]],
    ['channels', ['LongFast', 'Ops']],
    ['roles', ['CLIENT', 'ROUTER', 'TRACKER']],
    ['hardware', ['HELTEC_V3', 'TBEAM']],
    ['regions', ['ANZ', 'EU_868']],
    ['ports', ['1', '67', '70']],
  ])('%s are those that were seen', async (kind, expected) => {
    expect(await valuesOf({ kind })).toEqual(expected);
  });

  it('metrics and ports have names', async () => {
    expect(await values({ kind: 'metrics', search: 'temp' })).toEqual([
      { text: 'Temperature', value: 'environment_temperature' },
    ]);
    expect(await values({ kind: 'ports', search: 'trace' })).toEqual([{ text: 'TRACEROUTE_APP', value: '70' }]);
  });

  it('gateways and channels are those heard last when there are more than the limit; a search finds the others', async () => {
    const { database } = mesh;
    database.insert('channels', { channel_id: 90, name: 'Zebra' });
    database.insert('gateways', { gateway_num: ANON, first_seen: NOW - HOUR, last_seen: NOW });
    database.insert('gateway_channels', { gateway_num: ANON, topic_id: 1, channel_id: 90, last_seen: NOW });
    expect(await valuesOf({ kind: 'gateways', limit: 1 })).toEqual([idOf(ANON)]);
    expect(await valuesOf({ kind: 'gateways', limit: 2 })).toEqual([HILL, ANON].map(idOf));
    expect(await valuesOf({ kind: 'gateways', search: 'hill', limit: 1 })).toEqual([idOf(HILL)]);
    expect(await valuesOf({ kind: 'channels', limit: 2 })).toEqual(['LongFast', 'Zebra']);
    expect(await valuesOf({ kind: 'channels', search: 'ops', limit: 1 })).toEqual(['Ops']);
  });
});
