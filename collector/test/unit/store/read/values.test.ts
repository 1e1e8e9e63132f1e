import { beforeEach, describe, expect, it } from '@jest/globals';
import { derivedMetrics } from '@mesh-observatory/contract/derived-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import {
  ANON,
  FIJI,
  GHOST,
  HILL,
  HOUR,
  LAKE,
  METRICS,
  MINUTE,
  NOW,
  WALL,
  idOf,
  requestOf,
  seedPacket,
} from '../../../helpers/seeded-database.js';
import type { SeedMetric } from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

const DAY = 24 * HOUR;

const mesh = useSeededMesh();

async function ask(query: Record<string, unknown>, range: { from?: number; to?: number } = {}): Promise<FrameJson[]> {
  const { results } = await mesh.store.query({ ...requestOf({ queryType: 'values', ...query }), ...range });
  expect([results.A?.error, mesh.faults]).toEqual([undefined, []]);
  return results.A!.frames;
}

/** Values of one metric by short name (or channel). */
async function valuesOf(
  metric: string,
  range: { from?: number; to?: number } = {},
  more: Record<string, unknown> = {},
): Promise<Record<string, number>> {
  const [frame] = await ask({ metrics: [metric], ...more }, range);
  const { fields } = frame!.schema;
  const label = Math.max(
    fields.findIndex(({ name }) => name === 'short_name' || name === 'channel'),
    0,
  );
  const numbers = frame!.data.values.at(-1) as number[];
  return Object.fromEntries(numbers.map((value, row) => [frame!.data.values[label]![row] as string, value]));
}

