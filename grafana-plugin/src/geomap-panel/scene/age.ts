const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const FAINTEST = 0.3;

/**
 * Opacity of something last heard `ageMs` ago: full for the first tenth of the time, then fading. In six steps, so that
 * styles can be shared.
 */
export function ageOpacity(ageMs: number | undefined, fadeHours: number): number {
  if (ageMs === undefined || fadeHours <= 0) {
    return 1;
  }
  const share = Math.min(1, Math.max(0, (ageMs / (fadeHours * HOUR_MS) - 0.1) / 0.9));
  return Math.round((1 - (Math.round(share * 5) / 5) * (1 - FAINTEST)) * 100) / 100;
}

export const ageOf = (at: number, then: number | undefined) =>
  then === undefined ? undefined : Math.max(0, at - then);

/** Bands of "last heard", youngest first; the last one has no end. */
export const ageBands = [
  { untilMs: 15 * MINUTE_MS, label: '< 15 min' },
  { untilMs: 2 * HOUR_MS, label: '< 2 h' },
  { untilMs: 24 * HOUR_MS, label: '< 24 h' },
  { untilMs: Infinity, label: 'older' },
] as const;

/** Index of the band; the last one for "never". */
export function ageBand(ageMs: number | undefined): number {
  const index = ageBands.findIndex(({ untilMs }) => ageMs !== undefined && ageMs < untilMs);
  return index < 0 ? ageBands.length - 1 : index;
}
