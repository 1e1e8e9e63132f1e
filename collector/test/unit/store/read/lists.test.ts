import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedMetrics } from '@mesh-observatory/contract/derived-metrics';
import { listFilterKeys } from '@mesh-observatory/contract/filters';
import { resourceSchemas, type ListFilter, type ResourceName } from '@mesh-observatory/contract/resources';
import type { NodeNum } from '../../../../src/model.js';
import { ANON, FIJI, HILL, HOUR, LAKE, MINUTE, NOW, SOLO, WALL, idOf } from '../../../helpers/seeded-database.js';
import { openSeededMesh, type SeededMesh } from '../../../helpers/seeded-mesh.js';

let mesh: SeededMesh;
beforeAll(() => {
  mesh = openSeededMesh();
});
afterAll(() => mesh.close());

const resources = Object.keys(resourceSchemas) as ResourceName[];
const nodeIds = async (filter: ListFilter) => (await mesh.store.list('nodes', filter)).data.map((node) => node.nodeId);

describe('every list', () => {
  it.each(resources)('%s answers what its schema promises', async (resource) => {
    const { data } = await mesh.store.list(resource, {});
    expect(data.length).toBeGreaterThan(0);
    for (const item of data) expect(resourceSchemas[resource].strict().parse(item)).toEqual(item);
  });

  it.each(resources)('%s refuses filters it does not know', async (resource) => {
    const unknown = (['metrics', 'roles', 'portnums', 'online', 'bounds'] as const).find(
      (key) => !listFilterKeys[resource].includes(key),
    );
    await expect(mesh.store.list(resource, { [unknown!]: [] })).rejects.toMatchObject({
      status: 400,
      code: 'bad_filter',
    });
  });

  it('refuses a limit out of bounds', async () => {
    for (const limit of [0, 1001, 1.5, Number.NaN]) {
      await expect(mesh.store.list('nodes', { limit })).rejects.toMatchObject({ status: 400, code: 'bad_limit' });
    }
  });

  it('refuses names that are no resource', async () => {
    for (const name of ['__proto__', 'constructor', 'sqlite_master']) {
      await expect(mesh.store.list(name as ResourceName, {})).rejects.toMatchObject({
        status: 400,
        code: 'bad_resource',
      });
    }
  });
});

describe('nodes', () => {
  it('come most recently heard first', async () => {
    expect(await nodeIds({})).toEqual([HILL, LAKE, FIJI, WALL, ANON, SOLO].map(idOf));
  });

  it('carry identity, position, state and latest values', async () => {
    const { data } = await mesh.store.list('nodes', { nodeIds: [idOf(HILL)] });
    expect(data).toEqual([
      expect.objectContaining({
        nodeNum: HILL,
        shortName: 'HILL',
        longName: 'Hill Router',
        role: 'ROUTER',
        gateway: true,
        online: true,
        channel: 'LongFast',
        latitude: 52.5,
        lastHeard: NOW - MINUTE,
      }),
    ]);
    expect(data[0]?.metrics.device_battery_level).toEqual({ value: 86, at: NOW - 15 * MINUTE });
    expect(Object.keys(data[0]?.metrics ?? {})).toHaveLength(5);
  });

  it('are found by name, short name and id, whatever the case', async () => {
    expect(await nodeIds({ search: 'hill rou' })).toEqual([idOf(HILL)]);
    expect(await nodeIds({ search: 'fij' })).toEqual([idOf(FIJI)]);
    expect(await nodeIds({ search: '10000006' })).toEqual([idOf(ANON)]);
  });

  it('are searched for wildcards as plain text', async () => {
    expect(await nodeIds({ search: '%' })).toEqual([idOf(LAKE)]);
    expect(await nodeIds({ search: '_solar_' })).toEqual([idOf(LAKE)]);
    expect(await nodeIds({ search: '\\' })).toEqual([]);
  });

  it('are found in an area, also across the date line', async () => {
    expect(await nodeIds({ bounds: { west: 13, south: 52, east: 14, north: 53 } })).toEqual([HILL, LAKE].map(idOf));
    expect(await nodeIds({ bounds: { west: 179, south: -18, east: -179, north: -16 } })).toEqual(
      [FIJI, WALL].map(idOf),
    );
    expect(await nodeIds({ bounds: { west: -179, south: -18, east: 179, north: -16 } })).toEqual([]);
  });

  it('are filtered by role, channel, state and time', async () => {
    expect(await nodeIds({ roles: ['TRACKER'] })).toEqual([idOf(FIJI)]);
    expect(await nodeIds({ channels: ['Ops'] })).toEqual([FIJI, WALL].map(idOf));
    expect(await nodeIds({ online: false })).toEqual([idOf(SOLO)]);
    expect(await nodeIds({ from: NOW - 2 * MINUTE, to: NOW - MINUTE })).toEqual([idOf(LAKE)]);
  });

  it('can be asked for one by one', async () => {
    expect((await mesh.store.node(FIJI as NodeNum))?.longName).toBe('Fiji Tracker');
    expect(await mesh.store.node(7 as NodeNum)).toBeUndefined();
  });
});

