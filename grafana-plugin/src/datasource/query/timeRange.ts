import type { TimeRange } from '@grafana/data';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Grafana resolves a range a moment before it asks for it. */
const RESOLVED_AGO_MS = 5000;

const isRelative = (bound: TimeRange['raw']['to']): bound is string => typeof bound === 'string';

/**
 * True for "last 6 hours" and "today", whose data is still arriving; false for "yesterday", "last 6 hours until an hour ago"
 * and a range of the past, in whatever words it is written.
 */
export function followsNow({ from, to, raw }: TimeRange, now: number): boolean {
  if (from.valueOf() >= now) {
    return false;
  }
  // On a page without refresh `to` is the time of the last one, and "now" still means now.
  return raw.to === 'now' || to.valueOf() > (isRelative(raw.to) ? now - RESOLVED_AGO_MS : now);
}

/** The range as it is at `now`: one that ends now or later ends now, and "the last hour" moves on with it. */
export function spanAt(range: TimeRange, now: number): Span {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  if (!followsNow(range, now)) {
    return { from, to };
  }
  const { raw } = range;
  const passed = isRelative(raw.from) && !raw.from.includes('/') && raw.to === 'now' ? Math.max(0, now - to) : 0;
  return { from: from + passed, to: now };
}

/** The time zone of a dashboard by its name; Grafana's `browser` is that of the viewer. */
export function zoneOf(timezone: string | undefined): { readonly timeZone: string } {
  if (timezone === 'utc') {
    return { timeZone: 'UTC' };
  }
  const isNamed = timezone !== undefined && timezone !== '' && timezone !== 'browser';
  return { timeZone: isNamed ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone };
}
