/** How the signal between a gateway and a node changes: the slope of a line through the hourly means of direct receptions. */
import { DAY_MS } from '@mesh-observatory/contract/time';
import { nodeId } from '../../rows/node-id.js';
import { isOneOf, sql, cancellable, inRange } from '../sql.js';
import type { FrameContext } from './context.js';
import { slopeOf, type LineSums } from './line.js';

/** Over less than two days, day and night look like a trend. */
const SHORTEST_DAYS = 2;
const FEWEST_READINGS = 10;

interface Sums extends LineSums {
  readonly sender: number;
  readonly gateway: number;
  readonly span: number;
}

/** dB per day by sender and gateway, as `!from!gateway`; pairs with too few readings are left out. `nums`: either end. */
export function linkTrends({ reader, range }: FrameContext, nums: readonly number[] | null): Map<string, number> {
  const trends = new Map<string, number>();
  if (range.to - range.from < SHORTEST_DAYS * DAY_MS) return trends;
  const x = sql`(h.hour - ${range.from}) * 1.0 / ${DAY_MS}`;
  const rows = reader.all(sql<Sums>`
    SELECT ${reader.aliases.currentOf(sql`h.from_num`)} AS sender, ${reader.aliases.currentOf(sql`h.gateway_num`)} AS gateway,
      MAX(${x}) - MIN(${x}) AS span, SUM(h.snr_count) AS w, SUM(h.snr_count * ${x}) AS x, SUM(h.snr_total) AS y,
      SUM(h.snr_count * ${x} * ${x}) AS xx, SUM(h.snr_total * ${x}) AS xy
    FROM receptions_hourly h
    WHERE ${inRange(sql`h.hour`, range)} AND h.snr_count > 0 AND h.from_num <> h.gateway_num
      AND (${isOneOf(sql`h.from_num`, nums)} OR ${isOneOf(sql`h.gateway_num`, nums)}) AND ${cancellable(sql`h.receptions`)}
    GROUP BY sender, gateway`);
  for (const { sender, gateway, span, ...sums } of rows) {
    if (sums.w < FEWEST_READINGS || span < SHORTEST_DAYS - 0.25) continue;
    trends.set(nodeId(sender) + nodeId(gateway), slopeOf(sums));
  }
  return trends;
}
