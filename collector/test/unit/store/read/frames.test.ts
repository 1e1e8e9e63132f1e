import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { changeKindNames } from '@mesh-observatory/contract/changes';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { statNames, stats, type StatName } from '@mesh-observatory/contract/stats';
import {
  ANON,
  FIJI,
  GHOST,
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  SOLO,
  WALL,
  idOf,
  metricFor,
  requestOf,
} from '../../../helpers/seeded-database.js';
import { openSeededMesh, type SeededMesh } from '../../../helpers/seeded-mesh.js';

let mesh: SeededMesh;
beforeAll(() => {
  mesh = openSeededMesh();
});
afterAll(() => mesh.close());

async function frames(
  query: Record<string, unknown>,
  range: { from?: number; to?: number } = {},
): Promise<FrameJson[]> {
  const { results } = await mesh.store.query({ ...requestOf(query), ...range });
  expect(results.A?.error).toBeUndefined();
  expect(results.A?.status).toBe(200);
  return results.A!.frames;
}

/** Values of one field. */
function column(frame: FrameJson | undefined, name: string): unknown[] {
  const index = frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
  expect([name, index]).not.toEqual([name, -1]);
  return frame!.data.values[index]!;
}

/** Rows of the named fields. */
const rowsOf = (frame: FrameJson | undefined, ...names: string[]) => {
  const columns = names.map((name) => column(frame, name));
  return columns[0]!.map((_, row) => columns.map((values) => values[row]));
};

const goTypes = { time: 'time.Time', number: 'float64', string: 'string', boolean: 'bool', other: 'json.RawMessage' };

/** A valid metric for every query type. */
const metricsOf = (queryType: string) => [metricFor(queryType, 'device_battery_level')];

describe('every query type', () => {
  it.each(queryTypes)('%s writes counts in full: 2,314 and not 2 K', async (queryType) => {
    const options = queryType === 'stat' ? statNames.map((stat) => ({ stat })) : [{ metrics: metricsOf(queryType) }];
    const counters = ['local_stats_num_packets_tx', 'node_packets', 'channel_packets'];
    const more = queryType === 'values' ? counters.map((metric) => ({ metrics: [metric] })) : [];
    for (const option of [...options, ...more]) {
      const found = await frames({ queryType, ...option }, { from: NOW - 40 * HOUR });
      const configs = found.flatMap(({ schema }) => schema.fields.map(({ name, config }) => ({ name, ...config })));
      expect(configs.filter(({ unit }) => unit === 'short')).toEqual([]);
    }
  });

  it.each(queryTypes)('%s answers frames whose values fit their types', async (queryType) => {
    const found = await frames({ queryType, metrics: metricsOf(queryType) }, { from: NOW - 40 * HOUR });
    expect(found.length).toBeGreaterThan(0);
    for (const { schema, data } of found) {
      expect(schema.refId).toBe('A');
      expect(data.values).toHaveLength(schema.fields.length);
      expect(new Set(data.values.map((values) => values.length)).size).toBe(1);
      for (const [index, { type, typeInfo, name, config }] of schema.fields.entries()) {
        expect(typeInfo.frame).toBe(goTypes[type]);
        expect([name, config?.displayName ?? config?.displayNameFromDS]).toEqual([name, expect.stringMatching(/^\S/)]);
        const kinds = new Set<string>(data.values[index]!.map((value) => (value === null ? 'null' : typeof value)));
        if (!typeInfo.nullable) expect([name, kinds.has('null')]).toEqual([name, false]);
        kinds.delete('null');
        kinds.delete(type === 'time' ? 'number' : type === 'other' ? 'object' : type);
        expect([name, ...kinds]).toEqual([name]);
      }
    }
  });

  it.each(queryTypes)('%s has words for what would read as true, false or a constant', async (queryType) => {
    const constants = /^(role|detail__role|kind|severity|level|decodeStatus|payloadStatus|state)$/;
    const found = await frames({ queryType, metrics: metricsOf(queryType) }, { from: NOW - 24 * HOUR });
    for (const { name, type, config } of found.flatMap(({ schema }) => schema.fields)) {
      if ((type !== 'boolean' && !(type === 'string' && constants.test(name))) || config?.custom?.hidden === true)
        continue;
      expect([name, config?.mappings]).toEqual([name, [expect.objectContaining({ type: 'value' })]]);
    }
  });

  it.each(queryTypes)('%s answers without error when there is nothing to tell', async (queryType) => {
    const found = await frames({ queryType, metrics: metricsOf(queryType), nodes: ['!deadbeef'] }, { from: 1, to: 2 });
    // A list of changes has a row for each kind, also for none.
    const most = queryType === 'changes' ? changeKindNames.length : 1;
    for (const { data } of found) for (const values of data.values) expect(values.length).toBeLessThanOrEqual(most);
  });
});

