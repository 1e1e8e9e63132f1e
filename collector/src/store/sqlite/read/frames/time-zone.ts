import { DAY_MS } from '@mesh-observatory/contract/time';

/** Offset of a zone from UTC, in milliseconds, from a time on. */
export interface OffsetSpan {
  readonly from: number;
  readonly offset: number;
}

/** Changes of a zone are at least this far apart. */
const STEP_MS = 7 * DAY_MS;
const SECOND_MS = 1000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formatters.set(zone, made);
  return made;
}

/** Local time minus UTC at a time, in milliseconds. */
export function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0;
  const parts = formatterOf(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / SECOND_MS) * SECOND_MS;
}

/** First second after `low`, up to `high`, with another offset than at `low`. */
function changeBetween(zone: string, low: number, high: number): number {
  const before = offsetAt(zone, low);
  let [from, to] = [low, high];
  while (to - from > SECOND_MS) {
    const middle = Math.floor((from + to) / 2 / SECOND_MS) * SECOND_MS;
    if (offsetAt(zone, middle) === before) from = middle;
    else to = middle;
  }
  return to;
}

/** The offsets of a zone between two times (whole seconds), in order. */
export function offsetsBetween(zone: string, from: number, to: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [{ from, offset: offsetAt(zone, from) }];
  if (zone === 'UTC') return spans;
  for (let at = from; at < to; at += STEP_MS) {
    const next = Math.min(at + STEP_MS, to);
    if (offsetAt(zone, next) === spans.at(-1)?.offset) continue;
    const change = changeBetween(zone, at, next);
    spans.push({ from: change, offset: offsetAt(zone, change) });
  }
  return spans;
}