describe('values', () => {
  it('answers a frame per metric as the data plane wants numeric-long: text labels and one number', async () => {
    const frames = await ask({ metrics: ['device_voltage', 'node_packets', 'environment_temperature'] });
    expect(frames.map(({ schema }) => schema.name)).toEqual([
      'device_voltage',
      'node_packets',
      'environment_temperature',
    ]);
    for (const { schema, data } of frames) {
      expect(schema.meta).toMatchObject({ type: 'numeric-long', typeVersion: [0, 1] });
      expect(schema.fields.map(({ type }) => type)).toEqual(['string', 'string', 'string', 'string', 'number']);
      expect(schema.fields.map(({ typeInfo }) => typeInfo.nullable)).toEqual(schema.fields.map(() => false));
      expect(schema.fields.map(({ config }) => typeof config?.displayName)).toEqual(schema.fields.map(() => 'string'));
      expect(schema.fields.at(-1)?.config).toHaveProperty('unit');
      expect(schema.fields.at(-1)?.config).toHaveProperty('description');
      expect(data.values.flat()).not.toContain(null);
    }
    expect(frames[0]?.data.values).toEqual([[idOf(HILL)], ['HILL'], ['Hill Router'], ['ROUTER'], [4.1]]);
  });

  it('has frames without rows where there is nothing to tell', async () => {
    const metrics = [...Object.keys(derivedMetrics), ...Object.keys(METRICS)];
    const frames = await ask({ metrics, nodes: [idOf(GHOST)], channels: ['Nowhere'] });
    expect(frames.map(({ schema }) => schema.name)).toEqual(metrics);
    for (const { schema, data } of frames) expect([schema.name, data.values.flat()]).toEqual([schema.name, []]);
  });

  it('names a metric it does not know', async () => {
    const { results } = await mesh.store.query(requestOf({ queryType: 'values', metrics: ['node_luck'] }));
    expect(results.A).toEqual({
      status: 400,
      frames: [],
      error: 'No such metric: node_luck. The catalog lists all of them.',
    });
  });

  it('says when it shows only some', async () => {
    const [frame] = await ask({ metrics: ['node_packets'], limit: 2 });
    expect(frame?.data.values[1]).toEqual(['HILL', 'LAKE']);
    expect(frame?.schema.meta?.notices?.map(({ text }) => text)).toEqual(['Only 2 of 6 values are shown.']);
  });

  it('leaves out values that are not beyond a limit', async () => {
    const all = Object.values(await valuesOf('device_voltage'));
    const middle = [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
    const beyond = async (limits: object) => Object.values(await valuesOf('device_voltage', {}, { ...limits }));
    expect(await beyond({ above: middle })).toEqual(all.filter((value) => value > middle));
    expect(await beyond({ below: middle })).toEqual(all.filter((value) => value < middle));
    expect(await beyond({ above: middle, below: middle })).toEqual([]);
  });

  it('has labels that nobody can rename, when asked for ids', async () => {
    const metrics = Object.keys(derivedMetrics);
    const named = await ask({ metrics });
    const ids = await ask({ metrics, labels: 'ids' });
    ids.forEach(({ schema, data }, index) => {
      const names = schema.fields.map(({ name }) => name);
      expect(names.filter((name) => /name|role/.test(name))).toEqual([]);
      expect(data.values.at(-1)).toEqual(named[index]!.data.values.at(-1));
    });
    expect(ids[0]!.schema.fields.map(({ name }) => name)).toEqual(['node_id', 'node_silent_seconds']);
  });

  it('calls a node without a name by its id', async () => {
    const [frame] = await ask({ metrics: ['node_packets'], nodes: [idOf(ANON)] });
    expect(frame?.data.values).toEqual([[idOf(ANON)], [idOf(ANON)], [idOf(ANON)], [''], [1]]);
  });
});

describe('values of telemetry', () => {
  it('are the newest in the range', async () => {
    expect(await valuesOf('device_channel_utilization')).toEqual({ HILL: 26, LAKE: 10 });
    expect(await valuesOf('device_channel_utilization', { from: NOW - 20 * MINUTE })).toEqual({ HILL: 26 });
  });

  it('come from the history when the range ends earlier', async () => {
    expect(await valuesOf('device_channel_utilization', { to: NOW - 30 * MINUTE })).toEqual({ HILL: 28, LAKE: 10 });
    const hour = NOW - 90 * DAY;
    mesh.database.db.exec(`UPDATE nodes SET first_heard = ${hour - DAY}`);
    const rolled = { metric_id: METRICS.device_voltage, node_num: HILL, hour, count: 2, total: 7, last: 3.6 };
    mesh.database.insert('samples_hourly', { ...rolled, minimum: 3.4, maximum: 3.6 });
    expect(await valuesOf('device_voltage', { from: hour, to: hour + DAY })).toEqual({ HILL: 3.6 });
  });

  it('say 101 for a battery whose node is on external power', async () => {
    const range = { from: NOW - 12 * HOUR };
    expect(await valuesOf('device_battery_level', range)).toEqual({ HILL: 86, LAKE: 101, FIJI: 9 });
    mesh.database.sample('device_battery_level', LAKE, NOW - 5 * MINUTE, 97);
    expect(await valuesOf('device_battery_level', range)).toEqual({ HILL: 86, LAKE: 97, FIJI: 9 });
  });

  it('are narrowed by role, gateway, channel, name and ad hoc filters', async () => {
    const ids = (more: Record<string, unknown>) => valuesOf('node_packets', {}, more).then(Object.keys);
    expect(await ids({ roles: ['TRACKER'] })).toEqual(['FIJI']);
    expect(await ids({ channels: ['Ops'] })).toEqual(['FIJI', 'WALL']);
    expect(await ids({ gateways: [idOf(WALL)] })).toEqual(['HILL', 'LAKE', 'FIJI', 'WALL']);
    expect(await ids({ search: 'solar' })).toEqual(['LAKE']);
    expect(await ids({ filters: [{ key: 'region', operator: '=', value: 'ANZ' }] })).toEqual(['FIJI', 'WALL']);
  });
});

describe('node_silent_seconds', () => {
  it('is 0 for nodes that are online, and the time of silence for the others', async () => {
    expect(await valuesOf('node_silent_seconds')).toEqual({
      HILL: 0,
      LAKE: 0,
      FIJI: 0,
      WALL: 0,
      [idOf(ANON)]: 0,
      SOLO: 30 * 3600,
    });
  });

  it('forgets nodes that were silent during the whole range when they are not wanted', async () => {
    expect(await valuesOf('node_silent_seconds', {}, { includeSilent: false })).not.toHaveProperty('SOLO');
    const range = { from: NOW - 2 * DAY };
    expect(await valuesOf('node_silent_seconds', range, { includeSilent: false })).toHaveProperty('SOLO');
  });
});

it('node_last_heard_age_seconds is the time since a node was heard, online or not', async () => {
  const ages = await valuesOf('node_last_heard_age_seconds');
  expect(ages).toMatchObject({ HILL: 60, LAKE: 120, SOLO: 30 * 3600 });
});

describe('node_reboots and node_key_changes', () => {
  const event = (id: number, minutesAgo: number, kind: string, node: number) =>
    mesh.database.insert('events', {
      event_id: 100 + id,
      at: NOW - minutesAgo * MINUTE,
      kind,
      severity: 'warning',
      node_num: node,
      title: kind,
      text: kind,
      data: '{}',
    });

  it('count what happened in the range, and are 0 for the rest', async () => {
    event(1, 10, 'reboot', HILL);
    event(2, 20, 'reboot', HILL);
    event(3, 90, 'reboot', HILL);
    event(4, 20, 'reboot', FIJI);
    event(5, 30, 'key_changed', LAKE);
    event(6, 30, 'key_shared', LAKE);
    expect(await valuesOf('node_reboots')).toMatchObject({ HILL: 2, LAKE: 0, FIJI: 1, SOLO: 0 });
    expect(await valuesOf('node_reboots', { from: NOW - 2 * HOUR })).toMatchObject({ HILL: 3 });
    expect(await valuesOf('node_key_changes')).toMatchObject({ HILL: 0, LAKE: 1 });
  });
});

describe('node_best_snr', () => {
  it('is the strongest link in either direction seen in the range', async () => {
    expect(await valuesOf('node_best_snr', { from: NOW - 2 * HOUR })).toEqual({
      HILL: -3.5,
      LAKE: -3.5,
      FIJI: 6,
      WALL: 6,
    });
    expect(await valuesOf('node_best_snr', { from: NOW - 2 * DAY })).toMatchObject({ SOLO: -18 });
  });

  it('looks at the kinds of links asked for', async () => {
    const more = { linkKinds: ['neighbor'] };
    expect(await valuesOf('node_best_snr', { from: NOW - 2 * HOUR }, more)).toEqual({ HILL: -5, LAKE: -5 });
  });
});

describe('node_packets', () => {
  it('counts the packets of each node in the range', async () => {
    expect(await valuesOf('node_packets')).toEqual({ HILL: 1, LAKE: 3, FIJI: 2, WALL: 0, [idOf(ANON)]: 1, SOLO: 0 });
  });

  it('counts those a gateway heard, of a port, on a channel', async () => {
    expect(await valuesOf('node_packets', {}, { gateways: [idOf(WALL)] })).toMatchObject({ LAKE: 1, FIJI: 1 });
    expect(await valuesOf('node_packets', {}, { portnums: [1] })).toMatchObject({ LAKE: 1, FIJI: 1, HILL: 0 });
    expect(await valuesOf('node_packets', {}, { channels: ['Ops'] })).toEqual({ FIJI: 2, WALL: 0 });
  });

  it('goes back a week in a large mesh, and says so', async () => {
    for (let index = 0; index < 60; index += 1) {
      const heard = { first_heard: NOW - 20 * DAY, last_heard: NOW - HOUR, channel_id: 1 };
      mesh.database.insert('nodes', { node_num: 0x20000000 + index, short_name: `N${index}`, ...heard });
    }
    seedPacket(mesh.database, { row: 900, from: 0x20000000, at: NOW - 8 * DAY, heard: [[HILL, 1, -90, 0]] });
    seedPacket(mesh.database, { row: 901, from: 0x20000000, at: NOW - 6 * DAY, heard: [[HILL, 1, -90, 0]] });
    const [frame] = await ask({ metrics: ['node_packets'] }, { from: NOW - 10 * DAY });
    expect(frame?.schema.meta?.notices?.[0]?.text).toBe('Packets are counted for the last 7 days of the range.');
    expect(await valuesOf('node_packets', { from: NOW - 10 * DAY })).toMatchObject({ N0: 1 });
    const one = { nodes: [idOf(0x20000000)] };
    expect(await valuesOf('node_packets', { from: NOW - 10 * DAY }, one)).toEqual({ N0: 2 });
  });
});

describe('battery trend', () => {
  const range = { from: NOW - 36 * HOUR };
  const falls = (node: number, from: number, perDay: number, hoursAgo: number, until: number, metric: SeedMetric) => {
    for (let hour = hoursAgo; hour >= until; hour -= 1) {
      mesh.database.sample(metric, node, NOW - hour * HOUR, from + (perDay * (hoursAgo - hour)) / 24);
    }
  };
  const BATTERY = 'device_battery_level';
  const trend = 'node_battery_change_per_day';

  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM samples; DELETE FROM node_metrics');
  });

  it('is the slope of a line through the readings', async () => {
    falls(HILL, 90, -12, 24, 0.5, BATTERY);
    falls(LAKE, 40, 6, 24, 0.5, BATTERY);
    falls(WALL, 55, 0, 24, 0.5, BATTERY);
    const values = await valuesOf(trend, range);
    expect(values.HILL).toBeCloseTo(-12, 6);
    expect(values.LAKE).toBeCloseTo(6, 6);
    expect(values.WALL).toBeCloseTo(0, 6);
  });

  it('tells when a battery will be empty, where it falls', async () => {
    falls(HILL, 90, -12, 60, 0.5, BATTERY);
    falls(LAKE, 40, 6, 60, 0.5, BATTERY);
    falls(WALL, 55, 0, 60, 0.5, BATTERY);
    const left = await valuesOf('node_battery_days_left', { from: NOW - 3 * DAY });
    expect(Object.keys(left)).toEqual(['HILL']);
    expect(left.HILL).toBeCloseTo((90 - 29.5) / 12, 1);
  });

  it('forecasts nothing before two days and nights have passed: the first night of a solar node is no end', async () => {
    falls(HILL, 60, -24, 40, 0.5, BATTERY);
    expect((await valuesOf(trend, { from: NOW - 3 * DAY })).HILL).toBeCloseTo(-24, 6);
    expect(await valuesOf('node_battery_days_left', { from: NOW - 3 * DAY })).toEqual({});
  });

  it('starts anew after external power: a line across the gap would describe nothing', async () => {
    falls(HILL, 60, -24, 30, 20, BATTERY);
    mesh.database.sample('device_powered', HILL, NOW - 19 * HOUR, 1);
    mesh.database.sample('device_powered', HILL, NOW - 17 * HOUR, 1);
    mesh.database.sample('device_powered', HILL, NOW - 16 * HOUR, 0);
    falls(HILL, 100, -6, 16, 1, BATTERY);
    expect((await valuesOf(trend, range)).HILL).toBeCloseTo(-6, 6);
  });

  it('has nothing to say about a node on external power now', async () => {
    falls(HILL, 60, -24, 30, 20, BATTERY);
    mesh.database.sample('device_powered', HILL, NOW - 19 * HOUR, 1);
    expect(await valuesOf(trend, range)).toEqual({});
    expect(await valuesOf('node_battery_days_left', range)).toEqual({});
  });

  it('wants readings over six hours: charge is told in whole percent', async () => {
    falls(HILL, 60, -24, 5, 0.5, BATTERY);
    expect(await valuesOf(trend, range)).toEqual({});
    mesh.database.sample(BATTERY, LAKE, NOW - 30 * HOUR, 80);
    mesh.database.sample(BATTERY, LAKE, NOW - HOUR, 60);
    expect(await valuesOf(trend, range)).toEqual({});
  });

  it('comes from the hourly roll-up as far as that goes, for long ranges', async () => {
    const until = NOW - 3 * HOUR;
    const rolled = until - (until % HOUR);
    mesh.database.db.prepare(`INSERT INTO metadata VALUES ('rolled_up_until', ?)`).run(String(rolled));
    falls(HILL, 90, -4, 72, 0.5, BATTERY);
    const roll = mesh.database.db.prepare(`
      INSERT INTO samples_hourly
      SELECT metric_id, node_num, at - at % ${HOUR} AS hour, COUNT(*), MIN(value), MAX(value), SUM(value), MAX(value)
      FROM samples WHERE at < ? GROUP BY 1, 2, 3`);
    roll.run(rolled);
    mesh.database.db.prepare('DELETE FROM samples WHERE at < ?').run(rolled);
    expect((await valuesOf(trend, { from: NOW - 4 * DAY })).HILL).toBeCloseTo(-4, 1);
    // On external power in an hour that only the roll-up remembers.
    const powered = { metric_id: METRICS.device_powered, node_num: HILL, hour: rolled - 2 * HOUR, count: 1 };
    mesh.database.insert('samples_hourly', { ...powered, minimum: 1, maximum: 1, total: 1, last: 1 });
    expect(await valuesOf(trend, { from: NOW - 4 * DAY })).toEqual({});
  });
});