describe('nodes', () => {
  it('is one table, most recently heard first, with what people ask for', async () => {
    const [frame, ...more] = await frames({ queryType: 'nodes' });
    expect(more).toEqual([]);
    expect(
      rowsOf(frame, 'nodeId', 'shortName', 'battery', 'voltage', 'channelUtilization', 'online', 'gateway'),
    ).toEqual([
      [idOf(HILL), 'HILL', 86, 4.1, 26, true, true],
      [idOf(LAKE), 'LAKE', 101, null, 10, true, false],
      [idOf(FIJI), 'FIJI', 9, null, null, true, false],
      [idOf(WALL), 'WALL', null, null, null, true, true],
      [idOf(ANON), null, null, null, null, true, false],
      [idOf(SOLO), 'SOLO', 15, null, null, false, false],
    ]);
  });

  it('leads from a node to its dashboard', async () => {
    const [frame] = await frames({ queryType: 'nodes' });
    expect(frame?.schema.fields[0]?.config?.links?.[0]?.url).toBe(
      '/d/mesh-node/mesh-node?var-one=${__data.fields.nodeId}&${__url_time_range}',
    );
  });

  it('adds columns for the metrics asked for, and no others', async () => {
    const [frame] = await frames({
      queryType: 'nodes',
      metrics: ['environment_temperature', 'device_voltage', 'nonsense'],
    });
    expect(column(frame, 'environment_temperature')).toEqual([null, null, 27.5, null, null, null]);
    expect(frame?.schema.fields.at(-1)).toMatchObject({
      name: 'environment_temperature',
      config: { unit: 'celsius', displayName: 'Temperature' },
    });
  });

  it('leaves silent nodes out on request, and limits with a notice', async () => {
    const [frame] = await frames({ queryType: 'nodes', includeSilent: false });
    expect(column(frame, 'nodeId')).not.toContain(idOf(SOLO));
    const [two] = await frames({ queryType: 'nodes', limit: 2 });
    expect(column(two, 'shortName')).toEqual(['HILL', 'LAKE']);
    expect(two?.schema.meta?.notices?.[0]?.text).toBe('Only the 2 nodes heard last are shown.');
  });

  it('shows what a gateway heard long ago by the roll-up', async () => {
    const hour = NOW - 240 * HOUR;
    mesh.database.insert('receptions_hourly', {
      gateway_num: WALL,
      from_num: SOLO,
      hour,
      receptions: 3,
      direct: 0,
      snr_count: 0,
    });
    const heard = async (days: number) =>
      column(
        (await frames({ queryType: 'nodes', gateways: [idOf(WALL)] }, { from: NOW - days * 24 * HOUR }))[0],
        'nodeId',
      );
    expect(await heard(30)).toContain(idOf(SOLO));
    expect(await heard(5)).not.toContain(idOf(SOLO));
  });

  it('takes a list of many nodes', async () => {
    const nodes = Array.from({ length: 100 }, (_, index) => idOf(HILL + index));
    const [frame] = await frames({ queryType: 'nodes', nodes });
    expect(column(frame, 'nodeId')).toHaveLength(6);
    const [packets] = await frames({ queryType: 'packets', nodes: [...nodes].filter((id) => id !== idOf(LAKE)) });
    expect(column(packets, 'fromName')).toEqual(['FIJI', 'HILL', idOf(ANON), 'FIJI']);
  });

  it('shows what a gateway heard, and the gateway', async () => {
    const [frame] = await frames({ queryType: 'nodes', gateways: [idOf(WALL)] });
    expect(column(frame, 'shortName')).toEqual(['HILL', 'LAKE', 'FIJI', 'WALL']);
    const [ours] = await frames({ queryType: 'nodes', filters: [{ key: 'gateway', operator: '=', value: 'HILL' }] });
    expect(column(ours, 'nodeId')).toEqual([HILL, LAKE, FIJI, ANON].map(idOf));
  });
});

