/** Filters by channel over a store that was written by real commits: a channel is what a packet used. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { queryRequestSchema, variablesRequestSchema } from '@mesh-observatory/contract/query';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../src/store/store.js';
import type { MapReportEvent } from '../../src/model.js';
import {
  GATEWAY,
  HOUR_MS,
  ingested,
  type IngestedOptions,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  position,
  T0,
  telemetry,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
let reading: ReadStore;
beforeEach(() => {
  store = openTestStore();
  reading = createReadStore({ path: store.path, threads: 0, now: () => store.now });
});
afterEach(async () => {
  await reading.close();
  await store.dispose();
});

const idOf = (num: number) => `!${num.toString(16).padStart(8, '0')}`;
const all = () => ({ from: T0 - HOUR_MS, to: store.now + 1 });

async function framesOf(query: object, range = all()): Promise<FrameJson[]> {
  const request = queryRequestSchema.parse({ ...range, queries: [{ refId: 'A', ...query }] });
  const { results } = await reading.query(request);
  expect(results.A?.error).toBeUndefined();
  return results.A?.frames ?? [];
}

async function column(query: object, name: string, range = all()): Promise<unknown[]> {
  const frames = await framesOf(query, range);
  return frames.flatMap(
    ({ schema, data }) => data.values[schema.fields.findIndex((field) => field.name === name)] ?? [],
  );
}

const on = (channel: string, options: IngestedOptions = {}) =>
  ingested({ ...options, packet: { channel, ...options.packet } });
const directMessage = (at: number) =>
  on('PKI', { at, to: OTHER, port: null, packet: { decodeStatus: 'pki', payloadStatus: 'none', channelHash: 0 } });
const report: MapReportEvent = {
  type: 'map_report',
  longName: 'Ann',
  shortName: 'Ann',
  hwModel: 'HELTEC_V3',
  role: 'CLIENT',
  firmwareVersion: '2.7.1',
  region: 'EU_868',
  modemPreset: 'SHORT_SLOW',
  hasDefaultChannel: true,
  onlineLocalNodes: 1,
  locationOptIn: true,
};
const mapReport = (at: number, channel: string) =>
  on(channel, { from: NODE, gateway: NODE, at, id: 0, events: [report], key: `map ${at}`, reception: { kind: 'map' } });

function speakOnLongFast() {
  store.commit(
    on('LongFast', { at: T0, events: [telemetry({ device_battery_level: 60 })] }),
    on('LongFast', { at: T0 + MINUTE_MS, events: [position(48, 7.8)] }),
    on('LongFast', { at: T0 + 2 * MINUTE_MS, events: [nodeInfo('Ann')] }),
    on('LongFast', { at: T0 + 3 * MINUTE_MS, gateway: OTHER, from: GATEWAY, events: [nodeInfo('Gate')] }),
  );
}

describe('what is not sent on a channel', () => {
  const others = () => [
    directMessage(T0 + 10 * MINUTE_MS),
    directMessage(T0 + 11 * MINUTE_MS),
    mapReport(T0 + 12 * MINUTE_MS, 'ShortSlow'),
    mapReport(T0 + 13 * MINUTE_MS, ''),
    on('Family', { at: T0 + 14 * MINUTE_MS, packet: { flags: ['retained'] } }),
  ];

  it('changes the channel of no node, and names no channel', async () => {
    speakOnLongFast();
    store.commit(...others());
    expect(store.ingest.hot.get(NODE)?.channel).toBe('LongFast');
    expect(store.ingest.hot.channelsOf(NODE)).toEqual(['LongFast']);
    const { data: gateways } = await reading.list('gateways', {});
    expect(gateways.flatMap(({ channels }) => channels)).not.toEqual(expect.arrayContaining(['PKI']));
    expect(gateways.flatMap(({ channels }) => channels)).not.toEqual(expect.arrayContaining(['']));
    const choices = await reading.variables(variablesRequestSchema.parse({ kind: 'channels' }));
    expect(choices.map(({ value }) => value)).not.toContain('PKI');
    expect(await column({ queryType: 'channels' }, 'channel')).not.toContain('PKI');
    expect(await column({ queryType: 'values', metrics: ['channel_packets'] }, 'channel')).not.toContain('(PKI)');
  });

  it('is still shown as packets between two keys', async () => {
    speakOnLongFast();
    store.commit(...others());
    expect((await column({ queryType: 'packets' }, 'decodeStatus')).filter((status) => status === 'pki')).toHaveLength(
      2,
    );
  });

  it.each(queryTypes.filter((type) => type !== 'collector'))(
    'takes nothing from the answer to %s on the channel',
    async (queryType) => {
      speakOnLongFast();
      const query = {
        queryType,
        channels: ['LongFast'],
        metrics: [queryType === 'signal' ? 'snr' : 'device_battery_level'],
        stat: 'nodes_total',
      };
      // The range ends before the packets that are added below.
      const range = { from: T0 - HOUR_MS, to: store.now + 1 };
      const rows = async () => (await framesOf(query, range)).map(({ data }) => data.values[0]?.length ?? 0);
      const before = await rows();
      store.commit(...others());
      expect(await rows()).toEqual(before);
      if (['nodes', 'timeseries', 'positions', 'values', 'stat', 'nodegraph'].includes(queryType))
        expect(before[0]).toBeGreaterThan(0);
    },
  );
});

describe('a node that sends on two channels', () => {
  const later = T0 + 2 * HOUR_MS;
  beforeEach(() => {
    speakOnLongFast();
    store.commit(
      on('Family', { at: later, events: [telemetry({ device_battery_level: 50 })] }),
      on('Family', { at: later + MINUTE_MS, events: [position(50, 9)] }),
    );
  });

  it('is found under both, and stands with its newest broadcast', async () => {
    expect(await column({ queryType: 'nodes', channels: ['LongFast'] }, 'nodeId')).toContain(idOf(NODE));
    expect(await column({ queryType: 'nodes', channels: ['Family'] }, 'nodeId')).toEqual([idOf(NODE)]);
    expect(store.ingest.hot.get(NODE)?.channel).toBe('Family');
    expect(store.ingest.hot.channelsOf(NODE)).toEqual(['LongFast', 'Family']);
    expect((await reading.list('nodes', { channels: ['Family'] })).data.map(({ nodeId }) => nodeId)).toEqual([
      idOf(NODE),
    ]);
  });

  it('has the history of each channel under that channel only', async () => {
    const battery = { queryType: 'timeseries', metrics: ['device_battery_level'] };
    expect(await column({ ...battery, channels: ['LongFast'] }, 'device_battery_level')).toEqual([60]);
    expect(await column({ ...battery, channels: ['Family'] }, 'device_battery_level')).toEqual([50]);
    expect(
      await column({ ...battery, combine: true, aggregation: 'sum', channels: ['Family'] }, 'device_battery_level'),
    ).toEqual([50]);
    expect(await column({ queryType: 'positions', channels: ['LongFast'] }, 'latitude')).toEqual([48]);
    expect(await column({ queryType: 'positions', channels: ['Family'] }, 'latitude')).toEqual([50]);
  });

  it('is on the channel of the packets of the range, not of later ones', async () => {
    const early = { from: T0 - HOUR_MS, to: T0 + HOUR_MS };
    const late = { from: later, to: later + HOUR_MS };
    expect(await column({ queryType: 'nodes', channels: ['LongFast'] }, 'nodeId', late)).not.toContain(idOf(NODE));
    expect(await column({ queryType: 'nodes', channels: ['Family'] }, 'nodeId', early)).toEqual([]);
    expect(await column({ queryType: 'nodes', channels: ['LongFast'] }, 'nodeId', early)).toContain(idOf(NODE));
  });

  it('keeps its channel when a packet to one node comes on another', () => {
    store.commit(on('Other', { at: later + HOUR_MS, to: OTHER }));
    expect(store.ingest.hot.get(NODE)?.channel).toBe('Family');
  });
});

describe('a filter by channel', () => {
  /** Numbers that only look random: the same in every run. */
  function* numbers() {
    for (let state = 7; ;) {
      state = (state * 48271) % 0x7fffffff;
      yield state;
    }
  }

  it('finds exactly the nodes with a packet on it in the range, in whatever order packets came', async () => {
    const next = numbers();
    const pick = (count: number) => next.next().value! % count;
    const sent = Array.from({ length: 150 }, () => ({
      from: 0x2000 + pick(6),
      channel: ['LongFast', 'Family', 'Club'][pick(3)]!,
      at: T0 + pick(48) * HOUR_MS,
    }));
    store.commit(...sent.map(({ channel, ...options }) => on(channel, options)));
    for (let trial = 0; trial < 60; trial++) {
      const [one, two] = [pick(50), pick(50)].map((hour) => T0 + hour * HOUR_MS - 1);
      const range = { from: Math.min(one!, two!), to: Math.max(one!, two!) + 1 };
      const channel = ['LongFast', 'Family', 'Club'][pick(3)]!;
      const expected = new Set(
        sent
          .filter((packet) => packet.channel === channel && packet.at >= range.from && packet.at < range.to)
          .map(({ from }) => idOf(from)),
      );
      const found = await column({ queryType: 'nodes', channels: [channel] }, 'nodeId', range);
      expect([range, channel, [...found].sort()]).toEqual([range, channel, [...expected].sort()]);
    }
  });

  it('of gateways asks what they published in the range', async () => {
    store.commit(on('LongFast', { at: T0 }), on('Family', { at: T0 + 5 * HOUR_MS }));
    const gateways = (channel: string, from: number, to: number) =>
      column({ queryType: 'gateways', channels: [channel] }, 'receptions', { from, to });
    expect(await gateways('LongFast', T0, T0 + HOUR_MS)).toEqual([1]);
    expect(await gateways('Family', T0, T0 + HOUR_MS)).toEqual([]);
    expect(await gateways('Family', T0, T0 + 6 * HOUR_MS)).toEqual([1]);
    expect(await gateways('LongFast', T0 + HOUR_MS, T0 + 6 * HOUR_MS)).toEqual([]);
  });

  it('of events keeps the silence of a node that was on the channel in the week before', async () => {
    store.commit(on('LongFast', { at: T0 }), on('Family', { from: OTHER, at: T0 }));
    store.commit(on('Club', { from: 0x4000, at: T0 + 30 * HOUR_MS }));
    store.ingest.sweep(store.now as typeof T0);
    const range = { from: store.now - HOUR_MS, to: store.now + 1 };
    const silent = await column(
      { queryType: 'events', channels: ['LongFast'], eventKinds: ['node_silent'] },
      'nodeId',
      range,
    );
    expect(silent).toContain(idOf(NODE));
    expect(silent).not.toContain(idOf(OTHER));
  });
});

describe('a database from before channels were remembered', () => {
  it('is filled from its packets, the pseudo channel and map reports apart', async () => {
    speakOnLongFast();
    store.commit(
      on('Family', { at: T0 + HOUR_MS }),
      directMessage(T0 + 2 * HOUR_MS),
      mapReport(T0 + 3 * HOUR_MS, 'ShortSlow'),
    );
    const before = store.rows('SELECT * FROM node_channels ORDER BY 1, 2');
    store.writer.exec('DELETE FROM node_channels');
    await store.maintenance.rollUp(store.now as typeof T0);
    expect(store.rows('SELECT * FROM node_channels ORDER BY 1, 2')).toEqual(before);
    store.writer.exec('DELETE FROM node_channels');
    await store.maintenance.rollUp(store.now as typeof T0);
    expect(store.rows('SELECT * FROM node_channels')).toEqual([]); // once is enough
  });
});
