import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Percentiles of one measured duration since the process started; NaN before the first measurement. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Keeps one histogram per name; recording costs well under a microsecond. */
export interface Latencies {
  record(name: string, seconds: number): void;
  summary(): Readonly<Record<string, LatencySummary>>;
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
  const histograms = new Map<string, RecordableHistogram>();
  return {
    record(name, seconds) {
      let histogram = histograms.get(name);
      if (histogram === undefined) {
        histogram = createHistogram();
        histograms.set(name, histogram);
      }
      // The histogram takes whole numbers from 1 on.
      histogram.record(Math.max(1, Math.round(seconds * NANOSECONDS)));
    },
    summary: () => Object.fromEntries([...histograms].map(([name, histogram]) => [name, summarise(histogram)])),
  };
}
