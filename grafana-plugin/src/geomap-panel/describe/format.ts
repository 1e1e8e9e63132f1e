import { DAY_MS, HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { dateTimeFormat } from '@grafana/data';
import type { Signal } from '../scene/signal';
import { compassPoint } from '../geo/sphere';
import { t } from '@grafana/i18n';

const SECOND_MS = 1000;

/** `5 min ago`; `just now` within a minute. */
export function formatAge(ageMs: number): string {
  if (ageMs < MINUTE_MS) {
    const seconds = Math.floor(ageMs / SECOND_MS);
    return seconds < 10 ? t('format.now', 'just now') : t('format.seconds', '{{seconds}} s ago', { seconds });
  }
  if (ageMs < HOUR_MS) {
    return t('format.minutes', '{{minutes}} min ago', { minutes: Math.floor(ageMs / MINUTE_MS) });
  }
  return ageMs < 2 * DAY_MS
    ? t('format.hours', '{{hours}} h ago', { hours: Math.floor(ageMs / HOUR_MS) })
    : t('format.days', '{{days}} d ago', { days: Math.floor(ageMs / DAY_MS) });
}

export const formatTime = (time: number, timeZone: string) => dateTimeFormat(time, { timeZone });

/** `5 min ago (2026-01-03 02:00:00)`; only the time if it is in the future. */
export function formatMoment(time: number, at: number, timeZone: string): string {
  return time > at ? formatTime(time, timeZone) : `${formatAge(at - time)} (${formatTime(time, timeZone)})`;
}

export function formatDistance(meters: number): string {
  if (meters < 1000) {
    return `${meters < 10 ? meters.toFixed(1) : Math.round(meters)} m`;
  }
  const kilometers = meters / 1000;
  return `${kilometers < 10 ? kilometers.toFixed(2) : kilometers < 100 ? kilometers.toFixed(1) : Math.round(kilometers)} km`;
}

export const formatBearing = (degrees: number) => `${Math.round(degrees) % 360}° ${compassPoint(degrees)}`;

/** `-4.5 dB, margin 3 dB`. */
export function formatSignal({ snr, margin }: Signal): string {
  if (snr === undefined) {
    return t('format.unknown', 'unknown');
  }
  const measured = `${snr.toFixed(1)} dB`;
  return margin === undefined
    ? measured
    : t('format.margin', '{{measured}}, margin {{margin}} dB', { measured, margin: Math.round(margin) });
}

/** `CLIENT_MUTE` reads `Client mute`. */
export { roleTitle as formatRole } from '@mesh-observatory/contract/roles';
