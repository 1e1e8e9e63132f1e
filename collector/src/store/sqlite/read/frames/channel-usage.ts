import type { ChannelKeyKind } from '@mesh-observatory/contract/findings';
import { heardBy } from '../lists/packets.js';
import { inScope, onPorts, type Scope } from '../scope.js';
import { allOf, isOneOf, sql, cancellable, inRange } from '../sql.js';
import { keyKindOf } from './channel.js';
import { lastWeekOf, type FrameContext } from './context.js';

/** Usage of a channel, from its packets. */
export interface ChannelUsage {
  readonly name: string;
  readonly nodes: ReadonlySet<number>;
  /** Packets by the kind of their key. */
  readonly keys: ReadonlyMap<ChannelKeyKind, number>;
  readonly lastPacketAt: number;
}

type Group = [channel: number, status: string, hash: number | null, node: number, packets: number, newest: number];

interface Growing extends ChannelUsage {
  readonly nodes: Set<number>;
  readonly keys: Map<ChannelKeyKind, number>;
  lastPacketAt: number;
}

/** Usage by channel id. */
export function readChannelUsage({ reader, range }: FrameContext, scope: Scope): Map<number, ChannelUsage> {
  const { from, to } = lastWeekOf(range);
  const where = allOf([
    inRange(sql`p.received_at`, { from, to }),
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    heardBy(sql`p.packet_row`, scope.gateways),
    cancellable(sql`p.packet_row`),
  ]);
  const names = new Map(reader.tuples(sql<[number, string]>`SELECT channel_id, name FROM channels`));
  const groups = reader.tuples(sql<Group>`
    SELECT p.channel_id, p.decode_status, p.channel_hash, p.from_num, COUNT(*), MAX(p.received_at)
    FROM packets p WHERE ${where} GROUP BY 1, 2, 3, 4`);
  const found = new Map<number, Growing>();
  for (const [channel, status, hash, node, packets, newest] of groups) {
    const name = names.get(channel) ?? '';
    const usage: Growing = found.get(channel) ?? { name, nodes: new Set(), keys: new Map(), lastPacketAt: 0 };
    const key = keyKindOf(name, hash, status);
    usage.nodes.add(scope.aliases.current(node));
    usage.keys.set(key, (usage.keys.get(key) ?? 0) + packets);
    usage.lastPacketAt = Math.max(usage.lastPacketAt, newest);
    found.set(channel, usage);
  }
  return found;
}

/** Kind of key that most packets of a channel are encrypted with, as far as it is known. */
export function usualKey(keys: ReadonlyMap<ChannelKeyKind, number>): ChannelKeyKind {
  const known = [...keys].filter(([key]) => key !== 'unknown');
  return known.sort(([, left], [, right]) => right - left)[0]?.[0] ?? 'unknown';
}