describe('positions', () => {
  it('is a long table ordered by node and time', async () => {
    const [frame] = await frames({ queryType: 'positions' }, { from: NOW - 5 * HOUR });
    expect(rowsOf(frame, 'nodeId', 'time', 'longitude', 'groundSpeed')).toEqual([
      [idOf(HILL), NOW - 60 * MINUTE, 13.4, null],
      [idOf(LAKE), NOW - 120 * MINUTE, 13.5, null],
      [idOf(FIJI), NOW - 200 * MINUTE, 179.7, 12],
      [idOf(FIJI), NOW - 190 * MINUTE, 179.95, null],
      [idOf(FIJI), NOW - 180 * MINUTE, -179.95, null],
    ]);
  });

  it('cuts tracks at an area across the date line', async () => {
    const bounds = { west: 179.9, south: -18, east: -179, north: -16 };
    const [frame] = await frames({ queryType: 'positions', bounds }, { from: NOW - 5 * HOUR });
    expect(column(frame, 'longitude')).toEqual([179.95, -179.95]);
  });

  it('are of one precision, the finest that occurs twice, and never of map reports', async () => {
    const position = (minutesAgo: number, latitude: number, precision_bits: number, source = 'protobuf') =>
      mesh.database.insert('positions', {
        ...{ node_num: SOLO, at: NOW - minutesAgo * MINUTE, packet_row: 900 + minutesAgo, packet_id: 900 + minutesAgo },
        ...{ latitude, longitude: 8, precision_bits, source },
      });
    for (const minutesAgo of [50, 40, 30]) {
      position(minutesAgo, 48, 32);
      position(minutesAgo - 1, 48.01, 14);
      position(minutesAgo - 2, 48.5, 32, 'map_report');
    }
    const latitudes = async () =>
      column((await frames({ queryType: 'positions', nodes: [idOf(SOLO)] }))[0], 'latitude');
    expect(await latitudes()).toEqual([48]);
    mesh.database.db.exec(
      'DELETE FROM positions WHERE precision_bits = 32 AND latitude < 48.2 AND at > ' + String(NOW - 45 * MINUTE),
    );
    const coarse = await latitudes();
    mesh.database.db.exec(`DELETE FROM positions WHERE node_num = ${SOLO}`);
    expect(coarse).toEqual([48.01]);
  });

  it('thins a track to the last fix of each bucket, and says so', async () => {
    const [frame] = await frames(
      { queryType: 'positions', nodes: [idOf(FIJI)], maxDataPoints: 2 },
      { from: NOW - 4 * HOUR },
    );
    expect(column(frame, 'longitude')).toEqual([-179.95]);
    expect(frame?.schema.meta?.notices?.[0]?.text).toBe('Tracks of 1 nodes were thinned to 2 points each.');
  });

  it('of a month come from the roll-up', async () => {
    const hour = NOW - 100 * HOUR;
    mesh.database.insert('positions_hourly', {
      node_num: WALL,
      hour,
      at: hour + MINUTE,
      latitude: -17.4,
      longitude: -179.7,
    });
    const [frame] = await frames({ queryType: 'positions', nodes: [idOf(WALL)] }, { from: NOW - 30 * 24 * HOUR });
    expect(rowsOf(frame, 'time', 'latitude')).toEqual([[hour + MINUTE, -17.4]]);
  });
});

describe('links', () => {
  it('have coordinates at both ends and come newest first', async () => {
    const [frame] = await frames({ queryType: 'links' });
    const names = ['fromName', 'toName', 'kind', 'snr', 'sourceLatitude', 'targetLongitude'];
    expect(rowsOf(frame, ...names)).toEqual([
      ['FIJI', 'WALL', 'direct', 6, -17, -179.8],
      ['LAKE', 'HILL', 'direct', -3.5, 52.6, 13.4],
      ['LAKE', 'HILL', 'neighbor', -5, 52.6, 13.4],
    ]);
  });

  it('are narrowed by kind, node and area', async () => {
    const kinds = async (query: Record<string, unknown>) =>
      column((await frames({ queryType: 'links', ...query }))[0], 'kind');
    expect(await kinds({ linkKinds: ['neighbor'] })).toEqual(['neighbor']);
    expect(await kinds({ filters: [{ key: 'kind', operator: '!=', value: 'direct' }] })).toEqual(['neighbor']);
    expect(await kinds({ nodes: [idOf(WALL)] })).toEqual(['direct']);
    expect(await kinds({ bounds: { west: 13, south: 52, east: 14, north: 53 } })).toEqual(['direct', 'neighbor']);
  });
});

