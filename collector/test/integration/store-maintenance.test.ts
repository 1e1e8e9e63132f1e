import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import type { Ingested, UnixMillis } from '../../src/model.js';
import { turnsDuring } from '../helpers/event-loop.js';
import type { RetentionPolicy } from '../../src/store/sqlite/maintenance/retention.js';
import {
  DAY_MS,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  position,
  T0,
  telemetry,
  textEvent,
  type TestStore,
} from '../helpers/ingested.js';

const YEAR_MS = 365 * DAY_MS;
/** The start of an hour. */
const H0 = T0 - (T0 % HOUR_MS);

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

const at = (time: number) => time as UnixMillis;
const battery = (time: number, level: number, over: Parameters<typeof ingested>[0] = {}): Ingested =>
  ingested({ at: time, events: [telemetry({ device_battery_level: level })], ...over });
const policy = (over: Partial<RetentionPolicy>) => ({
  retention: { defaultDays: 30, daysByKind: {}, rollupDays: 365, maxBytes: 0, ...over },
});
const hourly = () => store.rows('SELECT hour, count, minimum, maximum, total, last FROM samples_hourly ORDER BY hour');

describe('the hourly roll-up', () => {
  it('holds count, least, greatest, sum and last of every complete hour', async () => {
    store.commit(
      battery(H0 + 1, 80),
      battery(H0 + 30 * MINUTE_MS, 60),
      battery(H0 + 59 * MINUTE_MS, 70),
      battery(H0 + HOUR_MS, 50),
      battery(H0 + 2 * HOUR_MS, 40),
    );
    await store.maintenance.rollUp(at(H0 + 2 * HOUR_MS + 5 * MINUTE_MS));
    expect(hourly()).toEqual([
      { hour: H0, count: 3, minimum: 60, maximum: 80, total: 210, last: 70 },
      { hour: H0 + HOUR_MS, count: 1, minimum: 50, maximum: 50, total: 50, last: 50 },
    ]);
  });

  it('holds the last position and who heard whom, measured by direct copies', async () => {
    store.commit(
      ingested({ id: 7, at: H0 + 1, events: [position(1, 1)], reception: { snr: 5, rssi: -80 } }),
      ingested({ id: 7, at: H0 + 1, gateway: GATEWAY_2, reception: { snr: -5, rssi: -120, hopsAway: 2 } }),
      ingested({ at: H0 + 2, events: [position(2, 2, { altitude: 30 })], reception: { snr: 3, rssi: -70 } }),
      ingested({ from: GATEWAY, gateway: GATEWAY, at: H0 + 3 }),
    );
    store.commit(ingested({ at: H0 + HOUR_MS }));
    await store.maintenance.rollUp(at(H0 + HOUR_MS + 5 * MINUTE_MS));
    expect(store.rows('SELECT * FROM positions_hourly')).toEqual([
      { node_num: NODE, hour: H0, at: H0 + 2, latitude: 2, longitude: 2, altitude: 30, precision_bits: 32 },
    ]);
    expect(store.rows('SELECT * FROM receptions_hourly ORDER BY gateway_num')).toEqual([
      {
        gateway_num: GATEWAY,
        from_num: NODE,
        hour: H0,
        receptions: 2,
        direct: 2,
        snr_best: 5,
        snr_total: 8,
        snr_count: 2,
        rssi_best: -70,
      },
      {
        gateway_num: GATEWAY_2,
        from_num: NODE,
        hour: H0,
        receptions: 1,
        direct: 0,
        snr_best: null,
        snr_total: null,
        snr_count: 0,
        rssi_best: null,
      },
    ]);
  });

  it('changes nothing when it is run again, also after a restart', async () => {
    store.commit(battery(H0, 80), battery(H0 + HOUR_MS, 70));
    const later = at(H0 + HOUR_MS + 5 * MINUTE_MS);
    await store.maintenance.rollUp(later);
    const before = hourly();
    await store.maintenance.rollUp(later);
    store = await store.reopen();
    await store.maintenance.rollUp(later);
    expect(hourly()).toEqual(before);
  });

  it('is done again for an hour that got late rows', async () => {
    store.commit(battery(H0, 80), battery(H0 + 3 * HOUR_MS, 70));
    await store.maintenance.rollUp(at(H0 + 3 * HOUR_MS + 5 * MINUTE_MS));
    expect(hourly()).toMatchObject([{ count: 1 }]);
    store.commit(battery(H0 + MINUTE_MS, 60), battery(H0 + HOUR_MS, 50));
    expect(store.rows('SELECT hour FROM rollup_hours')).toEqual([{ hour: H0 }, { hour: H0 + HOUR_MS }]);
    await store.maintenance.rollUp(at(H0 + 3 * HOUR_MS + 10 * MINUTE_MS));
    expect(hourly()).toMatchObject([
      { count: 2, total: 140 },
      { hour: H0 + HOUR_MS, count: 1 },
    ]);
    expect(store.rows('SELECT hour FROM rollup_hours')).toEqual([]);
  });

  it('is taken up again when it was interrupted in the middle of an hour', async () => {
    store.commit(
      ...Array.from({ length: 600 }, (_, index) => battery(H0 + index, 50, { from: 1000 + index })),
      battery(H0 + HOUR_MS, 1),
    );
    const later = at(H0 + HOUR_MS + 5 * MINUTE_MS);
    const running = store.maintenance.rollUp(later);
    store.maintenance.interrupt();
    await running;
    expect(store.value('SELECT COUNT(*) FROM samples_hourly')).toBeLessThan(600);
    store = await store.reopen();
    await store.maintenance.rollUp(later);
    expect(store.value('SELECT COUNT(*) FROM samples_hourly')).toBe(600);
  });

  it('does not walk through the years a clock jumped', async () => {
    store.commit(battery(H0, 80), battery(H0 + HOUR_MS, 80));
    const prepared = await turnsDuring(() => store.maintenance.rollUp(at(H0 + 50 * YEAR_MS)));
    expect(prepared).toBeLessThan(100);
    expect(hourly()).toHaveLength(2);
    store.commit(battery(H0 + 2 * HOUR_MS, 60));
    await store.maintenance.rollUp(at(H0 + 3 * HOUR_MS + 5 * MINUTE_MS));
    expect(hourly()).toHaveLength(3);
  });
});

