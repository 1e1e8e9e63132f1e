/** Findings about channels that are not private. */
import { inScope, onPorts } from '../../scope.js';
import { allOf, isOneOf, sql, cancellable, inRange } from '../../sql.js';
import { isPrecise, keyKindOf, channelText } from '../channel.js';
import { readChannelUsage } from '../channel-usage.js';
import type { Finder, Finding, FindingsInput } from './finding.js';
import { lastWeekOf } from '../context.js';

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const findOpenChannels: Finder = ({ context, scope }) =>
  [...readChannelUsage(context, scope).values()].flatMap(({ name, keys, nodes, lastPacketAt }): Finding[] => {
    const found = { node: null, channel: channelText(name), at: lastPacketAt };
    const plain = keys.get('none') ?? 0;
    const known = keys.get('default') ?? 0;
    return [
      ...(plain === 0
        ? []
        : [
            {
              ...found,
              kind: 'unencrypted_channel' as const,
              severity: 'warning' as const,
              detail: `${count(plain, 'packet')} without encryption: anyone with a receiver can read them`,
            },
          ]),
      ...(known === 0
        ? []
        : [
            {
              ...found,
              kind: 'default_key_channel' as const,
              severity: 'info' as const,
              detail: `${count(known, 'packet')} with the default key, from up to ${count(nodes.size, 'node')}: this channel is public`,
            },
          ]),
    ];
  });

interface PrecisePosition {
  readonly node_num: number;
  readonly channel: string;
  readonly channel_hash: number | null;
  readonly decode_status: string;
  readonly precision_bits: number;
  readonly positions: number;
  readonly at: number;
}

/** Nodes that shared their position on a public channel, to less than 100 m. */
export const findPrecisePositions: Finder = ({ context: { reader, range }, scope, nums }) => {
  const { from, to } = lastWeekOf(range);
  const where = allOf([
    inRange(sql`o.at`, { from, to }),
    isPrecise(sql`o.precision_bits`),
    inScope(sql`o.node_num`, nums),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    cancellable(sql`o.packet_row`),
  ]);
  const rows = reader.all(sql<PrecisePosition>`
    SELECT ${scope.aliases.currentOf(sql`o.node_num`)} AS node_num, c.name AS channel, p.channel_hash, p.decode_status, MAX(o.precision_bits) AS precision_bits,
           COUNT(*) AS positions, MAX(o.at) AS at
    FROM positions o JOIN packets p USING (packet_row) JOIN channels c ON c.channel_id = p.channel_id
    WHERE ${where} GROUP BY 1, 2, 3, 4`);
  return rows
    .filter((row) => isPublic(row))
    .map((row) => ({
      kind: 'precise_position_public',
      severity: 'warning',
      node: row.node_num,
      channel: channelText(row.channel),
      detail: `${count(row.positions, 'position')} with ${row.precision_bits} bits (${cellText(row.precision_bits)}) on the public channel ${channelText(row.channel)}`,
      at: row.at,
    }));
};

const isPublic = ({ channel, channel_hash, decode_status }: PrecisePosition) =>
  ['default', 'none'].includes(keyKindOf(channel, channel_hash, decode_status));

/** Width of the cell a position of so many bits is in; 1e-7 degrees of latitude are 11.1 mm. */
function cellText(bits: number): string {
  if (bits >= 32) return 'exact';
  const meters = 2 ** (32 - bits) * 0.0111;
  return meters < 1 ? 'within 1 m' : `within ${Math.round(meters)} m`;
}

interface ReadableText {
  readonly from_num: number;
  readonly channel: string;
  readonly messages: number;
  readonly at: number;
}

/** Texts to one node that are encrypted with a channel's key: everyone on the channel can read them. */
export const findReadableDirectMessages: Finder = ({ context: { reader, range }, scope, nums }: FindingsInput) => {
  const { from, to } = lastWeekOf(range);
  const where = allOf([
    inRange(sql`p.received_at`, { from, to }),
    inScope(sql`p.from_num`, nums),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    sql`p.flags <> '' AND ' ' || p.flags || ' ' LIKE '% direct_message_readable %'`,
    cancellable(sql`p.packet_row`),
  ]);
  const rows = reader.all(sql<ReadableText>`
    SELECT ${scope.aliases.currentOf(sql`p.from_num`)} AS from_num, c.name AS channel, COUNT(*) AS messages, MAX(p.received_at) AS at
    FROM packets p JOIN channels c USING (channel_id) WHERE ${where} GROUP BY 1, 2`);
  return rows.map(({ from_num, channel, messages, at }) => ({
    kind: 'readable_direct_message',
    severity: 'warning',
    node: from_num,
    channel: channelText(channel),
    detail: `${count(messages, 'direct message')} that everyone with the key of ${channelText(channel)} can read`,
    at,
  }));
};
