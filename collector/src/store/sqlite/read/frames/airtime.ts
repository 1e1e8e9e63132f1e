/** How long nodes occupied the channel, by the sizes of their packets and the modem preset of the mesh. */
import { totalAirtimeMs } from '@mesh-observatory/contract/modem-presets';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { HABIT_MS, SHORTEST_HABIT_MS } from '../../habit.js';
import { inScope } from '../scope.js';
import { sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';
import type { FrameContext } from './context.js';

/** Nodes by number, 0–1. */
export type Shares = ReadonlyMap<number, number>;

/** The part of the range for which there are packets: before the first one nobody listened. */
function heardRange({ reader }: FrameContext, { from, to }: TimeRange): TimeRange {
  const first = reader.first(sql<{ at: number | null }>`
    SELECT MIN(p.received_at) AS at FROM packets p WHERE p.received_at >= ${from}`);
  return { from: Math.max(from, first?.at ?? from), to: Math.min(to, reader.now) };
}

const durationOf = ({ from, to }: TimeRange) => Math.max(MINUTE_MS, to - from);

type Counted = [node: number, packets: number, bytes: number];

function sharesOf({ radio }: FrameContext, rows: readonly Counted[], range: TimeRange): Map<number, number> {
  const shares = new Map<number, number>();
  for (const [node, packets, bytes] of rows) {
    const share = totalAirtimeMs(radio.modemPreset, packets, bytes) / durationOf(range);
    shares.set(node, (shares.get(node) ?? 0) + share);
  }
  return shares;
}

function ownRows({ reader }: FrameContext, nums: readonly number[] | null, range: TimeRange): Counted[] {
  return reader.tuples(sql<Counted>`
    SELECT ${reader.aliases.currentOf(sql`p.from_num`)} AS node, COUNT(*), SUM(p.size) FROM packets p
    WHERE ${inRange(sql`p.received_at`, range)} AND ${inScope(sql`p.from_num`, nums)} AND ${cancellable(sql`p.packet_row`)}
    GROUP BY node`);
}

/** The one node that a gateway hears whose number ends in the byte; NULL when there are several. */
const relayOf = (gateway: Sql, byte: Sql) => sql`(
  SELECT CASE WHEN COUNT(DISTINCT l.from_num) = 1 THEN MIN(l.from_num) END FROM links l
  WHERE l.to_num = ${gateway} AND l.kind IN ('direct', 'neighbor') AND l.from_num & 255 = ${byte})`;

/** A relay that several gateways heard counts once. */
function relayRows({ reader }: FrameContext, nums: readonly number[] | null, range: TimeRange): Counted[] {
  const rows = reader.tuples(sql<[node: number | null, packets: number, bytes: number]>`
    SELECT ${relayOf(sql`heard.gateway_num`, sql`heard.relay_node`)} AS node, packets, bytes FROM (
      SELECT r.gateway_num, r.relay_node, COUNT(*) AS packets, SUM(p.size) AS bytes
      FROM packets p CROSS JOIN receptions r ON r.packet_row = p.packet_row
      WHERE ${inRange(sql`p.received_at`, range)} AND r.hops_away > 0 AND r.relay_node > 0
        AND NOT EXISTS (SELECT 1 FROM receptions o WHERE o.packet_row = r.packet_row AND o.relay_node = r.relay_node
          AND o.gateway_num < r.gateway_num)
        AND ${cancellable(sql`p.packet_row`)}
      GROUP BY r.gateway_num, r.relay_node) heard`);
  const wanted = nums === null ? undefined : new Set(nums);
  return rows.flatMap(([node, packets, bytes]): Counted[] => {
    if (node === null) return [];
    const current = reader.aliases.current(node);
    return wanted?.has(current) === false ? [] : [[current, packets, bytes]];
  });
}

export function ownAirtime(context: FrameContext, nums: readonly number[] | null, asked: TimeRange): Shares {
  const range = heardRange(context, asked);
  return sharesOf(context, ownRows(context, nums, range), range);
}

/** Own packets, and those of others that the node was seen to relay. */
export function airtime(context: FrameContext, nums: readonly number[] | null, asked: TimeRange): Shares {
  const range = heardRange(context, asked);
  return sharesOf(context, [...ownRows(context, nums, range), ...relayRows(context, nums, range)], range);
}

/** Own airtime by that of the week before; nodes whose habit is not known are left out. */
export function timesHabit(context: FrameContext, nums: readonly number[] | null, asked: TimeRange): Shares {
  const before = heardRange(context, { from: asked.from - HABIT_MS, to: asked.from });
  if (before.to - before.from < SHORTEST_HABIT_MS) return new Map();
  const habits = sharesOf(context, ownRows(context, nums, before), before);
  const now = ownAirtime(context, nums, asked);
  return new Map(
    [...now].flatMap(([node, share]) => {
      const habit = habits.get(node);
      return habit === undefined ? [] : [[node, share / habit] as const];
    }),
  );
}
