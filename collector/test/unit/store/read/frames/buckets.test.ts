import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { createBuckets } from '../../../../../src/store/sqlite/read/frames/buckets.js';
import { sql } from '../../../../../src/store/sqlite/read/sql.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const zones = [
  'UTC',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'America/Havana',
  'Australia/Lord_Howe',
];
const range = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 10, 30) };

const local = (zone: string, at: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);

function startsOf(zone: string, width: number): number[] {
  const buckets = createBuckets(zone, width, range);
  const starts: number[] = [];
  for (let at = buckets.startOf(range.from); at < range.to; at = buckets.after(at)) starts.push(at);
  return starts;
}

describe('buckets', () => {
  it.each(zones)('of a day begin at local midnight in %s, on days of 23 and 25 hours too', (zone) => {
    const starts = startsOf(zone, DAY);
    const odd = starts.map((at) => local(zone, at).slice(-5)).filter((time) => time !== '00:00');
    // In Havana the clock goes from 0:00 to 1:00: that day begins at 1:00.
    expect(odd).toEqual(zone === 'America/Havana' ? ['01:00'] : []);
    expect(starts.length).toBe(Math.ceil((range.to - starts[0]!) / DAY));
    expect(createBuckets(zone, DAY, range).widest).toBeGreaterThanOrEqual(
      Math.max(...starts.slice(1).map((at, index) => at - starts[index]!)),
    );
  });

  it.each(zones)('of a week begin on Monday at local midnight in %s', (zone) => {
    const days = new Set(startsOf(zone, 7 * DAY).map((at) => local(zone, at)));
    expect([...days]).toEqual(['Mon 00:00']);
  });

  it.each(zones)('are the same in SQL and in the program in %s', (zone) => {
    const db = new Database(':memory:');
    for (const width of [300_000, HOUR, 2 * HOUR, 6 * HOUR, DAY, 7 * DAY]) {
      const buckets = createBuckets(zone, width, range);
      const { text, values } =
        sql`SELECT value, ${buckets.sql(sql`value`)} FROM json_each(${JSON.stringify(Array.from({ length: 3000 }, (_, index) => range.from + index * 7_919_000))})`;
      const rows = db
        .prepare(text)
        .raw()
        .all(...values) as [number, number][];
      expect(rows.filter(([at, start]) => buckets.startOf(at) !== start || start > at)).toEqual([]);
    }
    db.close();
  });

  it('shorter than an hour are counted from the epoch, and those between are rounded up to even ones', () => {
    expect(createBuckets('Asia/Kolkata', 300_000, range).startOf(1_234_567)).toBe(1_200_000);
    expect(createBuckets('UTC', 5 * HOUR, range).width).toBe(6 * HOUR);
    expect(createBuckets('UTC', 25 * HOUR, range).width).toBe(2 * DAY);
  });
});
