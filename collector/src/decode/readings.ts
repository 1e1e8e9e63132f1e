/** Judges whether a reading can be, by the limits of its metric. The only place where that is decided. */
import type { ReadingFault, ReadingProblem } from '@mesh-observatory/contract/readings';

export interface Limits {
  readonly min?: number;
  readonly max?: number;
  /** How far outside the limits a reading counts as the limit. Default 0. */
  readonly tolerance?: number;
}

export interface JudgedReading {
  /** null = unknown. */
  readonly value: number | null;
  /** null = within the limits. */
  readonly fault: ReadingFault | null;
}

/** Receives the readings that were clamped or refused. */
export interface ProblemReport {
  problem(problem: ReadingProblem): void;
}

/**
 * A reading within its limits stays as it is. One outside by at most the tolerance becomes the limit (`clamped`). Further
 * outside, NaN or infinite, it says nothing: the value is unknown.
 */
export function judgeReading(value: number, { min = -Infinity, max = Infinity, tolerance = 0 }: Limits): JudgedReading {
  if (!Number.isFinite(value)) return { value: null, fault: 'not_a_number' };
  if (value > max) return judgeOutside(value - max, tolerance, max, 'above_range');
  if (value < min) return judgeOutside(min - value, tolerance, min, 'below_range');
  return { value, fault: null };
}

function judgeOutside(excess: number, tolerance: number, limit: number, fault: ReadingFault): JudgedReading {
  return excess <= tolerance ? { value: limit, fault: 'clamped' } : { value: null, fault };
}

/** The judged value of a reading that is no telemetry; null when absent or unknown. Problems are reported. */
export function readWithin(
  metric: string,
  reported: number | undefined,
  limits: Limits,
  report: ProblemReport,
): number | null {
  if (reported === undefined) return null;
  const { value, fault } = judgeReading(reported, limits);
  if (fault !== null) report.problem({ metric, fault, reported: Number.isFinite(reported) ? reported : null });
  return value;
}

/** Limits of the readings that are no telemetry. */
export const signalLimits = {
  /** dB at a receiver. */
  snr: { min: -64, max: 64, tolerance: 4 },
  /** dBm at a receiver. */
  rssi: { min: -250, max: 60, tolerance: 5 },
} as const satisfies Record<string, Limits>;

export const positionLimits = {
  /** Degrees. A place outside the globe is no place, however little. */
  latitude: { min: -90, max: 90 },
  longitude: { min: -180, max: 180 },
  /** Meters. */
  altitude: { min: -500, max: 100_000, tolerance: 100 },
  /** km/h */
  ground_speed: { min: 0, max: 2000, tolerance: 50 },
  /** Degrees. */
  ground_track: { min: 0, max: 360, tolerance: 5 },
  /** Meters. */
  accuracy: { min: 0, max: 1_000_000, tolerance: 0 },
} as const satisfies Record<string, Limits>;

export interface Signal {
  readonly snr: number | null;
  readonly rssi: number | null;
}

/** Signal of a reception: 0 dBm means "not set"; an SNR of exactly 0 dB is one when there is an RSSI beside it. */
export function readSignal(
  { snr, rssi }: { readonly snr?: number | undefined; readonly rssi?: number | undefined },
  report: ProblemReport,
): Signal {
  return {
    snr: readWithin('snr', snr, signalLimits.snr, report),
    rssi: rssi === 0 ? null : readWithin('rssi', rssi, signalLimits.rssi, report),
  };
}
