/** Signals are judged by the decoding limit of the modem preset in use. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { airtimeMs, decodingLimitDb, modemPresetNames, totalAirtimeMs } from '@mesh-observatory/contract/modem-presets';
import { createMeshRadio, dutyCyclePercent } from '@mesh-observatory/contract/mesh-radio';
import { marginSteps, snrSteps } from '@mesh-observatory/contract/thresholds';
import {
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  SOLO,
  WALL,
  idOf,
  requestOf,
  seedPacket,
} from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

const DAY = 24 * HOUR;
const mesh = useSeededMesh();

const report = (num: number, preset: string) =>
  mesh.database.db.prepare('UPDATE nodes SET modem_preset = ? WHERE node_num = ?').run(preset, num);

async function ask(query: Record<string, unknown>, from = NOW - HOUR): Promise<FrameJson[]> {
  const { results } = await mesh.store.query({ ...requestOf(query), from });
  expect(results.A?.error).toBeUndefined();
  return results.A?.frames ?? [];
}

const column = (frame: FrameJson | undefined, name: string): unknown[] =>
  frame?.data.values[frame.schema.fields.findIndex((field) => field.name === name)] ?? [];

function link(from: number, to: number, snr: number, more: Record<string, number | string> = {}): void {
  mesh.database.insert('links', {
    ...{ from_num: from, to_num: to, kind: 'direct', snr, snr_avg: snr, snr_at: NOW - MINUTE, count: 9 },
    ...{ first_seen: NOW - DAY, last_seen: NOW - MINUTE },
    ...more,
  });
}

describe('modem presets', () => {
  it('decode down to what their spreading factor allows', () => {
    expect(Object.fromEntries(modemPresetNames.map((name) => [name, decodingLimitDb(name)]))).toMatchObject({
      SHORT_FAST: -7.5,
      SHORT_SLOW: -10,
      MEDIUM_FAST: -12.5,
      MEDIUM_SLOW: -15,
      LONG_FAST: -17.5,
      LONG_SLOW: -20,
    });
  });

  it('occupy the channel as long as Semtech says', () => {
    // 16.25 + 4 + 8 symbols, and 4/5 code of 34 + 16 bytes: (400 - 28 + 44) / 28 groups.
    expect(airtimeMs('SHORT_FAST', 34)).toBeCloseTo((28.25 + 75) * 0.512, 6);
    // Low data rate optimization: symbols of 32.8 ms carry two bits less.
    expect(airtimeMs('LONG_SLOW', 34)).toBeCloseTo((28.25 + Math.ceil((400 - 48 + 44) / 40) * 8) * 32.768, 6);
    expect(airtimeMs('LONG_FAST', 40)).toBeGreaterThan(5 * airtimeMs('SHORT_FAST', 40));
  });

  it('have the same airtime in sum as packet by packet', () => {
    for (const name of modemPresetNames) {
      const sizes = Array.from({ length: 200 }, (_, index) => 10 + index);
      const exact = sizes.reduce((sum, size) => sum + airtimeMs(name, size), 0);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      expect(totalAirtimeMs(name, sizes.length, bytes) / exact).toBeCloseTo(1, 2);
    }
  });
});

describe('the radio of a mesh', () => {
  const node = (nodeId: string, modemPreset: string | null, lastHeard = NOW, region: string | null = null) => ({
    ...{ nodeId, modemPreset, region, lastHeard },
  });
  const settings = { modemPreset: 'LONG_FAST', region: null } as const;

  it('is what most nodes report that were heard lately, else the setting', () => {
    const reports = [node('!1', 'SHORT_FAST'), node('!2', 'MEDIUM_SLOW'), node('!3', 'SHORT_FAST'), node('!4', null)];
    const outdated = ['!5', '!6', '!7'].map((id) => node(id, 'LONG_SLOW', NOW - 8 * DAY));
    expect(createMeshRadio([...reports, ...outdated], settings).modemPreset).toBe('SHORT_FAST');
    expect(createMeshRadio([node('!1', 'PRESET_99')], settings).modemPreset).toBe('LONG_FAST');
    expect(createMeshRadio([node('!1', null, NOW, 'EU_868')], settings).region).toBe('EU_868');
    expect([dutyCyclePercent('EU_868'), dutyCyclePercent('US'), dutyCyclePercent(null)]).toEqual([
      10,
      undefined,
      undefined,
    ]);
  });

  it('judges a signal by the preset of its receiver, else of its sender, else of the mesh', () => {
    const radio = createMeshRadio(
      [node('!1', 'SHORT_FAST'), node('!2', 'SHORT_FAST'), node('!3', 'LONG_SLOW')],
      settings,
    );
    expect(radio.marginDb(-7, '!9')).toBe(0.5);
    expect(radio.marginDb(-7, '!3', '!1')).toBe(13);
    expect(radio.marginDb(-7, '!9', '!3')).toBe(13);
    expect(radio.marginDb(null, '!1')).toBeNull();
  });
});

describe('answers', () => {
  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM links');
  });

  it('have the margin of links by the preset of the mesh, and color by it', async () => {
    report(HILL, 'SHORT_FAST');
    link(LAKE, HILL, -7);
    link(HILL, LAKE, 3, { kind: 'internet' });
    const [frame] = await ask({ queryType: 'links' });
    expect(column(frame, 'kind').map((kind, row) => [kind, column(frame, 'margin')[row]])).toEqual([
      ['internet', null],
      ['direct', 0.5],
    ]);
    const stepsOf = (name: string) =>
      frame?.schema.fields.find((field) => field.name === name)?.config?.thresholds?.steps.map(({ value }) => value);
    expect(stepsOf('margin')).toEqual(marginSteps.map(({ from }) => from));
    expect(stepsOf('snr')).toEqual(snrSteps(-7.5).map(({ from }) => from));
  });

  it('have it of signals over time', async () => {
    report(HILL, 'SHORT_FAST');
    const [signal] = await ask({ queryType: 'signal', metrics: ['snr'], nodes: [idOf(LAKE)] });
    const [margin] = await ask({ queryType: 'signal', metrics: ['margin'], nodes: [idOf(LAKE)] });
    expect(margin?.schema.fields[1]?.name).toBe('margin');
    expect(margin?.data.values[1]).toEqual(signal?.data.values[1]?.map((snr) => Number(snr) + 7.5));
  });

  it('judge a node by its best link with at least five readings', async () => {
    link(LAKE, HILL, -16);
    link(LAKE, WALL, 5, { count: 4 });
    link(SOLO, WALL, 5, { count: 4 });
    const [frame] = await ask({ queryType: 'values', metrics: ['node_best_margin'] });
    const values = Object.fromEntries<unknown>(
      column(frame, 'short_name').map((name, row) => [String(name), column(frame, 'node_best_margin')[row]]),
    );
    expect(values).toEqual({ HILL: 1.5, LAKE: 1.5 });
  });

  it('compare the directions of a link only with enough readings on both sides', async () => {
    link(LAKE, HILL, -16);
    link(HILL, LAKE, 2, { count: 4, kind: 'neighbor' });
    const row = async () => {
      const [frame] = await ask({ queryType: 'linkpairs' });
      return ['snrDifference', 'weakestMargin', 'marginBack', 'margin'].map((name) => column(frame, name)[0]);
    };
    expect(await row()).toEqual([null, 1.5, 1.5, 19.5]);
    mesh.database.db.exec('UPDATE links SET count = 5');
    expect(await row()).toEqual([18, 1.5, 1.5, 19.5]);
  });

  it('put the one node that is asked for first, whatever was heard', async () => {
    link(HILL, LAKE, 2);
    link(SOLO, LAKE, 4);
    link(LAKE, WALL, -3);
    for (const num of [LAKE, WALL]) {
      const [frame] = await ask({ queryType: 'linkpairs', nodes: [idOf(num)] });
      expect(new Set(column(frame, 'fromId'))).toEqual(new Set([idOf(num)]));
    }
    const [frame] = await ask({ queryType: 'linkpairs', nodes: [idOf(LAKE)] });
    expect(
      column(frame, 'toName').map((name, row) => [name, column(frame, 'snr')[row], column(frame, 'snrBack')[row]]),
    ).toEqual([
      ['HILL', null, 2],
      ['WALL', -3, null],
      ['SOLO', null, 4],
    ]);
  });

  it('tell how fast a link gets worse, over two days or more', async () => {
    link(LAKE, HILL, -6);
    for (let hour = 0; hour < 72; hour += 1)
      mesh.database.insert('receptions_hourly', {
        ...{
          gateway_num: HILL,
          from_num: LAKE,
          hour: NOW - (NOW % HOUR) - (72 - hour) * HOUR,
          receptions: 3,
          direct: 2,
        },
        ...{ snr_best: 0, snr_total: 2 * (-hour / 12), snr_count: 2, rssi_best: -90 },
      });
    const trend = async (from: number) => column((await ask({ queryType: 'linkpairs' }, from))[0], 'trend')[0];
    expect(await trend(NOW - 3 * DAY)).toBeCloseTo(-2, 6);
    expect(await trend(NOW - DAY)).toBeNull();
  });
});

describe('the duty cycle', () => {
  it.each([
    ['EU_868', [[10]]],
    ['US', [[]]],
  ])('of %s is a number for a line in graphs, where there is a limit', async (region, expected) => {
    mesh.database.db.prepare('UPDATE nodes SET region = ?').run(region);
    const [frame] = await ask({ queryType: 'stat', stat: 'duty_cycle' });
    expect(frame?.data.values).toStrictEqual(expected);
  });
});

describe('airtime', () => {
  beforeEach(() => {
    report(HILL, 'SHORT_FAST');
    mesh.database.db.exec('DELETE FROM packets; DELETE FROM receptions; DELETE FROM links');
  });
  let row = 500;
  const send = (from: number, at: number, relays: readonly [gateway: number, byte: number][] = []) => {
    row += 1;
    seedPacket(mesh.database, { row, from, at, size: 34, heard: relays.map(([gateway]) => [gateway, 1, -90, 1]) });
    for (const [gateway, byte] of relays)
      mesh.database.db
        .prepare('UPDATE receptions SET relay_node = ? WHERE packet_row = ? AND gateway_num = ?')
        .run(byte, row, gateway);
  };
  const share = (packets: number, spanMs: number) => totalAirtimeMs('SHORT_FAST', packets, packets * 34) / spanMs;
  const values = async (metric: string) => {
    const [frame] = await ask({ queryType: 'values', metrics: [metric] });
    return Object.fromEntries<unknown>(
      column(frame, 'short_name').map((name, at) => [String(name), column(frame, metric)[at]]),
    );
  };

  it('is that of the own packets and of relays, each relay once however many gateways heard it', async () => {
    link(SOLO, HILL, 1);
    link(SOLO, WALL, 1);
    send(LAKE, NOW - HOUR);
    for (let minute = 1; minute <= 20; minute += 1)
      send(LAKE, NOW - minute * MINUTE, [
        [HILL, SOLO & 255],
        [WALL, SOLO & 255],
      ]);
    expect(await values('node_airtime_own_share')).toEqual({ LAKE: expect.closeTo(share(21, HOUR), 8) });
    expect(await values('node_airtime_share')).toEqual({
      LAKE: expect.closeTo(share(21, HOUR), 8),
      SOLO: expect.closeTo(share(20, HOUR), 8),
    });
  });

  it('does not guess between two relays', async () => {
    link(SOLO, HILL, 1);
    link(SOLO + 256, HILL, 1);
    send(LAKE, NOW - MINUTE, [[HILL, SOLO & 255]]);
    expect(Object.keys(await values('node_airtime_share'))).toEqual(['LAKE']);
  });

  it('is compared with the habit of the week before', async () => {
    for (let hour = 1; hour <= 48; hour += 1) send(LAKE, NOW - HOUR - hour * HOUR);
    for (let minute = 0; minute < 60; minute += 2) send(LAKE, NOW - minute * MINUTE - 1);
    send(SOLO, NOW - MINUTE);
    const habits = await values('node_airtime_habit_ratio');
    expect(Object.keys(habits)).toEqual(['LAKE']);
    expect(habits.LAKE).toBeGreaterThan(25);
    expect(habits.LAKE).toBeLessThan(35);
  });

  it('is a unit of traffic', async () => {
    for (let second = 0; second < 60; second += 1) send(LAKE, NOW - 10 * MINUTE + second * 1000);
    const [frame] = await ask({ queryType: 'traffic', trafficBy: 'node', trafficUnit: 'airtime', intervalMs: MINUTE });
    expect(Math.max(...(frame?.data.values[1] ?? []).map(Number))).toBeCloseTo(share(60, MINUTE), 8);
    expect(frame?.schema.fields[1]?.config?.unit).toBe('percentunit');
  });
});