describe('messages and packets', () => {
  it('messages are a table, newest first', async () => {
    const [frame] = await frames({ queryType: 'messages' });
    expect(rowsOf(frame, 'fromName', 'toName', 'channel', 'kind', 'text', 'packetId')).toEqual([
      ['FIJI', 'everyone', 'Ops', 'text', null, '00abc009'],
      ['FIJI', 'everyone', 'Ops', 'alert', '100% charged', '00abc003'],
      ['LAKE', 'everyone', 'LongFast', 'text', 'good morning', '00abc001'],
    ]);
  });

  it('messages are log lines on request', async () => {
    const [frame] = await frames({ queryType: 'messages', format: 'logs', search: 'charged' });
    expect(frame?.schema.meta).toMatchObject({ type: 'log-lines', preferredVisualisationType: 'logs' });
    expect(rowsOf(frame, 'timestamp', 'body', 'severity', 'labels')).toEqual([
      [
        NOW - 30 * MINUTE,
        'FIJI: 100% charged',
        'critical',
        { node: idOf(FIJI), shortName: 'FIJI', to: '!ffffffff', channel: 'Ops', kind: 'alert' },
      ],
    ]);
  });

  it('messages one gateway heard', async () => {
    const [frame] = await frames({ queryType: 'messages', gateways: [idOf(HILL)] });
    expect(column(frame, 'text')).toEqual(['good morning']);
  });

  it('packets show the best reading of all gateways', async () => {
    const [frame] = await frames({ queryType: 'packets', nodes: [idOf(LAKE)], portnums: [67] });
    expect(rowsOf(frame, 'fromName', 'port', 'gateways', 'snr', 'rssi', 'hopsAway', 'gatewayIds')).toEqual([
      ['LAKE', 'TELEMETRY_APP', 2, -4, -102, 0, `${idOf(HILL)} ${idOf(WALL)}`],
    ]);
  });

  it('packets are filtered by port, unknown ones included', async () => {
    const ids = async (query: Record<string, unknown>) =>
      column((await frames({ queryType: 'packets', ...query }))[0], 'packetId');
    expect(await ids({ filters: [{ key: 'port', operator: '=', value: 'unknown' }] })).toEqual(['00abc004']);
    expect(await ids({ filters: [{ key: 'port', operator: '!=', value: 'TELEMETRY_APP' }] })).toHaveLength(4);
    expect(await ids({ search: '100%' })).toEqual(['00abc003']);
  });

  it('packets are limited with a notice', async () => {
    const [frame] = await frames({ queryType: 'packets', limit: 2, format: 'logs' });
    expect(column(frame, 'body')).toEqual(['FIJI → everyone TELEMETRY_APP', 'HILL → everyone TELEMETRY_APP']);
    expect(frame?.schema.meta?.notices?.[0]?.text).toBe('Only the newest 2 packets are shown.');
  });
});

describe('traceroutes', () => {
  const seen = ' → … (not seen any farther)';

  it('tell the way there and back, as far as it is known, request and reply in one row', async () => {
    const [frame, hops] = await frames({ queryType: 'traceroutes' });
    expect(frame?.schema.name).toBe('traceroutes');
    expect(rowsOf(frame, 'time', 'answer', 'hops', 'weakestSnr', 'route', 'routeBack')).toEqual([
      [NOW - 36 * MINUTE, 'Answered', 3, -7.25, 'FIJI → WALL → unknown → LAKE', `LAKE → HILL${seen}`],
    ]);
    expect(rowsOf(hops, 'direction', 'partial', 'routeName')).toEqual([
      ['towards', false, 'FIJI → LAKE'],
      ['towards', false, 'FIJI → LAKE'],
      ['towards', false, 'FIJI → LAKE'],
      ['back', true, 'FIJI → LAKE'],
    ]);
  });

  it('of which no answer was seen are known as far as a gateway overheard them', async () => {
    const { db } = mesh.database;
    db.exec(`UPDATE traceroutes SET target_num = ${SOLO} WHERE kind = 'request'`);
    const unanswered = { queryType: 'traceroutes', filters: [{ key: 'kind', operator: '=', value: 'request' }] };
    const [frame, hops] = await frames(unanswered);
    db.exec(`UPDATE traceroutes SET target_num = ${LAKE} WHERE kind = 'request'`);
    expect(rowsOf(frame, 'answer', 'toName', 'route', 'routeBack')).toEqual([
      ['No answer seen', 'SOLO', `FIJI → WALL${seen}`, null],
    ]);
    expect(rowsOf(hops, 'toName', 'partial', 'routeName')).toEqual([['WALL', true, 'FIJI → SOLO']]);
    expect((await frames(unanswered))[0]?.data.values[0]).toEqual([]);
  });

  it('are told apart by the request that a reply names', async () => {
    const { db } = mesh.database;
    db.exec('UPDATE packets SET request_id = 0xabc0ff WHERE packet_row = 7');
    const [frame] = await frames({ queryType: 'traceroutes' });
    db.exec('UPDATE packets SET request_id = NULL WHERE packet_row = 7');
    expect(rowsOf(frame, 'answer', 'packetId')).toEqual([
      ['Answered', '00abc0ff'],
      ['No answer seen', '00abc00a'],
    ]);
  });

  it('have a frame of hops with the SNR at the end of each', async () => {
    const [, hops] = await frames({
      queryType: 'traceroutes',
      filters: [{ key: 'kind', operator: '=', value: 'reply' }],
    });
    expect(hops?.schema.name).toBe('hops');
    expect(rowsOf(hops, 'direction', 'hop', 'fromName', 'toName', 'snr', 'sourceLatitude', 'targetLatitude')).toEqual([
      ['towards', 1, 'FIJI', 'WALL', 6, -17, -17.5],
      ['towards', 2, 'WALL', 'unknown', null, -17.5, null],
      ['towards', 3, 'unknown', 'LAKE', -7.25, null, 52.6],
      ['back', 1, 'LAKE', 'HILL', -3, 52.6, 52.5],
    ]);
  });
});

