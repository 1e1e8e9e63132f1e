import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import {
  FIJI,
  HILL,
  HOUR,
  LAKE,
  METRICS,
  MINUTE,
  NOW,
  WALL,
  createDatabase,
  idOf,
  requestOf,
  seedDictionaries,
  seedMesh,
} from '../../../helpers/seeded-database.js';
import type { SeededDatabase } from '../../../helpers/seeded-database.js';

let database: SeededDatabase;
let store: ReadStore;

beforeEach(() => {
  database = createDatabase();
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
});

afterEach(async () => {
  await store.close();
  database.remove();
});

async function frames(query: Record<string, unknown>, range?: { from: number; to: number }): Promise<FrameJson[]> {
  const { results } = await store.query({ ...requestOf({ queryType: 'timeseries', ...query }), ...range });
  expect(results.A?.error).toBeUndefined();
  return results.A!.frames;
}

const pointsOf = (frame: FrameJson | undefined) => {
  const [times = [], values = []] = frame?.data.values ?? [];
  return times.map((time, index) => [time, values[index]]);
};
const valuesOf = (frame: FrameJson | undefined) => frame?.data.values[1];

describe('timeseries', () => {
  beforeEach(() => seedMesh(database));

  it('has one frame per node and metric, labeled, the newest reporter first', async () => {
    const found = await frames({ metrics: ['device_battery_level'] });
    expect(found.map((frame) => frame.schema.fields[1]?.labels)).toEqual([
      { node: idOf(HILL), shortName: 'HILL', longName: 'Hill Router', metric: 'device_battery_level', role: 'ROUTER' },
      {
        node: idOf(FIJI),
        shortName: 'FIJI',
        longName: 'Fiji Tracker',
        metric: 'device_battery_level',
        role: 'TRACKER',
      },
    ]);
    expect(found[0]?.schema.meta).toMatchObject({ type: 'timeseries-multi', typeVersion: [0, 1] });
    expect(found[0]?.schema.fields[1]?.config).toMatchObject({ unit: 'percent', displayNameFromDS: 'HILL' });
  });

  it('keeps times ascending on the grid of the epoch', async () => {
    const [hill] = await frames({ metrics: ['device_battery_level'], intervalMs: 10 * MINUTE });
    const grid = (minutesAgo: number) => NOW - minutesAgo * MINUTE;
    expect(pointsOf(hill)).toEqual([
      [grid(60), 90],
      [grid(40), 88],
      [grid(20), 86],
    ]);
  });

  it.each([
    ['mean', 88],
    ['min', 86],
    ['max', 90],
    ['last', 86],
    ['sum', 264],
    ['count', 3],
  ])('aggregates by %s', async (aggregation, expected) => {
    const [hill] = await frames(
      { metrics: ['device_battery_level'], aggregation, intervalMs: 2 * HOUR - 1, nodes: [idOf(HILL)] },
      { from: NOW - HOUR, to: NOW },
    );
    const total = (valuesOf(hill) as number[]).length;
    expect(total).toBe(1);
    expect(valuesOf(hill)).toEqual([expected]);
  });

  it('shows the newest value of a counter, whose mean means nothing', async () => {
    const [hill] = await frames({ metrics: ['local_stats_num_packets_tx'], intervalMs: 59 * MINUTE });
    expect(valuesOf(hill)?.at(-1)).toBe(130);
  });

  it('combines nodes into one series', async () => {
    const [all, ...more] = await frames({
      metrics: ['device_battery_level'],
      combine: true,
      aggregation: 'count',
      intervalMs: 59 * MINUTE,
    });
    expect(more).toHaveLength(0);
    expect((valuesOf(all) as number[]).reduce((sum, value) => sum + value)).toBe(4);
    expect(all?.schema.fields[1]?.labels).toEqual({ metric: 'device_battery_level' });
    expect(all?.schema.fields[1]?.config?.displayNameFromDS).toBe('Battery level');
  });

  it('tells how fast a counter grows, per node, and refuses that for nodes combined', async () => {
    const [frame] = await frames({ metrics: ['device_battery_level'], aggregation: 'rate_per_minute' });
    expect(frame?.schema.fields[1]?.config).toMatchObject({ unit: 'suffix: /min', min: 0 });
    const [readings] = await frames({ metrics: ['device_battery_level'], aggregation: 'last' });
    expect(frame?.data.values[0]).toEqual(readings?.data.values[0]?.slice(1));
    const { results } = await store.query(
      requestOf({
        queryType: 'timeseries',
        metrics: ['device_battery_level'],
        aggregation: 'rate_per_minute',
        combine: true,
      }),
    );
    expect(results.A).toMatchObject({ status: 400, error: expect.stringContaining('leave out combine') });
  });

  it('names series by the legend, and by node and metric when there are several metrics', async () => {
    const names = (found: FrameJson[]) => found.map((frame) => frame.schema.fields[1]?.config?.displayNameFromDS);
    const nodes = [idOf(HILL)];
    expect(
      names(await frames({ metrics: ['device_voltage'], nodes, legend: '{{ longName }} ({{node}}){{nothing}}' })),
    ).toEqual([`Hill Router (${idOf(HILL)})`]);
    expect(names(await frames({ metrics: ['device_voltage'], nodes, legend: '{{title}}' }))).toEqual([
      'Battery voltage',
    ]);
    expect(names(await frames({ metrics: ['device_voltage', 'device_battery_level'], nodes }))).toEqual([
      'HILL Battery level',
      'HILL Battery voltage',
    ]);
  });

  it('honors roles, channels, area, search and gateways', async () => {
    const nodesOf = async (query: Record<string, unknown>) =>
      (await frames({ metrics: ['device_battery_level'], ...query })).map(
        (frame) => frame.schema.fields[1]?.labels?.shortName,
      );
    expect(await nodesOf({ roles: ['TRACKER'] })).toEqual(['FIJI']);
    expect(await nodesOf({ channels: ['LongFast'] })).toEqual(['HILL']);
    expect(await nodesOf({ bounds: { west: 179, south: -18, east: -179, north: -16 } })).toEqual(['FIJI']);
    expect(await nodesOf({ search: 'hill' })).toEqual(['HILL']);
    expect(await nodesOf({ gateways: [idOf(WALL)] })).toEqual(['HILL', 'FIJI']);
    expect(await nodesOf({ gateways: [idOf(HILL)], nodes: [idOf(FIJI)] })).toEqual(['FIJI']);
  });

  it.each([
    [{ key: 'node', operator: '=', value: 'FIJI' }, ['FIJI']],
    [{ key: 'node', operator: '!=', value: idOf(FIJI) }, ['HILL']],
    [{ key: 'role', operator: '=~', value: 'ROUT.*' }, ['HILL']],
    [{ key: 'role', operator: '=~', value: 'ROUT' }, []],
    [{ key: 'role', operator: '!~', value: 'ROUT.*' }, ['FIJI']],
    [{ key: 'role', operator: '=|', value: '', values: ['ROUTER', 'TRACKER'] }, ['HILL', 'FIJI']],
    [{ key: 'role', operator: '!=|', value: '', values: ['ROUTER', 'REPEATER'] }, ['FIJI']],
    [{ key: 'region', operator: '=', value: 'ANZ' }, ['FIJI']],
    [{ key: 'hwModel', operator: '=', value: 'TBEAM' }, []],
    [{ key: 'channel', operator: '!=', value: 'Ops' }, ['HILL']],
  ])('honors the ad hoc filter %j', async (filter, expected) => {
    const found = await frames({ metrics: ['device_battery_level'], filters: [filter] });
    expect(found.map((frame) => frame.schema.fields[1]?.labels?.shortName)).toEqual(expected);
  });

  it('shows silent nodes only when they are asked for by name', async () => {
    const query = { metrics: ['device_battery_level'] };
    const silent = await frames({ ...query, nodes: [idOf(LAKE)] });
    expect(silent.map((frame) => frame.data.values)).toEqual([[[], []]]);
    expect(await frames({ ...query, nodes: [idOf(LAKE)], includeSilent: false })).toEqual([]);
  });

  it('carries thresholds only on request', async () => {
    const config = async (thresholds: boolean) =>
      (await frames({ metrics: ['device_battery_level'], nodes: [idOf(HILL)], thresholds }))[0]?.schema.fields[1]
        ?.config;
    expect(await config(true)).toMatchObject({ thresholds: { mode: 'absolute' }, mappings: [{ type: 'range' }] });
    expect(Object.keys((await config(false)) ?? {})).toEqual([
      'displayNameFromDS',
      'description',
      'unit',
      'decimals',
      'links',
    ]);
  });

  it('says which metric does not exist', async () => {
    const { results } = await store.query(requestOf({ queryType: 'timeseries', metrics: ['device_soul'] }));
    expect(results.A).toEqual({
      status: 400,
      frames: [],
      error: 'No such metric: device_soul. The catalog lists all of them.',
    });
  });
});