describe('values of gateways', () => {
  it('are 0 while a gateway publishes, and the time of its silence when it does not', async () => {
    expect(await valuesOf('gateway_silent_seconds')).toEqual({ HILL: 0, WALL: 9 * 3600 });
    expect(await valuesOf('gateway_last_seen_age_seconds')).toEqual({ HILL: 60, WALL: 9 * 3600 });
  });

  it('have the labels of the gateway, and are narrowed like the gateways', async () => {
    const [frame] = await ask({ metrics: ['gateway_silent_seconds'], gateways: [idOf(WALL)] });
    expect(frame?.schema.fields.map(({ name }) => name)).toEqual([
      'gateway_id',
      'short_name',
      'long_name',
      'gateway_silent_seconds',
    ]);
    expect(frame?.data.values).toEqual([[idOf(WALL)], ['WALL'], ['Wallis Gate'], [9 * 3600]]);
    expect(await valuesOf('gateway_silent_seconds', {}, { channels: ['LongFast'] })).toEqual({ HILL: 0 });
    expect(await valuesOf('gateway_silent_seconds', {}, { includeSilent: false })).toEqual({ HILL: 0 });
  });
});

describe('values of channels', () => {
  it('count distinct packets, and those that no key fits', async () => {
    expect(await valuesOf('channel_packets')).toEqual({ LongFast: 4, Ops: 2, '(no name)': 1 });
    expect(await valuesOf('channel_undecryptable_packets')).toEqual({ LongFast: 0, Ops: 0, '(no name)': 1 });
    seedPacket(mesh.database, { row: 50, from: LAKE, at: NOW - MINUTE, status: 'undecryptable', port: null, heard: [[HILL, 1, -9, 0], [WALL, 1, -9, 1]] }); // prettier-ignore
    expect(await valuesOf('channel_undecryptable_ratio')).toEqual({ LongFast: 0.2, Ops: 0, '(no name)': 1 });
  });

  it('say the same when the packets themselves are counted', async () => {
    const everybody = { search: '!1000' };
    expect(await valuesOf('channel_packets', {}, everybody)).toEqual({ LongFast: 4, Ops: 2, '(no name)': 1 });
    expect(await valuesOf('channel_packets', {}, { gateways: [idOf(WALL)] })).toEqual({ LongFast: 2, Ops: 1 });
    expect(await valuesOf('channel_undecryptable_ratio', {}, { nodes: [idOf(ANON)] })).toEqual({ '(no name)': 1 });
    expect(await valuesOf('channel_packets', {}, { channels: ['Ops'] })).toEqual({ Ops: 2 });
  });
});