describe('events', () => {
  it('say the names of today instead of ids, unless they are about an id', async () => {
    const add = (id: number, kind: string, title: string, text: string) =>
      mesh.database.insert('events', {
        ...{ event_id: id, at: NOW - id, kind, severity: 'info', node_num: LAKE, title, text, data: '{}' },
      });
    add(70, 'node_new', `New node ${idOf(LAKE)}`, `First heard through ${idOf(HILL)}`);
    add(71, 'node_renumbered', `Lake is now ${idOf(LAKE)}`, '');
    const [frame] = await frames({ queryType: 'events' });
    mesh.database.db.exec('DELETE FROM events WHERE event_id >= 70');
    expect(column(frame, 'title')).toEqual(['New node Lake 100% _solar_', `Lake is now ${idOf(LAKE)}`]);
    expect(column(frame, 'text')).toEqual(['First heard through Hill Router', '']);
  });

  it('are annotations', async () => {
    const [frame] = await frames({ queryType: 'events' }, { from: NOW - 48 * HOUR });
    expect(rowsOf(frame, 'time', 'title', 'tags', 'id', 'shortName')).toEqual([
      [NOW - 9 * HOUR, 'Gateway WALL is down', 'gateway_down,critical', '3', 'WALL'],
      [NOW - 25 * HOUR, 'SOLO went silent', 'node_silent,warning', '2', 'SOLO'],
      [NOW - 40 * HOUR, 'New node HILL', 'node_new,info', '1', 'HILL'],
    ]);
  });

  it('are narrowed by kind, node and text', async () => {
    const ids = async (query: Record<string, unknown>) =>
      column((await frames({ queryType: 'events', ...query }, { from: NOW - 48 * HOUR }))[0], 'id');
    expect(
      await ids({
        eventKinds: ['node_new', 'node_silent'],
        filters: [{ key: 'kind', operator: '!=', value: 'node_new' }],
      }),
    ).toEqual(['2']);
    expect(await ids({ nodes: [idOf(HILL)] })).toEqual(['1']);
    expect(await ids({ search: 'silent' })).toEqual(['2']);
  });
});