/** One packet with a reading, a text and a position every hour for `days` days, the newest at T0. */
function history(target: TestStore, days: number, from: number = NODE): void {
  const batch: Ingested[] = [];
  for (let time = T0 - days * DAY_MS; time <= T0; time += HOUR_MS) {
    batch.push(
      battery(time, 50, { from }),
      ingested({ from, at: time, events: [textEvent('hello')] }),
      ingested({ from, at: time, events: [position(1, 1)] }),
    );
  }
  target.commit(...batch);
}
const oldest = (table: string, column: string) => store.value(`SELECT MIN(${column}) FROM ${table}`);

describe('retention', () => {
  it('removes what is older than its kind may be, and nothing else', async () => {
    store = await store.reopen(policy({ defaultDays: 2, daysByKind: { messages: 5, telemetry: 1 } }));
    history(store, 4);
    for (let run = 0; run < 15; run++) await store.maintenance.retain(at(T0 + MINUTE_MS));
    const age = (table: string, column: string) => (T0 - oldest(table, column)) / DAY_MS;
    expect(age('packets', 'received_at')).toBeCloseTo(2, 1);
    expect(age('receptions', 'received_at')).toBeCloseTo(2, 1);
    expect(age('positions', 'at')).toBeCloseTo(2, 1);
    expect(age('samples', 'at')).toBeCloseTo(1, 1);
    expect(age('messages', 'at')).toBeCloseTo(4, 1);
    expect(age('traffic_minutely', 'minute')).toBeCloseTo(2, 1);
    expect(store.value('SELECT COUNT(*) FROM samples_hourly')).toBe(96);
    expect(store.ingest.hot.get(NODE)?.metrics.device_battery_level?.at).toBe(T0);
    expect(store.rows('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('keeps the history of the collector as long, also while the mesh is silent', async () => {
    store = await store.reopen(policy({ defaultDays: 2 }));
    store.commit(battery(T0 - 10 * DAY_MS, 80));
    for (let hour = 4 * 24; hour >= 0; hour--) {
      store.ingest.recordReadings(at(T0 - hour * HOUR_MS), { queue_depth: hour, lag_p99_seconds: 0.1 });
    }
    while ((await store.maintenance.retain(at(T0 + MINUTE_MS))).limited);
    expect((T0 - oldest('collector_samples', 'at')) / DAY_MS).toBeCloseTo(2, 1);
    expect(store.value('SELECT COUNT(*) FROM collector_samples')).toBe(2 * 2 * 24);
    expect(store.rows('SELECT metric FROM collector_metrics')).toHaveLength(2);
  });

  it('removes at most a quarter of a kind in one run, and says so', async () => {
    store = await store.reopen(policy({ defaultDays: 1 }));
    history(store, 10);
    const before = {
      packets: store.value('SELECT COUNT(*) FROM packets'),
      samples: store.value('SELECT COUNT(*) FROM samples'),
    };
    const report = await store.maintenance.retain(at(T0 + MINUTE_MS));
    expect(report.limited).toBe(true);
    expect(report.deleted.packets).toBe(Math.ceil(before.packets / 4));
    expect(report.deleted.samples).toBe(Math.ceil(before.samples / 4));
    expect(store.value('SELECT COUNT(*) FROM packets')).toBe(before.packets - Math.ceil(before.packets / 4));
    let runs = 1;
    while ((await store.maintenance.retain(at(T0 + MINUTE_MS))).limited) runs += 1;
    expect(runs).toBeGreaterThan(3);
    expect(runs).toBeLessThan(40);
  });

  it('never removes what is not rolled up yet', async () => {
    store = await store.reopen(policy({ daysByKind: { telemetry: 0.04 } }));
    store.commit(battery(H0, 80), battery(H0 + 55 * MINUTE_MS, 70));
    await store.maintenance.retain(at(H0 + 59 * MINUTE_MS));
    expect(store.value('SELECT COUNT(*) FROM samples')).toBe(2);
  });

  it('keeps what was rolled up of rows that are gone, even if a late row comes for that hour', async () => {
    store = await store.reopen(policy({ daysByKind: { telemetry: 1 } }));
    history(store, 4);
    while ((await store.maintenance.retain(at(T0 + MINUTE_MS))).limited);
    const before = store.rows('SELECT * FROM samples_hourly ORDER BY hour LIMIT 10');
    store.commit(battery(T0 - 4 * DAY_MS + MINUTE_MS, 1));
    await store.maintenance.rollUp(at(T0 + 2 * MINUTE_MS));
    expect(store.rows('SELECT * FROM samples_hourly ORDER BY hour LIMIT 10')).toEqual(before);
  });

  it('removes roll-ups after their own time', async () => {
    store = await store.reopen(policy({ defaultDays: 1, rollupDays: 2 }));
    history(store, 6);
    while ((await store.maintenance.retain(at(T0 + MINUTE_MS))).limited);
    for (const table of ['samples_hourly', 'positions_hourly', 'receptions_hourly']) {
      expect(store.value(`SELECT COUNT(*) FROM ${table}`)).toBeGreaterThan(40);
      expect(oldest(table, 'hour')).toBeGreaterThanOrEqual(T0 - 2 * DAY_MS - HOUR_MS);
    }
  });

  it('forgets keys of messages after the session of the broker has ended', async () => {
    store.commit(
      ingested({ at: T0 - 16 * DAY_MS }),
      ...Array.from({ length: 10 }, (_, index) => ingested({ at: T0 + index })),
    );
    await store.maintenance.retain(at(T0));
    expect(store.value('SELECT COUNT(*) FROM seen_messages')).toBe(10);
  });

  it('removes waypoints that expired long ago or never do, and links not seen again also from memory', async () => {
    const waypoint = (waypointId: number, expireAt: number | null) =>
      ingested({
        at: T0 - 40 * DAY_MS,
        events: [
          {
            type: 'waypoint',
            waypointId,
            name: '',
            description: '',
            icon: '',
            latitude: 1,
            longitude: 1,
            expireAt: expireAt as UnixMillis | null,
            deleted: false,
            lockedTo: null,
          },
        ],
      });
    store.commit(waypoint(1, T0 - 39 * DAY_MS), waypoint(2, null), waypoint(3, T0 + DAY_MS));
    store.commit(...Array.from({ length: 20 }, (_, index) => ingested({ from: 500 + index, at: T0 })));
    for (let run = 0; run < 3; run++) await store.maintenance.retain(at(T0));
    expect(store.rows('SELECT waypoint_id FROM waypoints ORDER BY 1')).toEqual([{ waypoint_id: 3 }]);
    expect(store.ingest.hot.links(100)).toHaveLength(20);
  });
});

describe('a clock that is wrong', () => {
  const total = () =>
    store.value(
      'SELECT (SELECT COUNT(*) FROM packets) + (SELECT COUNT(*) FROM samples) + (SELECT COUNT(*) FROM messages)',
    );

  beforeEach(async () => {
    store = await store.reopen(policy({ defaultDays: 5 }));
    history(store, 3);
  });

  it.each([
    ['jumps ten years ahead', T0 + 10 * YEAR_MS],
    ['starts in 1970', 0],
    ['goes back a day', T0 - DAY_MS],
    ['is off by a leap second', T0 + 1000],
  ])('that %s removes nothing', async (_, now) => {
    const before = total();
    const report = await store.maintenance.retain(at(now));
    expect(total()).toBe(before);
    expect(Object.values(report.deleted).every((count) => count === 0)).toBe(true);
  });

  it('that has dated new rows in the future removes at most a quarter before somebody notices', async () => {
    store.commit(battery(T0 + 10 * YEAR_MS, 50), ingested({ at: T0 + 10 * YEAR_MS, events: [textEvent('future')] }));
    const before = total();
    await store.maintenance.retain(at(T0 + 10 * YEAR_MS));
    expect(total()).toBeGreaterThanOrEqual(before * 0.75 - 3);
  });
});

describe('retention by size', () => {
  const fill = (target: TestStore, packets: number) => {
    for (let start = 0; start < packets; start += 500) {
      const batch = Array.from({ length: 500 }, (_, index) => {
        const time = T0 - 5 * DAY_MS + ((start + index) / packets) * 5 * DAY_MS;
        return battery(Math.floor(time), index % 100, { from: 1000 + (index % 50) });
      });
      target.commit(...batch);
    }
  };
  const usedBytes = () => store.ingest.sizes().databaseBytes - store.ingest.sizes().freeBytes;

  it('removes the oldest until it fits, and gives the space back', async () => {
    fill(store, 6_000);
    const before = usedBytes();
    const maxBytes = Math.floor(before * 0.6);
    store = await store.reopen(policy({ maxBytes }));
    await store.maintenance.retain(at(T0 + MINUTE_MS));
    store.maintenance.checkpoint();
    expect(usedBytes()).toBeLessThanOrEqual(maxBytes);
    expect(usedBytes()).toBeGreaterThan(maxBytes * 0.5);
    expect(statSync(store.path).size).toBeLessThanOrEqual(maxBytes * 1.05);
    expect(store.value('SELECT MAX(received_at) FROM packets')).toBeGreaterThan(T0 - HOUR_MS);
    expect(oldest('packets', 'received_at')).toBeGreaterThan(T0 - 4.5 * DAY_MS);
    expect(oldest('samples', 'at')).toBeGreaterThan(T0 - 4.5 * DAY_MS);
    expect(store.ingest.sizes().maxBytes).toBe(maxBytes);
  });

  it('never removes the newest hour, however small the bound is', async () => {
    fill(store, 5_000);
    const newestHour = store.value(`SELECT COUNT(*) FROM packets WHERE received_at >= ${T0 - HOUR_MS}`);
    store = await store.reopen(policy({ maxBytes: 10_000 }));
    const report = await store.maintenance.retain(at(T0 + MINUTE_MS));
    expect(report.limited).toBe(true);
    expect(store.value(`SELECT COUNT(*) FROM packets WHERE received_at >= ${T0 - HOUR_MS}`)).toBe(newestHour);
  });
});

describe('retention beside ingestion', () => {
  it('lets ingestion have its turns (the bench says how soon), loses nothing and lets the file level off', async () => {
    store = await store.reopen(policy({ defaultDays: 2 }));
    for (let start = 0; start < 16_000; start += 500) {
      store.commit(
        ...Array.from({ length: 500 }, (_, index) =>
          battery(Math.floor(T0 - 4 * DAY_MS + ((start + index) / 16_000) * 4 * DAY_MS), index % 100, {
            from: 1000 + (index % 400),
          }),
        ),
      );
    }
    let acknowledged = 0;
    const state = { ingesting: true };
    const ingest = (async () => {
      while (state.ingesting) {
        store.commit(
          ...Array.from({ length: 5 }, (_, index) => battery(T0 + acknowledged + index, 50, { from: 0x500000 })),
        );
        acknowledged += 5;
        await new Promise((resolve) => setTimeout(resolve, 10)); // leaves retention its turns
      }
    })();
    let deleted = 0;
    for (let limited = true; limited;) {
      const report = await store.maintenance.retain(at(T0 + MINUTE_MS));
      deleted += report.deleted.packets ?? 0;
      ({ limited } = report);
    }
    state.ingesting = false;
    await ingest;
    expect(deleted).toBeGreaterThan(7_000);
    expect(acknowledged).toBeGreaterThan(5);
    expect(store.value(`SELECT COUNT(*) FROM packets WHERE from_num = 5242880`)).toBe(acknowledged);
    const { databaseBytes, freeBytes } = store.ingest.sizes();
    expect(freeBytes).toBeLessThan(databaseBytes * 0.05);
  });
});

describe('a checkpoint', () => {
  it('empties the log', () => {
    history(store, 2);
    expect(store.ingest.sizes().walBytes).toBeGreaterThan(0);
    store.maintenance.checkpoint();
    expect(store.ingest.sizes().walBytes).toBe(0);
  });

  it('does not wait for a reader, and leaves the patience with writers as it was', () => {
    store.commit(ingested({ events: [nodeInfo('Alpha')] }));
    const reader = new Database(store.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT COUNT(*) FROM nodes').get();
    store.commit(ingested({ at: T0 + 1 }));
    const pragma = jest.spyOn(store.writer, 'pragma');
    store.maintenance.checkpoint();
    const asked = pragma.mock.calls.map(([source]) => source);
    pragma.mockRestore();
    expect(asked.slice(-3)).toEqual([
      'busy_timeout = 0',
      expect.stringContaining('wal_checkpoint'),
      'busy_timeout = 5000',
    ]);
    expect(store.writer.pragma('busy_timeout', { simple: true })).toBe(5000);
    reader.close();
  });
});

describe('closing', () => {
  it('ends maintenance that is under way and waits for it', async () => {
    history(store, 20, 700);
    const running = store.maintenance.retain(at(T0 + MINUTE_MS));
    await store.close();
    await expect(running).resolves.toMatchObject({ limited: true });
    store = await store.reopen();
    expect(store.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});
