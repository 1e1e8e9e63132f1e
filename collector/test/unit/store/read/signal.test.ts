import { describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { createMeshRadio, DEFAULT_RADIO } from '@mesh-observatory/contract/mesh-radio';
import { queryRequestSchema } from '@mesh-observatory/contract/query';
import { buildSignal } from '../../../../src/store/sqlite/read/queries/signal.js';
import { openReadConnection } from '../../../../src/store/sqlite/read/connection.js';
import type { Reader } from '../../../../src/store/sqlite/read/connection.js';
import type { Sql } from '../../../../src/store/sqlite/read/sql.js';
import {
  FIJI,
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  WALL,
  idOf,
  requestOf,
  seedPacket,
} from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

const DAY = 24 * HOUR;

const mesh = useSeededMesh();

const answer = async (query: Record<string, unknown>, from = NOW - HOUR) =>
  (await mesh.store.query({ ...requestOf({ queryType: 'signal', intervalMs: MINUTE, ...query }), from })).results.A!;

async function frames(query: Record<string, unknown> = {}, from?: number): Promise<FrameJson[]> {
  const { error, frames: found } = await answer(query, from);
  expect(error).toBeUndefined();
  return found;
}

const field = (frame: FrameJson | undefined) => frame?.schema.fields[1];
const pairOf = (frame: FrameJson) => `${field(frame)?.labels?.shortName} ${field(frame)?.labels?.gatewayShortName}`;
const pairsOf = async (query: Record<string, unknown>, from?: number) => (await frames(query, from)).map(pairOf);
const pointsOf = ({
  data: {
    values: [times = [], values = []],
  },
}: FrameJson) =>
  // prettier-ignore
  times.map((time, index) => [(NOW - Number(time)) / MINUTE, values[index]]);

let row = 100;
const heard = (from: number, minutesAgo: number, gateways: Parameters<typeof seedPacket>[1]['heard'], more = {}) =>
  seedPacket(mesh.database, { row: row++, from, at: NOW - minutesAgo * MINUTE, heard: gateways, ...more });

describe('the signal', () => {
  it('is a series per node and gateway that heard it, those with the most receptions first', async () => {
    const [lake, fiji, ...others] = await frames();
    expect(others).toEqual([]);
    expect(pointsOf(lake!)).toEqual([
      [50, -3.5],
      [40, -4],
      [35, -3],
    ]);
    expect(field(lake)).toMatchObject({
      name: 'snr',
      labels: {
        node: idOf(LAKE),
        shortName: 'LAKE',
        longName: 'Lake 100% _solar_',
        role: 'CLIENT',
        gateway: idOf(HILL),
        gatewayShortName: 'HILL',
        gatewayLongName: 'Hill Router',
        metric: 'snr',
      },
      config: { displayNameFromDS: 'LAKE → HILL', unit: 'dB', thresholds: { mode: 'absolute' } },
    });
    expect(field(lake)?.config).not.toHaveProperty('color');
    expect(pointsOf(fiji!)).toEqual([[30, 6]]);
    expect(lake?.schema.meta).toMatchObject({ type: 'timeseries-multi', typeVersion: [0, 1] });
  });

  it('is that of direct receptions: not of a relay, not what a gateway sent itself', async () => {
    mesh.database.db.exec('DELETE FROM receptions');
    heard(LAKE, 9, [[HILL, -5, -90, 1]]);
    heard(LAKE, 8, [[HILL, -5, -90, null]]);
    heard(HILL, 7, [[HILL, 9, -20, 0, 1]]);
    heard(LAKE, 6, [[HILL, null, -90, 0]]);
    expect(await frames()).toEqual([]);
    heard(LAKE, 5, [[HILL, -5, -90, 0]]);
    expect((await frames()).map(pointsOf)).toEqual([[[5, -5]]]);
  });

  it('is the mean of each bucket, on the grid of the epoch', async () => {
    const [lake] = await frames({ intervalMs: 20 * MINUTE });
    expect(pointsOf(lake!)).toEqual([
      [60, -3.5],
      [40, -3.5],
    ]);
  });

  it('is the strength on request, and nothing but one of them', async () => {
    const [lake] = await frames({ metrics: ['rssi'] });
    expect(pointsOf(lake!).map(([, rssi]) => rssi)).toEqual([-101, -102, -100]);
    expect(field(lake)?.config).toMatchObject({ unit: 'dBm', decimals: 0 });
    for (const metrics of [['noise'], ['snr', 'rssi']])
      expect(await answer({ metrics })).toMatchObject({
        status: 400,
        error: `A signal is snr or margin or rssi, one at a time; not ${metrics.join(', ')}.`,
      });
  });

  it('is named by the legend, and by ids where there are no names', async () => {
    const names = async (legend?: string) =>
      (await frames({ legend })).map((frame) => field(frame)?.config?.displayNameFromDS);
    expect(await names('{{title}} {{shortName}} at {{gatewayLongName}}')).toEqual([
      'SNR LAKE at Hill Router',
      'SNR FIJI at Wallis Gate',
    ]);
    mesh.database.db.exec('UPDATE nodes SET short_name = NULL, long_name = NULL');
    expect(await names()).toEqual([`${idOf(LAKE)} → ${idOf(HILL)}`, `${idOf(FIJI)} → ${idOf(WALL)}`]);
    expect(Object.keys(field((await frames())[0])?.labels ?? {})).toEqual(['node', 'gateway', 'metric', 'role']);
  });

  it('carries thresholds only on request', async () => {
    expect(field((await frames({ thresholds: false }))[0])?.config).not.toHaveProperty('thresholds');
  });

  it('honors nodes, gateways, channels, ports, roles and the range', async () => {
    heard(LAKE, 5 * 60, [[WALL, -15, -120, 0]]);
    expect(await pairsOf({ nodes: [idOf(LAKE)] })).toEqual(['LAKE HILL']);
    expect(await pairsOf({ nodes: [idOf(LAKE)] }, NOW - 6 * HOUR)).toEqual(['LAKE HILL', 'LAKE WALL']);
    expect(await pairsOf({ gateways: [idOf(WALL)] })).toEqual(['FIJI WALL']);
    expect(await pairsOf({ channels: ['Ops'] })).toEqual(['FIJI WALL']);
    expect(await pairsOf({ roles: ['TRACKER'] })).toEqual(['FIJI WALL']);
    expect((await frames({ portnums: [70] })).map(pointsOf)).toEqual([[[35, -3]]]);
    expect(await pairsOf({ filters: [{ key: 'gateway', operator: '!=', value: 'HILL' }] })).toEqual(['FIJI WALL']);
  });

  it('of many pairs is cut to those with the most receptions, with a notice', async () => {
    for (let node = 1; node <= 25; node += 1)
      for (let minute = 0; minute <= node; minute += 1) heard(node, 1 + minute, [[WALL, 1, -90, 0]]);
    const found = await frames();
    expect(found.map((frame) => field(frame)?.labels?.node)).toEqual(
      Array.from({ length: 20 }, (_, index) => idOf(25 - index)),
    );
    expect(found[0]?.schema.meta?.notices).toEqual([
      {
        severity: 'warning',
        text: 'Only 20 of 27 pairs of node and gateway are shown: those with the most receptions.',
      },
    ]);
    expect(await frames({ limit: 3 })).toHaveLength(3);
  });

  it('of all nodes is read for a week, that of a few nodes as far back as it goes', async () => {
    heard(LAKE, (20 * DAY) / MINUTE, [[HILL, -9, -110, 0]]);
    const month = NOW - 30 * DAY;
    const [all] = await frames({}, month);
    expect(all?.schema.meta?.notices?.map(({ text }) => text)).toEqual([
      'Signals of all nodes are read for the last 7 days of the range.',
    ]);
    const [lake] = await frames({ nodes: [idOf(LAKE)] }, month);
    expect([all?.data.values[1]?.[0], lake?.data.values[1]?.[0]]).toEqual([-3.5, -9]);
    expect(lake?.schema.meta?.notices).toBeUndefined();
  });

  it.each([
    ['all nodes', {}, /^SEARCH p USING (COVERING )?INDEX packets_by_time \(received_at>\? AND received_at<\?\)/],
    ['one node', { nodes: [idOf(FIJI)] }, /^SEARCH p USING .*packets_by_from \(from_num=\? AND received_at>\? AND /],
    ['a gateway', { gateways: [idOf(WALL)], channels: ['Ops'] }, /^SEARCH p USING INDEX packets_by_time \(received_at/],
  ])('of %s is found by indexes, within the range', (_what, query, search) => {
    const asked: Sql[] = [];
    const connection = openReadConnection(mesh.database.path);
    const [parsed] = queryRequestSchema.parse(requestOf({ queryType: 'signal', ...query })).queries;
    connection.run(
      NOW,
      () => undefined,
      (reader) => {
        const tuples: Reader['tuples'] = (one) => {
          if (one.text.includes('receptions')) asked.push(one);
          return reader.tuples(one);
        };
        const range = { from: NOW - HOUR, to: NOW };
        if (parsed?.queryType !== 'signal') throw new Error('not a query of signal');
        buildSignal({
          reader: { ...reader, tuples },
          query: parsed,
          range,
          nodeDashboardUrl: '',
          timeZone: 'UTC',
          health: undefined,
          radio: createMeshRadio([], DEFAULT_RADIO),
        });
      },
    );
    connection.close();
    expect(asked.length).toBeGreaterThan(1);
    mesh.database.db.function('check_canceled', () => 1);
    const plans = asked.map(({ text, values }) =>
      mesh.database.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...values),
    );
    for (const [index, plan] of plans.entries()) {
      const steps = plan.map(({ detail }) => detail);
      // The first finds the pairs; each of the others reads one of them, which has one sender.
      expect(steps[0]).toMatch(
        index === 0 ? search : /^SEARCH p USING .*packets_by_from \(from_num=\? AND received_at>/,
      );
      expect(steps[1]).toMatch(/^SEARCH r USING PRIMARY KEY \(packet_row=\?/);
    }
  });
});