describe('traffic', () => {
  const totals = async (query: Record<string, unknown>) =>
    Object.fromEntries<number>(
      (await frames({ queryType: 'traffic', ...query })).map((frame) => [
        frame.schema.fields[1]?.config?.displayNameFromDS ?? '',
        (frame.data.values[1] as number[]).reduce((sum, value) => sum + value, 0),
      ]),
    );

  it('counts each packet once, by port, channel, outcome, node and hops', async () => {
    expect(await totals({ trafficBy: 'port' })).toEqual({
      TELEMETRY_APP: 3,
      TEXT_MESSAGE_APP: 2,
      TRACEROUTE_APP: 1,
      unknown: 1,
    });
    expect(await totals({ trafficBy: 'channel' })).toEqual({ LongFast: 4, Ops: 2, '(no name)': 1 });
    expect(await totals({ trafficBy: 'node' })).toEqual({ LAKE: 3, FIJI: 2, HILL: 1, [idOf(ANON)]: 1 });
    expect(await totals({ trafficBy: 'hops' })).toEqual({ 0: 5, 3: 2 });
  });

  it('counts every copy by gateway and as an outcome', async () => {
    expect(await totals({ trafficBy: 'gateway' })).toEqual({ HILL: 6, WALL: 3 });
    expect(await totals({ trafficBy: 'outcome' })).toEqual({
      Decrypted: 6,
      'Further copies': 2,
      Undecryptable: 1,
    });
  });

  it('counts what one gateway heard, whoever else did', async () => {
    expect(await totals({ trafficBy: 'port', gateways: [idOf(WALL)] })).toEqual({
      TELEMETRY_APP: 2,
      TEXT_MESSAGE_APP: 1,
    });
    expect(await totals({ trafficBy: 'port', gateways: [idOf(WALL), idOf(HILL)] })).toEqual({
      TELEMETRY_APP: 3,
      TEXT_MESSAGE_APP: 2,
      TRACEROUTE_APP: 1,
      unknown: 1,
    });
    expect(await totals({ trafficBy: 'outcome', gateways: [idOf(HILL)] })).toEqual({ Decrypted: 5, Undecryptable: 1 });
  });

  it('counts what some nodes sent', async () => {
    expect(await totals({ trafficBy: 'port', nodes: [idOf(LAKE)] })).toEqual({
      TELEMETRY_APP: 1,
      TEXT_MESSAGE_APP: 1,
      TRACEROUTE_APP: 1,
    });
    expect(await totals({ trafficBy: 'gateway', nodes: [idOf(LAKE)] })).toEqual({ HILL: 3, WALL: 1 });
  });

  it('measures bytes', async () => {
    expect(await totals({ trafficBy: 'port', trafficUnit: 'bytes', portnums: [1] })).toEqual({ TEXT_MESSAGE_APP: 60 });
  });

  it('says at which rate packets and bytes came, whatever the interval', async () => {
    const rates = async (trafficUnit: string, intervalMs: number) => {
      const [frame] = await frames({
        queryType: 'traffic',
        trafficBy: 'node',
        nodes: [idOf(ANON)],
        trafficUnit,
        intervalMs,
      });
      return { values: frame?.data.values[1], unit: frame?.schema.fields[1]?.config?.unit };
    };
    const bytes = (await totals({ trafficBy: 'node', nodes: [idOf(ANON)], trafficUnit: 'bytes' }))[idOf(ANON)]!;
    expect(await rates('packets_per_minute', 10 * MINUTE)).toEqual({ values: [0.1, 0], unit: 'suffix: /min' });
    expect(await rates('packets_per_minute', 20 * MINUTE)).toEqual({ values: [0.05], unit: 'suffix: /min' });
    expect(await rates('bytes_per_second', 10 * MINUTE)).toEqual({ values: [bytes / 600, 0], unit: 'Bps' });
  });

  it('fills quiet buckets with zero, on the grid of the minutes', async () => {
    const [frame] = await frames({
      queryType: 'traffic',
      trafficBy: 'node',
      nodes: [idOf(ANON)],
      intervalMs: 10 * MINUTE,
    });
    expect(frame?.data.values).toEqual([
      [NOW - 20 * MINUTE, NOW - 10 * MINUTE],
      [1, 0],
    ]);
  });

  it('adds up what does not fit as "other"', async () => {
    expect(await totals({ trafficBy: 'node', limit: 2 })).toEqual({ LAKE: 3, FIJI: 2, other: 2 });
  });

  it('counts packets themselves for a week at most, and says so', async () => {
    const from = NOW - 30 * 24 * HOUR;
    const [first] = await frames({ queryType: 'traffic', trafficBy: 'node' }, { from });
    expect(first?.schema.meta?.notices?.[0]?.text).toBe('Traffic by node is counted for the last 7 days of the range.');
    const [one] = await frames({ queryType: 'traffic', trafficBy: 'node', nodes: [idOf(LAKE)] }, { from });
    expect(one?.schema.meta?.notices).toBeUndefined();
  });

  it('does not need the packets themselves to tell what ports and gateways did', async () => {
    mesh.database.db.exec(
      'BEGIN; CREATE TABLE away AS SELECT * FROM packets; UPDATE packets SET received_at = 0; COMMIT',
    );
    expect(await totals({ trafficBy: 'port' })).toMatchObject({ TELEMETRY_APP: 3 });
    expect(await totals({ trafficBy: 'node' })).toEqual({});
    mesh.database.db.exec(
      'UPDATE packets SET received_at = (SELECT received_at FROM away WHERE away.packet_row = packets.packet_row); DROP TABLE away',
    );
  });
});

