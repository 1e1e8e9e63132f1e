import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHistory, type History } from '../../../src/status/history.js';
import { createLatencies, type Latencies } from '../../../src/status/latencies.js';
import { collectorMetrics } from '@mesh-observatory/contract/collector-metrics';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../../../src/model.js';
import type { MeshPresence, StoreSizes } from '../../../src/store/store.js';
import { until } from '@mesh-observatory/test-kit/until';

const NOW = Date.UTC(2026, 0, 3);
const broker = (name: string, state: BrokerStatus['state']): BrokerStatus => ({
  ...{ name, url: `mqtt://${name}`, state, connectedAt: null, lastMessageAt: null, reconnects: 0 },
  ...{ sessionPresent: null, subscriptions: [], received: 0, lastError: null },
});

let pipeline: PipelineStatus;
let mesh: MeshPresence;
let sizes: StoreSizes;
let latencies: Latencies;
let history: History;

beforeEach(() => {
  pipeline = {
    ...{ ingesting: true, received: 100, stored: 80, receptions: 90, duplicates: 5 },
    ...{ rejected: { topic: 1 }, dropped: { flood: 2 }, queueDepth: 20, queueCapacity: 400 },
    ...{ blockedSince: null, blockedReason: null, lastMessageAt: null, lastCommitAt: null },
  };
  mesh = { state: 'online', quietMs: 4000, silentAfterMs: 300_000 };
  sizes = { databaseBytes: 1000, walBytes: 10, freeBytes: 200, maxBytes: 0, diskFreeBytes: 3000 };
  latencies = createLatencies();
  history = createHistory({
    latencies,
    readProcess: () => ({ cpuSeconds: performance.now() / 4000, residentBytes: 7e7 }),
    startedAt: (NOW - 60_000) as UnixMillis,
    clock: () => NOW as UnixMillis,
  });
  history.observe({
    pipeline: () => pipeline,
    brokers: () => [broker('home', 'connected'), broker('public', 'reconnecting')],
    sizes: () => sizes,
    mesh: () => mesh,
    liveClients: () => 3,
    backups: () => ({ everyHours: 24, since: NOW, failed: true }),
  });
});

afterEach(() => history.stop());

describe('readings', () => {
  it('tell counters as rates since the reading before', async () => {
    await until(() => performance.now() > 0);
    history.collectReadings();
    const startedAt = performance.now();
    pipeline = {
      ...pipeline,
      received: 700,
      stored: 110,
      rejected: { topic: 1, malformed: 30 },
      dropped: { flood: 4 },
    };
    await until(() => performance.now() - startedAt > 20);
    const { received_per_second: received = 0, ...others } = history.collectReadings();
    expect(received).toBeGreaterThan(0);
    expect(others.stored_per_second).toBeCloseTo(received / 20, 8);
    expect(others.rejected_per_second).toBeCloseTo(received / 20, 8);
    expect(others.dropped_per_second).toBeCloseTo(received / 300, 8);
    expect(others.duplicates_per_second).toBe(0);
    expect(history.health()!.rejectedPerMinute).toBeCloseTo((others.rejected_per_second ?? 0) * 60, 8);
  });

  it('hold every metric of the history once there was something to measure', async () => {
    latencies.record('commit', 0.02);
    latencies.record('ingest', 0.05);
    // The event loop is measured every 50 ms.
    let readings = history.collectReadings();
    await until(() => {
      readings = { ...readings, ...history.collectReadings() };
      return readings.event_loop_lag_p99_seconds !== undefined;
    });
    expect(Object.keys(readings).sort()).toEqual(Object.keys(collectorMetrics).sort());
    expect(readings).toMatchObject({ queue_depth: 20, database_bytes: 1000, wal_bytes: 10, live_clients: 3 });
    expect(readings.brokers_connected).toBe(1);
    expect(readings.commit_p99_seconds).toBeCloseTo(0.02, 2);
    expect(readings.lag_p99_seconds).toBeCloseTo(0.05, 2);
  });

  it('leave out latencies of a minute in which nothing happened', () => {
    latencies.record('ingest', 0.05);
    expect(history.collectReadings()).toHaveProperty('lag_p99_seconds');
    expect(history.collectReadings()).not.toHaveProperty('lag_p99_seconds');
    expect(latencies.summary().ingest?.count).toBe(1);
  });
});

it('forgets what it was told to', () => {
  latencies.record('ingest', 3600);
  pipeline = { ...pipeline, rejected: { topic: 1000 } };
  history.collectReadings();
  expect(history.health()!.lagSeconds).toBeCloseTo(3600, -2);
  latencies.record('ingest', 3600);
  history.reset();
  expect(history.health()).toMatchObject({ lagSeconds: 0, rejectedPerMinute: 0 });
  expect(history.collectReadings()).not.toHaveProperty('lag_p99_seconds');
});

describe('health', () => {
  it('is about now', () => {
    expect(history.health()).toMatchObject({
      queueRatio: 0.05,
      lagSeconds: 0,
      storeBlocked: false,
      lastMessageAgeSeconds: 60, // none since the start
      brokers: [
        { name: 'home', connected: true },
        { name: 'public', connected: false },
      ],
    });
    pipeline = { ...pipeline, lastMessageAt: (NOW - 5000) as UnixMillis };
    expect(history.health()!.lastMessageAgeSeconds).toBe(5);
  });

  it('counts the silence of the mesh only while it is unusually long', () => {
    mesh = { state: 'late', quietMs: 200_000, silentAfterMs: 300_000 };
    expect(history.health()!.meshSilentSeconds).toBe(0);
    mesh = { state: 'silent', quietMs: 301_000, silentAfterMs: 300_000 };
    expect(history.health()!.meshSilentSeconds).toBe(301);
  });

  it('has a lag that grows while the database is blocked', () => {
    latencies.record('ingest', 2);
    history.collectReadings();
    expect(history.health()!.lagSeconds).toBeCloseTo(2, 1);
    pipeline = { ...pipeline, blockedSince: (NOW - 90_000) as UnixMillis };
    expect(history.health()).toMatchObject({ storeBlocked: true, lagSeconds: 90 });
  });

  it('measures the database by its bound, or by the space the disk leaves', () => {
    expect(history.health()!.databaseRatio).toBe(0.2);
    sizes = { ...sizes, maxBytes: 1600 };
    expect(history.health()!.databaseRatio).toBe(0.5);
    sizes = { ...sizes, diskFreeBytes: 0 };
    expect(history.health()!.databaseRatio).toBe(0.8);
    sizes = { ...sizes, maxBytes: 0, diskFreeBytes: null };
    expect(history.health()!.databaseRatio).toBeNull();
  });

  it('measures the disk whatever the bound of the database is', () => {
    sizes = { ...sizes, databaseBytes: 900, walBytes: 50, maxBytes: 950, diskFreeBytes: 50 };
    expect(history.health()!.diskRatio).toBe(0.95);
    sizes = { ...sizes, diskFreeBytes: null };
    expect(history.health()!.diskRatio).toBeNull();
  });
});
