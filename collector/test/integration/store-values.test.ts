/** From what was heard to what an alert rule sees: the store writes, sweeps, and is asked. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { UnixMillis } from '../../src/model.js';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../src/store/store.js';
import {
  GATEWAY,
  HOUR_MS,
  MINUTE_MS,
  NODE,
  ingested,
  nodeInfo,
  openTestStore,
  T0,
  telemetry,
  type TestStore,
} from '../helpers/ingested.js';
import { requestOf } from '../helpers/seeded-database.js';

let store: TestStore;
let read: ReadStore;
let now: number;

beforeEach(() => {
  store = openTestStore();
  now = T0;
  read = createReadStore({ path: store.path, threads: 0, now: () => now });
});

afterEach(async () => {
  await read.close();
  await store.dispose();
});

const sweepAt = (time: number) => {
  now = time;
  store.now = time;
  store.ingest.sweep(time as UnixMillis);
};

async function valuesOf(metric: string): Promise<Record<string, number>> {
  const { results } = await read.query({
    ...requestOf({ queryType: 'values', metrics: [metric] }),
    from: now - 24 * HOUR_MS,
    to: now + 1,
  });
  const values = results.A?.frames[0]?.data.values ?? [];
  return Object.fromEntries((values[1] ?? []).map((name, row) => [String(name), values.at(-1)?.[row] as number]));
}

const ROUTER = 0x1234;
const router = (time: number) => ingested({ from: ROUTER, at: time, events: [nodeInfo('Route', { role: 'ROUTER' })] });
const client = (time: number) => ingested({ at: time, events: [nodeInfo('Clie')] });

describe('node_silent_seconds', () => {
  it('is the time since a silent node was heard, 0 for nodes that are online or late', async () => {
    store.commit(router(T0), client(T0));
    store.commit(ingested({ from: GATEWAY, gateway: GATEWAY, at: T0 + 3 * HOUR_MS, events: [nodeInfo('Gate')] }));
    sweepAt(T0 + 9 * HOUR_MS);
    expect(await valuesOf('node_silent_seconds')).toEqual({ Gate: 0, Rout: 0, Clie: 0 });
    store.commit(ingested({ from: GATEWAY, gateway: GATEWAY, at: T0 + 14 * HOUR_MS, events: [nodeInfo('Gate')] }));
    sweepAt(T0 + 14 * HOUR_MS);
    expect(await valuesOf('node_silent_seconds')).toEqual({ Gate: 0, Rout: 14 * 3600, Clie: 14 * 3600 });
    store.commit(client(T0 + 14 * HOUR_MS + MINUTE_MS));
    expect(await valuesOf('node_silent_seconds')).toMatchObject({ Rout: 14 * 3600, Clie: 0 });
  });
});

describe('node_reboots', () => {
  it('counts what falling uptimes gave away', async () => {
    const uptimes = [1000, 5000, 60, 400, 50, 90_000];
    for (const [index, uptime] of uptimes.entries()) {
      const events = [telemetry({ device_uptime_seconds: uptime })];
      store.commit(ingested({ at: T0 + index * 10 * MINUTE_MS, events }));
    }
    store.commit(ingested({ at: T0 + HOUR_MS, events: [nodeInfo('Clie')] }));
    now = T0 + HOUR_MS;
    expect(store.rows(`SELECT COUNT(*) AS n FROM events WHERE kind = 'reboot'`)).toEqual([{ n: 2 }]);
    expect((await valuesOf('node_reboots')).Clie).toBe(2);
    expect(store.value(`SELECT node_num FROM events WHERE kind = 'reboot'`)).toBe(NODE);
  });
});

describe('the history of the collector', () => {
  it('can be asked for as soon as it is written', async () => {
    store.ingest.recordReadings(T0, { queue_depth: 7, cpu_ratio: 0.5 });
    const request = requestOf({ queryType: 'collector', metrics: ['queue_depth', 'cpu_ratio'] });
    const { results } = await read.query({ ...request, from: T0 - HOUR_MS, to: T0 + HOUR_MS });
    expect(results.A?.frames.map(({ data }) => data.values[1])).toEqual([[7], [0.5]]);
  });
});
