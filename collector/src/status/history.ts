/** The collector's own readings: rates and percentiles once a minute for its history, current health for alert rules. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BackupHealth, CollectorHealth, CollectorReadings } from '@mesh-observatory/contract/collector-metrics';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../model.js';
import type { MeshPresence, StoreSizes } from '../store/store.js';
import type { Latencies } from './latencies.js';

/** The parts of the collector that are measured, each read when a reading is due. */
export interface Observed {
  readonly pipeline: () => PipelineStatus;
  readonly brokers: () => readonly BrokerStatus[];
  readonly sizes: () => StoreSizes;
  readonly mesh: (now: UnixMillis) => MeshPresence;
  readonly liveClients: () => number;
  /** null = none are scheduled. */
  readonly backups: () => BackupHealth | null;
}

/** The process as its operating system counts it. */
export interface ProcessReadings {
  /** Since the process started, user and system. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export interface HistoryParts {
  readonly latencies: Latencies;
  readonly readProcess: () => ProcessReadings;
  readonly startedAt: UnixMillis;
  readonly clock: () => UnixMillis;
}

export interface History {
  /** Names the parts to measure. They are built after the history, because the store reports its health. */
  observe(observed: Observed): void;
  /** Readings of the time since the last call. */
  collectReadings(): CollectorReadings;
  /** Forgets what has been measured so far. */
  reset(): void;
  /** undefined until there is something to observe. */
  health(): CollectorHealth | undefined;
  stop(): void;
}

/** Each measurement wakes the processor; a lag that matters is longer than this. */
const LOOP_RESOLUTION_MS = 50;
const NANOSECONDS = 1e9;

const total = (counts: Readonly<Partial<Record<string, number>>>) =>
  Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);

/** Counters of the pipeline and of the process, from which the rates are made. */
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
  return new MeasuredHistory(parts);
}

class MeasuredHistory implements History {
  private readonly loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  private observed: Observed | undefined;
  private before: Counters | undefined;
  private newest: CollectorReadings = {};

  constructor(private readonly parts: HistoryParts) {
    this.loop.enable();
  }

  observe(observed: Observed): void {
    this.observed = observed;
    this.reset();
  }

  collectReadings(): CollectorReadings {
    if (this.observed === undefined) return {};
    const { pipeline, brokers, sizes, liveClients } = this.observed;
    const { databaseBytes, walBytes } = sizes();
    this.newest = {
      ...this.collectRates(this.observed),
      ...this.collectLatencies(),
      ...this.collectLoopLag(),
      queue_depth: pipeline().queueDepth,
      database_bytes: databaseBytes,
      wal_bytes: walBytes,
      live_clients: liveClients(),
      resident_memory_bytes: this.parts.readProcess().residentBytes,
      brokers_connected: brokers().filter(({ state }) => state === 'connected').length,
    };
    return this.newest;
  }

  reset(): void {
    this.before = this.observed === undefined ? undefined : this.count(this.observed);
    this.collectLatencies();
    this.collectLoopLag();
    this.newest = {};
  }

  health(): CollectorHealth | undefined {
    if (this.observed === undefined) return undefined;
    const { pipeline, brokers, sizes, mesh, backups } = this.observed;
    const status = pipeline();
    const { clock, startedAt } = this.parts;
    const presence = mesh(clock());
    return {
      queueRatio: status.queueCapacity === 0 ? 0 : status.queueDepth / status.queueCapacity,
      lagSeconds: this.lagSeconds(status),
      storeBlocked: status.blockedSince !== null,
      databaseRatio: databaseRatio(sizes()),
      diskRatio: diskRatio(sizes()),
      meshSilentSeconds: presence.state === 'silent' ? presence.quietMs / 1000 : 0,
      lastMessageAgeSeconds: Math.max(0, clock() - (status.lastMessageAt ?? startedAt)) / 1000,
      brokers: brokers().map(({ name, state }) => ({ name, connected: state === 'connected' })),
      rejectedPerMinute: (this.newest.rejected_per_second ?? 0) * 60,
      droppedPerMinute: (this.newest.dropped_per_second ?? 0) * 60,
      backups: backups(),
    };
  }

  stop(): void {
    this.loop.disable();
  }

  private count({ pipeline }: Observed): Counters {
    const { received, stored, duplicates, rejected, dropped } = pipeline();
    return {
      // Monotonic: the system clock may be set in between.
      atMs: performance.now(),
      received,
      stored,
      duplicates,
      rejected: total(rejected),
      dropped: total(dropped),
      cpuSeconds: this.parts.readProcess().cpuSeconds,
    };
  }

  /** The histogram holds the time from one tick to the next, which is the resolution when nothing is late. */
  private collectLoopLag(): CollectorReadings {
    if (this.loop.count === 0) return {};
    const seconds = this.loop.percentile(99) / NANOSECONDS - LOOP_RESOLUTION_MS / 1000;
    this.loop.reset();
    return { event_loop_lag_p99_seconds: Math.max(0, seconds) };
  }

  private collectRates(observed: Observed): CollectorReadings {
    const now = this.count(observed);
    const since = this.before ?? now;
    this.before = now;
    const seconds = (now.atMs - since.atMs) / 1000;
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

  private collectLatencies(): CollectorReadings {
    const { latencies } = this.parts;
    const commit = latencies.collectP99Seconds('commit');
    const lag = latencies.collectP99Seconds('ingest');
    return {
      ...(commit === undefined ? {} : { commit_p99_seconds: commit }),
      ...(lag === undefined ? {} : { lag_p99_seconds: lag }),
    };
  }

  /** While nothing can be committed nothing is published either: the lag grows unmeasured. */
  private lagSeconds({ blockedSince }: PipelineStatus): number {
    const measured = this.newest.lag_p99_seconds ?? 0;
    return blockedSince === null ? measured : Math.max(measured, (this.parts.clock() - blockedSince) / 1000);
  }
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
