import type { Sample } from './sample.js';
import type { Scrape } from './scrape.js';

export type { Labels, Sample } from './sample.js';

/** A metric whose values are read at scrape time and not kept in between. */
export interface MetricSpec {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly labels: readonly string[];
  collect(scrape: Scrape): Iterable<Sample>;
}

/** A metric without labels; null = unknown, no sample. */
export function single(
  type: MetricSpec['type'],
  name: string,
  help: string,
  read: (scrape: Scrape) => number | null,
): MetricSpec {
  return {
    name,
    help,
    type,
    labels: [],
    *collect(scrape) {
      const value = read(scrape);
      if (value !== null && Number.isFinite(value)) yield { labels: {}, value };
    },
  };
}

/** Prometheus counts time in seconds. */
export const secondsOf = (millis: number | null): number | null => (millis === null ? null : millis / 1000);
