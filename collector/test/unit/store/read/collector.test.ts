import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import { createCollectorHistory } from '../../../../src/store/sqlite/write/collector-history.js';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import { HOUR, MINUTE, NOW, createDatabase, requestOf } from '../../../helpers/seeded-database.js';
import type { SeededDatabase } from '../../../helpers/seeded-database.js';

let database: SeededDatabase;
let store: ReadStore;
let health: CollectorHealth | undefined;

beforeEach(() => {
  database = createDatabase();
  health = undefined;
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW, health: () => health });
});

afterEach(async () => {
  await store.close();
  database.remove();
});

const ask = async (query: Record<string, unknown>) => (await store.query(requestOf(query))).results.A!;
const save = (minutesAgo: number, readings: Record<string, number>) =>
  createCollectorHistory(database.db)(NOW - minutesAgo * MINUTE, readings);

describe('the history of the collector', () => {
  it('is a series per metric, with gaps where the collector did not run', async () => {
    for (const minutesAgo of [50, 49, 20]) save(minutesAgo, { queue_depth: minutesAgo, cpu_ratio: 0.25 });
    const { frames } = await ask({ queryType: 'collector', metrics: ['queue_depth', 'cpu_ratio'], intervalMs: MINUTE });
    expect(frames.map(({ schema }) => schema.name)).toEqual(['queue_depth', 'cpu_ratio']);
    expect(frames[0]?.data.values).toEqual([
      [NOW - 50 * MINUTE, NOW - 49 * MINUTE, NOW - 20 * MINUTE],
      [50, 49, 20],
    ]);
    expect(frames[0]?.schema.meta).toMatchObject({ type: 'timeseries-multi', typeVersion: [0, 1] });
    expect(frames[0]?.schema.fields).toMatchObject([
      { type: 'time', config: { interval: MINUTE } },
      { labels: { metric: 'queue_depth' }, config: { displayNameFromDS: 'Queue', unit: 'locale', min: 0 } },
    ]);
  });

  it('takes the worst of what hurts, the mean of what flows and the last of a level into a point', async () => {
    const base = NOW - HOUR;
    const at = (minute: number) => (NOW - (base + minute * MINUTE)) / MINUTE;
    for (let minute = 0; minute < 60; minute += 1) {
      save(at(minute), {
        queue_depth: minute % 10,
        received_per_second: minute,
        database_bytes: minute * 1000,
        brokers_connected: minute === 5 ? 0 : 1,
      });
    }
    const point = async (metric: string, more: Record<string, unknown> = {}) => {
      const { frames } = await ask({ queryType: 'collector', metrics: [metric], intervalMs: 10 * MINUTE, ...more });
      expect(frames[0]?.data.values[0]).toHaveLength(6);
      return frames[0]?.data.values[1]?.[0];
    };
    expect(await point('queue_depth')).toBe(9);
    expect(await point('received_per_second')).toBe(4.5);
    expect(await point('database_bytes')).toBe(9000);
    expect(await point('brokers_connected')).toBe(0);
    expect(await point('queue_depth', { aggregation: 'min' })).toBe(0);
  });

  it('does not hold what could not be measured', async () => {
    save(5, { queue_depth: 1, lag_p99_seconds: Number.NaN });
    const { frames } = await ask({ queryType: 'collector', metrics: ['lag_p99_seconds', 'queue_depth'] });
    expect(frames.map(({ data }) => data.values[0]?.length)).toEqual([0, 1]);
  });

  it('takes a second reading of a minute for the better one', async () => {
    save(5, { queue_depth: 1 });
    save(5, { queue_depth: 2 });
    const { frames } = await ask({ queryType: 'collector', metrics: ['queue_depth'] });
    expect(frames[0]?.data.values[1]).toEqual([2]);
  });

  it('names what it has no history of, and what it has one of', async () => {
    const { status, error } = await ask({ queryType: 'collector', metrics: ['mood'] });
    expect(status).toBe(400);
    expect(error).toMatch(/^The collector has no history of mood; allowed are received_per_second, /);
  });
});

describe('values of the collector', () => {
  it('are what it says about itself, however the database is', async () => {
    health = {
      queueRatio: 0.5,
      lagSeconds: 90,
      storeBlocked: true,
      databaseRatio: 0.97,
      diskRatio: 0.4,
      lastMessageAgeSeconds: 4,
      meshSilentSeconds: 700,
      brokers: [
        { name: 'home', connected: true },
        { name: 'public', connected: false },
      ],
      rejectedPerMinute: 12,
      droppedPerMinute: 3,
      backups: null,
    };
    const expected = {
      collector_queue_ratio: [[0.5]],
      collector_lag_seconds: [[90]],
      collector_store_blocked: [[1]],
      collector_database_ratio: [[0.97]],
      collector_disk_ratio: [[0.4]],
      collector_last_message_age_seconds: [[4]],
      collector_mesh_silent_seconds: [[700]],
      collector_broker_connected: [
        ['home', 'public'],
        [1, 0],
      ],
      collector_rejected_per_minute: [[12]],
      collector_dropped_per_minute: [[3]],
    };
    const { frames } = await ask({ queryType: 'values', metrics: Object.keys(expected) });
    expect(Object.fromEntries(frames.map(({ schema, data }) => [schema.name, data.values]))).toEqual(expected);
    expect(frames.map(({ schema }) => schema.meta?.type)).toEqual(frames.map(() => 'numeric-long'));
  });

  it('are frames without rows where nobody knows', async () => {
    const metrics = ['collector_queue_ratio', 'collector_broker_connected'];
    const { frames } = await ask({ queryType: 'values', metrics });
    expect(frames.map(({ data }) => data.values)).toEqual([[[]], [[], []]]);
  });
});