describe('gateways', () => {
  it('have the statistics of the range', async () => {
    const [frame] = await frames({ queryType: 'gateways' });
    expect(
      rowsOf(frame, 'gatewayId', 'online', 'receptions', 'exclusivePackets', 'nodes', 'directNodes', 'share'),
    ).toEqual([
      [idOf(HILL), true, 5, 4, 3, 1, 5 / 7],
      [idOf(WALL), false, 3, 2, 3, 1, 3 / 7],
    ]);
  });

  it('measure a week of a longer range, and say so', async () => {
    const [frame] = await frames({ queryType: 'gateways', nodes: [idOf(HILL)] }, { from: NOW - 30 * 24 * HOUR });
    expect(rowsOf(frame, 'gatewayId', 'receptions')).toEqual([[idOf(HILL), 6]]);
    expect(frame?.schema.meta?.notices?.[0]?.text).toBe('Gateway statistics cover the last 7 days of the range.');
  });
});

describe('nodegraph', () => {
  it('has nodes with coordinates and one edge per direction', async () => {
    const [nodes, edges] = await frames({ queryType: 'nodegraph' }, { from: NOW - 3 * HOUR });
    expect(nodes?.schema.meta?.preferredVisualisationType).toBe('nodeGraph');
    expect(edges?.schema.meta?.preferredVisualisationType).toBe('nodeGraph');
    const byId = Object.fromEntries<unknown>(
      rowsOf(nodes, 'id', 'mainstat', 'arc__online', 'arc__gateway', 'arc__silent', 'latitude').map(([id, ...rest]) => [
        String(id),
        rest,
      ]),
    );
    expect(byId).toEqual({
      [idOf(HILL)]: [1, 0, 1, 0, 52.5],
      [idOf(LAKE)]: [2, 1, 0, 0, 52.6],
      [idOf(FIJI)]: [1, 1, 0, 0, -17],
      [idOf(WALL)]: [1, 0, 1, 0, -17.5],
      [idOf(GHOST)]: [1, 0, 0, 1, null],
      [idOf(ANON)]: [0, 1, 0, 0, null],
    });
    expect(
      rowsOf(edges, 'source', 'target', 'mainstat', 'secondarystat', 'detail__kind', 'color', 'thickness'),
    ).toEqual([
      [idOf(FIJI), idOf(WALL), 6, 10, 'direct', '#73bf69', 2],
      [idOf(LAKE), idOf(HILL), -3.5, 104, 'direct, neighbor', '#73bf69', 3],
      [idOf(GHOST), idOf(LAKE), null, 1, 'neighbor', '#8e8e8e', 1],
    ]);
  });

  it('keeps the best connected nodes when there are too many, and no edge without its ends', async () => {
    const [nodes, edges] = await frames({ queryType: 'nodegraph', limit: 2 }, { from: NOW - 3 * HOUR });
    expect(column(nodes, 'id')).toHaveLength(2);
    expect(column(nodes, 'id')[0]).toBe(idOf(LAKE));
    expect(nodes?.schema.meta?.notices?.[0]?.text).toBe('Only 2 nodes are shown: those with the most links.');
    const ids = new Set(column(nodes, 'id'));
    for (const [source, target] of rowsOf(edges, 'source', 'target'))
      expect([ids.has(source), ids.has(target)]).toEqual([true, true]);
  });
});