describe('packets', () => {
  it('come with all their receptions', async () => {
    const { data } = await mesh.store.list('packets', { nodeIds: [idOf(LAKE)], portnums: [67] });
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ packetId: 0xabc002, portName: 'TELEMETRY_APP', receivedAt: NOW - 40 * MINUTE });
    expect(data[0]?.receptions.map(({ gatewayId, snr, broker }) => [gatewayId, snr, broker])).toEqual([
      [idOf(HILL), -4, 'local'],
      [idOf(WALL), -12, 'public'],
    ]);
  });

  it('are filtered by gateway and channel', async () => {
    const rows = async (filter: ListFilter) =>
      (await mesh.store.list('packets', filter)).data.map((p) => p.packetId - 0xabc000);
    expect(await rows({ gatewayIds: [idOf(WALL)] })).toEqual([5, 3, 2]);
    expect(await rows({ channels: ['Ops'] })).toEqual([6, 3]);
    expect(await rows({ channels: ['nowhere'] })).toEqual([]);
  });

  it('carry flags as a list', async () => {
    const { data } = await mesh.store.list('packets', { portnums: [1], nodeIds: [idOf(LAKE)] });
    expect(data[0]?.flags).toEqual(['via_mqtt', 'retained']);
  });
});

describe('the other lists', () => {
  it('telemetry merges series, newest first', async () => {
    const { data } = await mesh.store.list('telemetry', { limit: 5 });
    expect(data.map(({ metric, value, at }) => [metric, value, (NOW - at) / MINUTE])).toEqual([
      ['device_channel_utilization', 26, 15],
      ['device_voltage', 4.1, 15],
      ['device_powered', 0, 15],
      ['device_battery_level', 86, 15],
      ['environment_temperature', 27.5, 20],
    ]);
  });

  it('telemetry is filtered by node, metric and time', async () => {
    const filter = {
      nodeIds: [idOf(HILL)],
      metrics: ['device_battery_level'],
      from: NOW - 50 * MINUTE,
      to: NOW - 20 * MINUTE,
    };
    expect((await mesh.store.list('telemetry', filter)).data.map(({ value }) => value)).toEqual([88]);
  });

  it('positions are found where they were, not where the node is now', async () => {
    const { data } = await mesh.store.list('positions', { bounds: { west: 179, south: -18, east: 180, north: -16 } });
    expect(data.map(({ longitude }) => longitude)).toEqual([179.95, 179.7]);
  });

  it('messages are searched, and tell what was not stored', async () => {
    const { data } = await mesh.store.list('messages', { search: '100%' });
    expect(data.map(({ text, kind }) => [text, kind])).toEqual([['100% charged', 'alert']]);
    expect((await mesh.store.list('messages', { channels: ['Ops'] })).data.map(({ text }) => text)).toEqual([
      null,
      '100% charged',
    ]);
  });

  it('traceroutes name nodes by id and keep unknown hops and SNRs', async () => {
    const { data } = await mesh.store.list('traceroutes', { nodeIds: [idOf(LAKE)], kinds: ['reply'] });
    expect(data[0]).toMatchObject({
      fromId: idOf(FIJI),
      toId: idOf(LAKE),
      route: [idOf(WALL), '!ffffffff'],
      snrTowards: [6, null, -7.25],
      routeBack: [idOf(HILL)],
      snrBack: [-3],
    });
  });

  it('links are filtered by either end', async () => {
    const { data } = await mesh.store.list('links', { nodeIds: [idOf(HILL)], kinds: ['direct'] });
    expect(data.map(({ fromId, snr }) => [fromId, snr])).toEqual([
      [idOf(LAKE), -3.5],
      [idOf(SOLO), -18],
    ]);
  });

  it('gateways say what they heard over the air in the range, not what they said themselves', async () => {
    mesh.database.db.prepare("INSERT INTO gateway_clocks VALUES (?, 'wrong', -25200, ?, '[]')").run(HILL, NOW);
    const { data } = await mesh.store.list('gateways', {});
    expect(data).toEqual([
      expect.objectContaining({
        gatewayId: idOf(HILL),
        online: true,
        brokers: ['local'],
        channels: ['LongFast'],
        receptions: 5,
        packets: 5,
        exclusivePackets: 4,
        nodes: 3,
        directNodes: 1,
        share: 5 / 7,
        clockOffsetSeconds: -25200,
      }),
      expect.objectContaining({
        gatewayId: idOf(WALL),
        online: false,
        receptions: 3,
        exclusivePackets: 2,
        nodes: 3,
        directNodes: 1,
        share: 3 / 7,
        clockOffsetSeconds: null,
      }),
    ]);
    const older = await mesh.store.list('gateways', { from: NOW - 31 * HOUR, to: NOW - 29 * HOUR });
    expect(older.data.map(({ receptions, share }) => [receptions, share])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('waypoints that expired are gone', async () => {
    expect((await mesh.store.list('waypoints', {})).data.map(({ name }) => name)).toEqual(['Camp', 'Meeting']);
  });

  it('events carry their data', async () => {
    const { data } = await mesh.store.list('events', { kinds: ['node_silent'] });
    expect(data).toMatchObject([{ id: 2, nodeId: idOf(SOLO), data: { was: 1 } }]);
  });

  it('traffic names ports and leaves unknown ones null', async () => {
    const { data } = await mesh.store.list('traffic', { gatewayIds: [idOf(HILL)], from: NOW - 25 * MINUTE });
    expect(data.map(({ portnum, portName, outcome, bytes }) => [portnum, portName, outcome, bytes])).toEqual([
      [67, 'TELEMETRY_APP', 'decrypted', 40],
      [67, 'TELEMETRY_APP', 'decrypted', 40],
      [null, null, 'undecryptable', 60],
    ]);
  });
});

describe('the rest', () => {
  it('counts everything', async () => {
    expect(await mesh.store.counts()).toMatchObject({
      nodes: 6,
      nodesOnline: 5,
      gateways: 2,
      gatewaysOnline: 1,
      packets: 8,
      receptions: 10,
      positions: 5,
      messages: 3,
      links: 5,
      events: 3,
      oldestPacketAt: NOW - 30 * HOUR,
      newestPacketAt: NOW - 5 * MINUTE,
      sessions: { current: 1, total: 2, messages: 12, bytes: 1200 },
    });
  });

  it('lists the catalog with the number of nodes that report', async () => {
    const catalog = await mesh.store.catalog();
    expect(catalog).toHaveLength(7 + Object.keys(derivedMetrics).length);
    expect(catalog[0]).toEqual({
      metric: 'device_battery_level',
      variant: 'device',
      title: 'Battery level',
      description: 'Battery level of the node',
      unit: 'percent',
      kind: 'gauge',
      prometheusName: 'meshtastic_device_battery_level',
      nodes: 4,
      derived: false,
      entity: 'node',
    });
  });
});