describe('a long history', () => {
  const DAYS = 30;
  const metric_id = METRICS.device_battery_level;

  /** Raw rows are poisoned where the roll-up has the answer, and the other way round: a wrong table shows in the values. */
  function seedHistory(node: number, rawDays: number): void {
    database.insert('nodes', {
      node_num: node,
      short_name: `N${node}`,
      first_heard: NOW - DAYS * 24 * HOUR,
      last_heard: NOW,
      channel_id: 1,
    });
    database.db.transaction(() => {
      for (let hour = NOW - DAYS * 24 * HOUR; hour < NOW; hour += HOUR) {
        const value = 50 + ((hour / HOUR) % 10);
        database.insert('samples_hourly', {
          metric_id,
          node_num: node,
          hour,
          count: 2,
          minimum: value - 1,
          maximum: value + 1,
          total: 2 * value,
          last: value + 1,
        });
        if (hour >= NOW - rawDays * 24 * HOUR) {
          database.sample('device_battery_level', node, hour + MINUTE, value - 1);
          database.sample('device_battery_level', node, hour + 31 * MINUTE, value + 1);
        }
      }
    })();
  }

  beforeEach(() => seedDictionaries(database));

  const month = { from: NOW - DAYS * 24 * HOUR, to: NOW };

  it('is answered from the roll-up, and the hour that may still grow from raw rows', async () => {
    seedHistory(1, 7);
    database.db.exec('UPDATE samples SET value = -1000');
    const [frame] = await frames({ metrics: ['device_battery_level'], maxDataPoints: 1000, aggregation: 'min' }, month);
    const points = pointsOf(frame) as [number, number][];
    expect(points).toHaveLength(DAYS * 24);
    const raw = points.filter(([, value]) => value === -1000).map(([at]) => (NOW - at) / HOUR);
    expect(raw).toEqual([1]);
  });

  it('is the same from raw rows, the roll-up and both together', async () => {
    seedHistory(1, DAYS);
    const day = { from: NOW - 24 * HOUR, to: NOW };
    for (const aggregation of ['mean', 'min', 'max', 'sum', 'count', 'last']) {
      const query = { metrics: ['device_battery_level'], intervalMs: 4 * HOUR, aggregation };
      const both = pointsOf((await frames(query, day))[0]);
      database.db.exec('CREATE TABLE kept AS SELECT * FROM samples_hourly; DELETE FROM samples_hourly');
      const raw = pointsOf((await frames(query, day))[0]);
      database.db.exec('INSERT INTO samples_hourly SELECT * FROM kept; DROP TABLE kept');
      expect(both).toEqual(raw);
      expect(both.length).toBeGreaterThanOrEqual(6);
    }
  });

  it('is seen through a short window where raw rows are long gone', async () => {
    seedHistory(1, 7);
    const from = NOW - 20 * 24 * HOUR;
    const [frame] = await frames({ metrics: ['device_battery_level'] }, { from, to: from + 6 * HOUR });
    expect(pointsOf(frame)).toHaveLength(6);
  });

  it('of many nodes is cut with a notice', async () => {
    for (let node = 1; node <= 205; node += 1) {
      database.insert('nodes', { node_num: node, first_heard: NOW - HOUR, last_heard: NOW, channel_id: 1 });
      database.sample('device_voltage', node, NOW - node * 1000, 3.7);
    }
    const found = await frames({ metrics: ['device_voltage'] });
    expect(found).toHaveLength(200);
    expect(found[0]?.schema.meta?.notices).toEqual([
      { severity: 'warning', text: 'Only 200 of 205 series are shown: those that reported last.' },
    ]);
    expect(found[0]?.schema.fields[1]?.labels?.node).toBe('!00000001');
  });
});
