import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { t } from '@grafana/i18n';

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

/** Upper limits of the bands of "last heard", youngest first; the last one has none. */
const bandLimitsMs = [15 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS, Infinity];

/** Labels of the bands, youngest first. */
export const ageBandLabels = () => [
  t('age.minutes', '< 15 min'),
  t('age.hours', '< 2 h'),
  t('age.day', '< 24 h'),
  t('age.older', 'older'),
];

/** Index of the band; the last one for "never". */
export function ageBand(ageMs: number | undefined): number {
  const index = bandLimitsMs.findIndex((limitMs) => ageMs !== undefined && ageMs < limitMs);
  return index < 0 ? bandLimitsMs.length - 1 : index;
}