describe('the catalog', () => {
  it('tells what nodes report from what the collector works out', async () => {
    const entries = await mesh.store.catalog();
    expect(entries.find(({ metric }) => metric === 'device_voltage')).toMatchObject({
      derived: false,
      entity: 'node',
      nodes: 1,
      prometheusName: 'meshtastic_device_voltage',
    });
    expect(entries.find(({ metric }) => metric === 'node_silent_seconds')).toEqual({
      metric: 'node_silent_seconds',
      variant: 'derived',
      title: 'Silent for',
      description: derivedMetrics.node_silent_seconds.description,
      unit: 's',
      kind: 'gauge',
      prometheusName: null,
      nodes: null,
      derived: true,
      entity: 'node',
    });
  });

  it('offers both kinds to those who pick values, and time series only what has a history', async () => {
    const request = { from: undefined, to: undefined, search: 'volt', filters: [], limit: 100 };
    expect(await mesh.store.variables({ ...request, kind: 'values' })).toEqual([
      { text: 'Battery voltage', value: 'device_voltage', group: 'telemetry' },
    ]);
    expect(await mesh.store.variables({ ...request, kind: 'values', search: 'node_silent' })).toEqual([
      { text: 'Silent for', value: 'node_silent_seconds', group: 'node' },
    ]);
    const series = await mesh.store.variables({ ...request, kind: 'metrics', search: '' });
    expect(series.map(({ value }) => value)).not.toContain('node_silent_seconds');
  });
});
