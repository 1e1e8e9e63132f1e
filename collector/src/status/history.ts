/** The collector about itself: one reading a minute for its history, and how it is right now for alert rules. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CollectorHealth, CollectorReadings } from '@mesh-observatory/contract/collector-metrics';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../model.js';
import type { StoreSizes } from '../store/store.js';
import type { Latencies } from './latencies.js';

export interface HistoryParts {
  readonly pipeline: () => PipelineStatus;
  readonly brokers: () => readonly BrokerStatus[];
  readonly sizes: () => StoreSizes;
  readonly liveClients: () => number;
  readonly latencies: Latencies;
  readonly startedAt: UnixMillis;
  readonly clock: () => UnixMillis;
}

export interface History {
  /** What the time since the last call was like. */
  takeReadings(): CollectorReadings;
  /** Forgets what has been measured so far. */
  startAnew(): void;
  health(): CollectorHealth;
  stop(): void;
}

/** Each measurement wakes the processor; a lag that matters is longer than this. */
const LOOP_RESOLUTION_MS = 50;
const NANOSECONDS = 1e9;

const total = (counts: Readonly<Partial<Record<string, number>>>) =>
  Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);

/** Counters of the pipeline and of the process, to be told as rates. */
interface Counters {
  readonly atMs: number;
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly cpuSeconds: number;
}

export function createHistory(parts: HistoryParts): History {
  const { pipeline, brokers, sizes, liveClients, latencies, startedAt, clock } = parts;
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
  let before = count();
  let newest: CollectorReadings = {};

  function count(): Counters {
    const { received, stored, duplicates, rejected, dropped } = pipeline();
    const { user, system } = process.cpuUsage();
    return {
      // Not the clock of the day: that one may be set while we count.
      atMs: performance.now(),
      received,
      stored,
      duplicates,
      rejected: total(rejected),
      dropped: total(dropped),
      cpuSeconds: (user + system) / 1e6,
    };
  }

  /** The histogram holds the time from one tick to the next, which is the resolution when nothing is late. */
  function takeLoopLag(): CollectorReadings {
    if (loop.count === 0) return {};
    const seconds = loop.percentile(99) / NANOSECONDS - LOOP_RESOLUTION_MS / 1000;
    loop.reset();
    return { event_loop_lag_p99_seconds: Math.max(0, seconds) };
  }

  function takeRates(): CollectorReadings {
    const now = count();
    const seconds = (now.atMs - before.atMs) / 1000;
    const since = before;
    before = now;
    if (seconds <= 0) return {};
    const rate = (name: Exclude<keyof Counters, 'atMs'>) => (now[name] - since[name]) / seconds;
    return {
      received_per_second: rate('received'),
      stored_per_second: rate('stored'),
      duplicates_per_second: rate('duplicates'),
      rejected_per_second: rate('rejected'),
      dropped_per_second: rate('dropped'),
      cpu_ratio: rate('cpuSeconds'),
    };
  }

  function takeLatencies(): CollectorReadings {
    const commit = latencies.takeP99Seconds('commit');
    const lag = latencies.takeP99Seconds('ingest');
    return {
      ...(commit === undefined ? {} : { commit_p99_seconds: commit }),
      ...(lag === undefined ? {} : { lag_p99_seconds: lag }),
    };
  }

  /** While nothing can be committed nothing is published either: the lag grows unmeasured. */
  function lagSeconds({ blockedSince }: PipelineStatus): number {
    const measured = newest.lag_p99_seconds ?? 0;
    return blockedSince === null ? measured : Math.max(measured, (clock() - blockedSince) / 1000);
  }

  return {
    takeReadings() {
      const { databaseBytes, walBytes } = sizes();
      newest = {
        ...takeRates(),
        ...takeLatencies(),
        ...takeLoopLag(),
        queue_depth: pipeline().queueDepth,
        database_bytes: databaseBytes,
        wal_bytes: walBytes,
        live_clients: liveClients(),
        resident_memory_bytes: process.memoryUsage.rss(),
        brokers_connected: brokers().filter(({ state }) => state === 'connected').length,
      };
      return newest;
    },
    startAnew() {
      takeRates();
      takeLatencies();
      takeLoopLag();
      newest = {};
    },
    health() {
      const status = pipeline();
      return {
        queueRatio: status.queueCapacity === 0 ? 0 : status.queueDepth / status.queueCapacity,
        lagSeconds: lagSeconds(status),
        storeBlocked: status.blockedSince !== null,
        databaseRatio: databaseRatio(sizes()),
        diskRatio: diskRatio(sizes()),
        lastMessageAgeSeconds: Math.max(0, clock() - (status.lastMessageAt ?? startedAt)) / 1000,
        brokers: brokers().map(({ name, state }) => ({ name, connected: state === 'connected' })),
        rejectedPerMinute: (newest.rejected_per_second ?? 0) * 60,
        droppedPerMinute: (newest.dropped_per_second ?? 0) * 60,
      };
    },
    stop: () => void loop.disable(),
  };
}

/**
 * Of DATABASE_MAX_MB or of what the disk leaves, whichever is less; null = neither is known. Free pages inside the file
 * are not taken.
 */
function databaseRatio({ databaseBytes, freeBytes, maxBytes, diskFreeBytes }: StoreSizes): number | null {
  const bounds = [
    ...(maxBytes > 0 ? [maxBytes] : []),
    ...(diskFreeBytes === null ? [] : [databaseBytes + diskFreeBytes]),
  ];
  return bounds.length === 0 ? null : (databaseBytes - freeBytes) / Math.min(...bounds);
}

/**
 * Of what the database takes and the disk leaves, whatever DATABASE_MAX_MB says: retention keeps the file at that bound on
 * purpose, a full disk is never meant.
 */
function diskRatio({ databaseBytes, walBytes, diskFreeBytes }: StoreSizes): number | null {
  const taken = databaseBytes + walBytes;
  return diskFreeBytes === null ? null : taken / (taken + diskFreeBytes);
}
