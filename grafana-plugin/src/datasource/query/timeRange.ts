import type { TimeRange } from '@grafana/data';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** "Last 6 hours", "today so far": ranges that end now move on while they are looked at. */
export function endsNow({ raw }: TimeRange): boolean {
  return typeof raw.to === 'string' && raw.to.startsWith('now');
}

/** The range as it is at `now`: ranges that end now keep their length and end at `now`. */
export function spanAt(range: TimeRange, now: number): Span {
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  return endsNow(range) && now > to ? { from: now - (to - from), to: now } : { from, to };
}

/** The time zone of a dashboard by its name; Grafana's `browser` is that of the viewer. */
export function zoneOf(timezone: string | undefined): { readonly timeZone: string } {
  if (timezone === 'utc') {
    return { timeZone: 'UTC' };
  }
  const isNamed = timezone !== undefined && timezone !== '' && timezone !== 'browser';
  return { timeZone: isNamed ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone };
}
