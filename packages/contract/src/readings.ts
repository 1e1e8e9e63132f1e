/** Readings that are not what their metric can be. */
import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Faults of a reading. A clamped one is stored as its limit; of the others nothing is stored. */
export const readingFaults = {
  clamped: { title: 'Clamped', description: 'A little outside the range of the metric: the limit is stored' },
  above_range: { title: 'Above range', description: 'Too high to be: the metric is unknown' },
  below_range: { title: 'Below range', description: 'Too low to be: the metric is unknown' },
  not_a_number: { title: 'Not a number', description: 'NaN or infinite: the metric is unknown' },
} as const satisfies Vocabulary;

export type ReadingFault = keyof typeof readingFaults;
export const readingFaultNames = wordsOf(readingFaults);

/** A reading outside the range of its metric. */
export interface ReadingProblem {
  /** Metric of the catalog, or one of the readings that are no telemetry (`snr`, `position_altitude` …). */
  readonly metric: string;
  readonly fault: ReadingFault;
  /** As reported, in the unit of the metric; null = not a number, or personal. */
  readonly reported: number | null;
}

/** A metric whose present value a packet declares unknown. */
export interface UnknownMetric {
  readonly metric: string;
  /**
   * `implausible`: the reading cannot be. `not_measured`: the device has none now, such as a battery level on external
   * power.
   */
  readonly reason: 'implausible' | 'not_measured';
}

/** One measured number, in the unit of its catalog entry. */
export interface MetricSample {
  readonly metric: string;
  readonly value: number;
}

/** Readings of one message. */
export interface Measurements {
  readonly samples: readonly MetricSample[];
  /** Metrics whose latest value no longer counts; absent = none. */
  readonly unknown?: readonly UnknownMetric[];
}

/** Faults by metric, counted. */
export type ReadingProblemCounts = Readonly<Record<string, Readonly<Partial<Record<ReadingFault, number>>>>>;
