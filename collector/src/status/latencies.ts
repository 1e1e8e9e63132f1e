import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Percentiles of one measured duration since the process started; NaN before the first measurement. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Keeps two histograms per name, of all time and of late; recording costs well under a microsecond. */
export interface Latencies {
  record(name: string, seconds: number): void;
  summary(): Readonly<Record<string, LatencySummary>>;
  /** Of what was recorded since the last call; undefined when nothing was. */
  takeP99Seconds(name: string): number | undefined;
}

const NANOSECONDS = 1e9;
const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 1e3) / 1e3;

function summarise(histogram: RecordableHistogram): LatencySummary {
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
  const histograms = new Map<string, { readonly ever: RecordableHistogram; readonly lately: RecordableHistogram }>();
  return {
    record(name, seconds) {
      const known = histograms.get(name) ?? { ever: createHistogram(), lately: createHistogram() };
      histograms.set(name, known);
      // The histograms take whole numbers from 1 on.
      const nanoseconds = Math.max(1, Math.round(seconds * NANOSECONDS));
      known.ever.record(nanoseconds);
      known.lately.record(nanoseconds);
    },
    summary: () => Object.fromEntries([...histograms].map(([name, { ever }]) => [name, summarise(ever)])),
    takeP99Seconds(name) {
      const lately = histograms.get(name)?.lately;
      if (lately === undefined || lately.count === 0) return undefined;
      const seconds = lately.percentile(99) / NANOSECONDS;
      lately.reset();
      return seconds;
    },
  };
}
