/**
 * Buckets of time series. From an hour on they follow the time zone of the query: days begin at local midnight, also where
 * a change of the clock makes a day of 23 or 25 hours, and weeks on Monday. Shorter buckets are counted from the epoch.
 */
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import { sql, type Sql, type TimeRange } from '../sql.js';
import { offsetsBetween } from './time-zone.js';

export interface Buckets {
  /** Usual width, ms. */
  readonly width: number;
  /** Width of the widest: no two neighbors begin further apart. */
  readonly widest: number;
  /** True when buckets begin at full hours of UTC, as roll-ups do. */
  readonly onFullHours: boolean;
  /** Start of the bucket that a time is in. */
  startOf(at: number): number;
  /** Start of the bucket after the one that begins at `start`. */
  after(start: number): number;
  /** The start as an expression on a column of times within the range. */
  sql(column: Sql): Sql;
}

/** 1970-01-01 was a Thursday: days are counted from the Monday before. */
const MONDAY_MS = 3 * DAY_MS;
/** Widths within a day that fill it evenly. */
const HOURS = [1, 2, 3, 4, 6, 8, 12];

/** The next wider width that fits into days, or whole days. */
function evenWidth(wanted: number): number {
  const hours = HOURS.find((count) => count * HOUR_MS >= wanted);
  return hours === undefined ? Math.ceil(wanted / DAY_MS) * DAY_MS : hours * HOUR_MS;
}

/** From a time on, starts are multiples of the width in local time; or all one start, until the next part. */
type Part = { readonly from: number } & ({ readonly offset: number } | { readonly start: number });

const floorTo = (at: number, width: number, offset: number) => {
  const local = at + offset + MONDAY_MS;
  return at - (((local % width) + width) % width);
};

/** A bucket in which the clock changes goes on, to its end by the new time. */
function partsOf(zone: string, width: number, { from, to }: TimeRange): Part[] {
  const margin = 2 * width;
  const spans = offsetsBetween(zone, Math.floor((from - margin) / 1000) * 1000, to + margin);
  return spans.flatMap((span, index): Part[] => {
    const before = spans[index - 1];
    if (before === undefined) return [span];
    // At a change forwards the skipped hour may hold a start: it is that of the change.
    const isForwards = span.offset > before.offset;
    const start = floorTo(isForwards ? span.from : span.from - 1, width, before.offset);
    // A local hour that comes twice makes two buckets of an hour; wider ones begin once.
    const comesAgain = width > HOUR_MS && start + before.offset === span.from + span.offset;
    if (floorTo(span.from, width, span.offset) === span.from && !comesAgain) return [span];
    return [
      { from: span.from, start },
      { from: floorTo(span.from, width, span.offset) + width, offset: span.offset },
    ];
  });
}

export function createBuckets(zone: string, wanted: number, range: TimeRange): Buckets {
  const isLocal = wanted >= HOUR_MS;
  const width = isLocal ? evenWidth(wanted) : wanted;
  const parts: Part[] = isLocal ? partsOf(zone, width, range) : [{ from: -Infinity, offset: -MONDAY_MS }];
  const partAt = (at: number) => parts.findLast(({ from }) => from <= at) ?? parts[0];
  const startOf = (at: number): number => {
    const part = partAt(at);
    if (part === undefined) return at;
    return 'start' in part ? part.start : floorTo(at, width, part.offset);
  };
  const after = (start: number): number => {
    // Starts are at most a change of the clock off: the next one is looked for from half a width on.
    let at = start + width / 2;
    while (startOf(at) <= start) at += HOUR_MS / 4;
    return isLocal ? startOf(at) : start + width;
  };
  const startSql = (column: Sql, part: Part): Sql => {
    if ('start' in part) return sql`${part.start}`;
    const shift = (((part.offset + MONDAY_MS) % width) + width) % width;
    return sql`(${column} - (${column} + ${shift}) % ${width})`;
  };
  const hasChange = parts.length > 1;
  return {
    width,
    widest: hasChange ? width + HOUR_MS : width,
    onFullHours: parts.every((part) => !('offset' in part) || part.offset % HOUR_MS === 0),
    startOf,
    after,
    sql(column) {
      const [first, ...later] = parts;
      if (first === undefined) return column;
      const otherwise = startSql(column, first);
      if (later.length === 0) return otherwise;
      const cases = later
        .toReversed()
        .map((part) => sql`WHEN ${column} >= ${part.from} THEN ${startSql(column, part)}`)
        .reduce((left, right) => sql`${left} ${right}`);
      return sql`CASE ${cases} ELSE ${otherwise} END`;
    },
  };
}