describe('stat', () => {
  /** The duty cycle depends on the region: see the tests of margins. */
  const measured = statNames.filter((stat) => stat !== 'duty_cycle');
  const expected: Record<Exclude<StatName, 'duty_cycle'>, number> = {
    nodes_total: 6,
    nodes_online: 5,
    nodes_late: 0,
    nodes_silent: 1,
    nodes_unknown: 0,
    gateways_online: 1,
    gateways_late: 0,
    gateways_silent: 1,
    gateways_unknown: 0,
    gateways_total: 2,
    packets: 7,
    packets_per_minute: 7 / 60,
    receptions: 9,
    duplicates_per_packet: 2 / 7,
    undecryptable: 1,
    undecryptable_ratio: 1 / 7,
    messages: 3,
    links: 3,
    events: 0,
    channel_utilization_max: 30,
    channel_utilization_mean: 23.5,
    air_util_tx_max: 1.5,
    battery_low: 1,
    last_packet_age: 300,
  };

  it.each(measured)('%s is one number', async (stat) => {
    const [frame, ...more] = await frames({ queryType: 'stat', stat });
    expect(more).toEqual([]);
    expect(frame?.schema.meta).toMatchObject({ type: 'numeric-multi', typeVersion: [0, 1] });
    expect(frame?.data.values).toEqual([[expected[stat]]]);
  });

  it('honors the filters of the query', async () => {
    const value = async (query: Record<string, unknown>, from = NOW - HOUR) =>
      (await frames({ queryType: 'stat', ...query }, { from }))[0]?.data.values[0]?.[0];
    expect(await value({ stat: 'packets', nodes: [idOf(LAKE)] })).toBe(3);
    expect(await value({ stat: 'nodes_online', roles: ['TRACKER'] })).toBe(1);
    expect(await value({ stat: 'messages', channels: ['Ops'] })).toBe(2);
    expect(await value({ stat: 'last_packet_age', nodes: [idOf(SOLO)] })).toBe(30 * 3600);
    // LAKE reported 12 % ten hours ago and external power since, SOLO a low level too long ago: only FIJI is low.
    expect(await value({ stat: 'battery_low' }, NOW - 40 * HOUR)).toBe(1);
  });

  const stat = async (name: StatName, range: { from: number; to?: number }) =>
    (await frames({ queryType: 'stat', stat: name }, range))[0]?.data.values[0]?.[0];

  it.each(statNames)('%s of a range that ends in the future is that of the range that ends now', async (name) => {
    const from = NOW - 5 * HOUR;
    expect(await stat(name, { from, to: NOW + 100 * HOUR })).toEqual(await stat(name, { from }));
  });

  const ofNow = statNames.filter((name) => /^(nodes|gateways)_|^battery_low$|^last_packet_age$/.test(name));
  it.each(ofNow)('%s is about now, whatever the range', async (name) => {
    expect(await stat(name, { from: NOW - 40 * HOUR, to: NOW - 39 * HOUR })).toBe(
      expected[name as keyof typeof expected],
    );
    const { title, description } = stats[name];
    expect(`${title} ${description}`).toMatch(/\bnow\b|ever|last|since/i);
  });

  it('is highest and mean over all readings in the range, not over the latest ones', async () => {
    const [all, mean] = [
      await stat('channel_utilization_max', { from: NOW - HOUR }),
      await stat('channel_utilization_mean', { from: NOW - HOUR }),
    ];
    const series = await frames({ queryType: 'timeseries', metrics: ['device_channel_utilization'], intervalMs: 1 });
    const values = series.flatMap((frame) => frame.data.values[1] as number[]);
    expect(all).toBe(Math.max(...values));
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length);
  });

  it('is a rate over the time that traffic is known of', async () => {
    const since = await stat('packets', { from: 0 });
    const rate = await stat('packets_per_minute', { from: 0 });
    const known = Number(since) / Number(rate);
    expect(known).toBeLessThan((2400 * HOUR) / MINUTE);
    expect(await stat('packets_per_minute', { from: NOW - 24_000 * HOUR })).toBeCloseTo(Number(rate));
    const before = { from: NOW - 24_000 * HOUR, to: NOW - 23_976 * HOUR };
    expect([await stat('packets', before), await stat('packets_per_minute', before)]).toEqual([undefined, undefined]);
  });

  it('has no row when there is nothing to divide or measure', async () => {
    for (const stat of ['duplicates_per_packet', 'air_util_tx_max', 'last_packet_age']) {
      const [frame] = await frames({ queryType: 'stat', stat, nodes: ['!deadbeef'] });
      expect(frame?.data.values).toEqual([[]]);
    }
  });
});

describe('a request', () => {
  it('answers every query that is not hidden, by its refId', async () => {
    const { results } = await mesh.store.query(
      requestOf({ queryType: 'nodes' }, { queryType: 'links', hide: true }, { queryType: 'stat', refId: '__proto__' }),
    );
    expect(Object.keys(results)).toEqual(['A', '__proto__']);
  });

  it('reports the mistake of one query as a sentence and answers the others', async () => {
    const filters = [{ key: 'role', operator: '=~', value: '(' }];
    const { results } = await mesh.store.query(requestOf({ queryType: 'nodes', filters }, { queryType: 'stat' }));
    expect(results.A).toEqual({
      status: 400,
      frames: [],
      error: 'The filter on role is not a valid regular expression: (',
    });
    expect(results.B?.status).toBe(200);
  });
});
