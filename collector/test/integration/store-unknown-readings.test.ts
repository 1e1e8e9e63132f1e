/** Readings that cannot be make a metric unknown, everywhere, until the next good one. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Measurements, ReadingProblem } from '../../src/model.js';
import { MIGRATIONS, migrate, readMigrations } from '../../src/store/sqlite/file/migrate.js';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../src/store/store.js';
import {
  asJson,
  asUndecryptable,
  changesOf,
  GATEWAY_2,
  ingested,
  MINUTE_MS,
  NODE,
  openTestStore,
  T0,
  telemetry,
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';
import { requestOf } from '../helpers/seeded-database.js';

const METRIC = 'device_air_util_tx';
let store: TestStore;
let read: ReadStore;
const now = T0 + 10 * MINUTE_MS;

beforeEach(() => {
  store = openTestStore();
  read = createReadStore({ path: store.path, threads: 0, now: () => now });
});
afterEach(async () => {
  await read.close();
  await store.dispose();
});

const good = (value: number, minute: number, over: IngestedOptions = {}) =>
  ingested({ at: T0 + minute * MINUTE_MS, events: [telemetry({ [METRIC]: value })], ...over });
const problem: ReadingProblem = { metric: METRIC, fault: 'above_range', reported: 7012.5 };
const measured: Measurements = { samples: [], unknown: [{ metric: METRIC, reason: 'implausible' }] };
const impossible = (minute: number, over: IngestedOptions = {}) =>
  ingested({
    at: T0 + minute * MINUTE_MS,
    events: [{ ...telemetry({}), ...measured }],
    ...over,
    packet: { readingProblems: [problem], flags: ['reading_implausible'], ...over.packet },
  });

async function shown() {
  const range = { from: T0 - MINUTE_MS, to: now };
  const ask = async (query: object) => {
    const { results } = await read.query({ ...requestOf(query as never), ...range });
    return results.A?.frames[0]?.data.values ?? [];
  };
  return {
    memory: store.ingest.hot.get(NODE)?.metrics[METRIC]?.value,
    rest: (await read.node(NODE))?.metrics[METRIC]?.value,
    values: (await ask({ queryType: 'values', metrics: [METRIC] })).at(-1),
  };
}
const everywhere = (value: number) => ({ memory: value, rest: value, values: [value] });
const unknown = { memory: null, rest: null, values: [] };

describe('a reading that cannot be', () => {
  it('makes the metric unknown until the next good one', async () => {
    store.commit(good(3, 0));
    expect(await shown()).toEqual(everywhere(3));
    store.commit(impossible(1));
    expect(await shown()).toEqual(unknown);
    store.commit(good(5, 2));
    expect(await shown()).toEqual(everywhere(5));
    expect(store.rows('SELECT value FROM samples ORDER BY at')).toEqual([{ value: 3 }, { value: 5 }]);
  });

  it('stays unknown over a restart', async () => {
    store.commit(good(3, 0), impossible(1));
    await read.close();
    store = await store.reopen();
    read = createReadStore({ path: store.path, threads: 0, now: () => now });
    expect(await shown()).toEqual(unknown);
  });

  it('of an older packet that comes late erases nothing', async () => {
    store.commit(good(3, 2), impossible(1));
    expect(await shown()).toEqual(everywhere(3));
  });

  it('is not covered by an older good one that comes late', async () => {
    store.commit(impossible(2), good(3, 1));
    expect(await shown()).toEqual(unknown);
  });

  it('is announced as null', () => {
    store.commit(good(3, 0));
    const patches = changesOf(store.commit(impossible(1)), 'node').map(({ patch }) => patch.metrics);
    expect(patches).toEqual([{ [METRIC]: { value: null, at: T0 + MINUTE_MS } }]);
  });

  it('is an event when the metric becomes unknown, and shows in the summary of the packet', () => {
    store.commit(good(3, 0));
    const results = store.commit(impossible(1), impossible(2));
    expect(changesOf(results, 'event').map(({ event }) => [event.kind, event.text])).toEqual([
      ['reading_implausible', 'transmit airtime 7012.5 is above 100; unknown until the next good reading'],
    ]);
    expect(changesOf(results, 'packet').map(({ packet }) => [packet.summary, packet.flags])).toEqual([
      ['transmit airtime 7012.5 is above 100', ['reading_implausible']],
      ['transmit airtime 7012.5 is above 100', ['reading_implausible']],
    ]);
  });

  it('counts once for all copies of a packet, also when the first copies could not be read', () => {
    const problemsOf = (...batch: Parameters<TestStore['commit']>) =>
      store.commit(...batch).map(({ readingProblems = [] }) => readingProblems.length);
    expect(problemsOf(impossible(1, { id: 7 }), impossible(1, { id: 7, gateway: GATEWAY_2 }))).toEqual([1, 0]);
    expect(problemsOf(impossible(2, { id: 8, packet: asJson }), impossible(2, { id: 8 }))).toEqual([1, 0]);
    const sealed = ingested({ at: T0 + 3 * MINUTE_MS, id: 9, packet: asUndecryptable });
    expect(problemsOf(sealed, impossible(3, { id: 9, gateway: GATEWAY_2 }))).toEqual([0, 1]);
  });
});

describe('a database of the version before readings could be unknown', () => {
  it('keeps its latest values and takes unknown ones', async () => {
    const path = join(store.folder, 'older.db');
    const older = new Database(path);
    older.pragma(`application_id = ${String(store.writer.pragma('application_id', { simple: true }))}`);
    migrate(older, readMigrations(MIGRATIONS).slice(0, 2));
    older.exec(`INSERT INTO metrics VALUES (1, '${METRIC}', 'device', '', '', '', 'gauge', '')`);
    older.exec(`INSERT INTO nodes (node_num, first_heard, last_heard) VALUES (${NODE}, ${T0}, ${T0})`);
    older.exec(`INSERT INTO node_metrics (node_num, metric_id, at, value) VALUES (${NODE}, 1, ${T0}, 3)`);
    older.close();
    const upgraded = openTestStore({ path });
    expect(upgraded.ingest.hot.get(NODE)?.metrics[METRIC]).toEqual({ value: 3, at: T0 });
    upgraded.commit(impossible(1));
    expect(upgraded.rows('SELECT value FROM node_metrics')).toEqual([{ value: null }]);
    await upgraded.dispose();
  });
});

describe('a signal that cannot be', () => {
  it('takes the place of the older one', () => {
    store.commit(ingested({ reception: { snr: 5, rssi: -90 } }));
    const readingProblems: ReadingProblem[] = [{ metric: 'snr', fault: 'above_range', reported: 900 }];
    const signal = { snr: null, rssi: null };
    store.commit(ingested({ at: T0 + MINUTE_MS, packet: { readingProblems }, reception: signal }));
    expect(store.ingest.hot.get(NODE)).toMatchObject({ snr: null, rssi: null });
  });

  it('counts for each gateway', () => {
    const readingProblems: ReadingProblem[] = [{ metric: 'rssi', fault: 'below_range', reported: -900 }];
    const copies = [{ id: 5 }, { id: 5, gateway: GATEWAY_2 }].map((over) =>
      ingested({ ...over, packet: { readingProblems } }),
    );
    expect(store.commit(...copies).map((result) => result.readingProblems)).toEqual([readingProblems, readingProblems]);
  });
});

describe('a battery that a node no longer measures', () => {
  it('is unknown while the node is on external power, without a complaint', () => {
    const onPower: Measurements = {
      samples: [{ metric: 'device_powered', value: 1 }],
      unknown: [{ metric: 'device_battery_level', reason: 'not_measured' }],
    };
    store.commit(ingested({ events: [telemetry({ device_battery_level: 15, device_powered: 0 })] }));
    const results = store.commit(ingested({ at: T0 + MINUTE_MS, events: [{ ...telemetry({}), ...onPower }] }));
    expect(store.ingest.hot.get(NODE)?.metrics).toMatchObject({
      device_battery_level: { value: null },
      device_powered: { value: 1 },
    });
    expect(changesOf(results, 'event')).toEqual([]);
  });

  it('is unknown, not on external power, when its level cannot be any more', async () => {
    store.commit(ingested({ events: [telemetry({ device_powered: 1 })] }));
    const unreadable: Measurements = {
      samples: [],
      unknown: [{ metric: 'device_battery_level', reason: 'implausible' }],
    };
    store.commit(ingested({ at: T0 + MINUTE_MS, events: [{ ...telemetry({}), ...unreadable }] }));
    const { results } = await read.query({
      ...requestOf({ queryType: 'values', metrics: ['device_battery_level'] }),
      from: T0 - MINUTE_MS,
      to: now,
    });
    expect(results.A?.frames[0]?.data.values.at(-1)).toEqual([]);
  });

  it('leaves no trace at a node that never had one', () => {
    const onPower: Measurements = {
      samples: [{ metric: 'device_powered', value: 1 }],
      unknown: [{ metric: 'device_battery_level', reason: 'not_measured' }],
    };
    store.commit(ingested({ events: [{ ...telemetry({}), ...onPower }] }));
    expect(Object.keys(store.ingest.hot.get(NODE)?.metrics ?? {})).toEqual(['device_powered']);
  });
});
