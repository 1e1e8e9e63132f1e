import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Percentiles of one measured duration since the process started; NaN before the first measurement. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Keeps two histograms per name: since the start, and since the last collection. Recording costs well under a microsecond. */
export interface Latencies {
  record(name: string, seconds: number): void;
  summary(): Readonly<Record<string, LatencySummary>>;
  /** 99th percentile of what was recorded since the last call; undefined when nothing was. */
  collectP99Seconds(name: string): number | undefined;
}

const NANOSECONDS = 1e9;
const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 1e3) / 1e3;

function summarize(histogram: RecordableHistogram): LatencySummary {
  const percentile = (share: number) => (histogram.count === 0 ? NaN : milliseconds(histogram.percentile(share)));
  return {
    count: histogram.count,
    p50Ms: percentile(50),
    p95Ms: percentile(95),
    p99Ms: percentile(99),
    maxMs: histogram.count === 0 ? NaN : milliseconds(histogram.max),
  };
}

export function createLatencies(): Latencies {
  const histograms = new Map<string, { readonly total: RecordableHistogram; readonly recent: RecordableHistogram }>();
  return {
    record(name, seconds) {
      const known = histograms.get(name) ?? { total: createHistogram(), recent: createHistogram() };
      histograms.set(name, known);
      // The histograms take whole numbers from 1 on.
      const nanoseconds = Math.max(1, Math.round(seconds * NANOSECONDS));
      known.total.record(nanoseconds);
      known.recent.record(nanoseconds);
    },
    summary: () => Object.fromEntries([...histograms].map(([name, { total }]) => [name, summarize(total)])),
    collectP99Seconds(name) {
      const recent = histograms.get(name)?.recent;
      if (recent === undefined || recent.count === 0) return undefined;
      const seconds = recent.percentile(99) / NANOSECONDS;
      recent.reset();
      return seconds;
    },
  };
}
