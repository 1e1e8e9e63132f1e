/** Tells which nodes were heard on which channels. */
import { MAP_REPORT_PORT } from '../../../model.js';
import type { Reader } from './connection.js';
import { cancellable, inRange, isOneOf, sql, type Sql, type TimeRange } from './sql.js';

/** A node on a channel: its first and its newest packet there, Unix ms. */
type Span = readonly [node: number, first: number, last: number];

/** Packets (`p`) that were sent on a channel: neither map reports nor direct messages between two nodes' keys. */
const onAChannel = sql`p.decode_status <> 'pki' AND p.portnum IS NOT ${MAP_REPORT_PORT}`;

/** Nodes, of those given, with a packet on one of the channels in the range. */
function nodesWithPackets(reader: Reader, nodes: readonly number[], channelIds: readonly number[], range: TimeRange) {
  if (nodes.length === 0) return [];
  const rows = reader.tuples(sql<[number]>`
    SELECT n.value FROM json_each(${JSON.stringify(nodes)}) n WHERE EXISTS (
      SELECT 1 FROM packets p WHERE p.from_num = n.value AND ${inRange(sql`p.received_at`, range)}
        AND ${isOneOf(sql`p.channel_id`, channelIds)} AND ${onAChannel} AND ${cancellable(sql`p.packet_row`)})`);
  return rows.map(([node]) => node);
}

/**
 * Nodes that were heard on one of these channels in the range. The first and the newest packet of a node on a channel
 * answer at once for a range that reaches to either; packets answer for a range between the two. Where the range begins
 * before the oldest packet that is kept, that a node was on the channel before and after is enough.
 */
export function nodesOnChannels(reader: Reader, channelIds: readonly number[], range: TimeRange): number[] {
  const { from, to } = range;
  const spans = reader.tuples(sql<Span>`
    SELECT nc.node_num, nc.first_at, nc.last_at FROM node_channels nc
    WHERE ${isOneOf(sql`nc.channel_id`, channelIds)} AND nc.first_at < ${to} AND nc.last_at >= ${from}`);
  const oldest = reader.tuples(sql<[number | null]>`SELECT MIN(received_at) FROM packets`)[0]?.[0] ?? to;
  const isCertain = ([, first, last]: Span) => first >= from || last < to || from < oldest;
  const certain = new Set(spans.filter(isCertain).map(([node]) => node));
  const others = [...new Set(spans.map(([node]) => node))].filter((node) => !certain.has(node));
  return [...certain, ...nodesWithPackets(reader, others, channelIds, range)];
}

/** Of these nodes (null = all), those that also sent on channels other than these: only their packets tell apart. */
export function nodesOnSeveralChannels(
  reader: Reader,
  nodes: readonly number[] | null,
  channelIds: readonly number[],
): number[] {
  const rows = reader.tuples(sql<[number]>`
    SELECT DISTINCT nc.node_num FROM node_channels nc
    WHERE ${isOneOf(sql`nc.node_num`, nodes)} AND NOT ${isOneOf(sql`nc.channel_id`, channelIds)}`);
  return rows.map(([node]) => node);
}

/** Condition that a row was not sent on another channel than these. Rows whose packet is no longer kept pass. */
export function notOnOtherChannels(packetRow: Sql, channelIds: readonly number[]): Sql {
  return sql`NOT EXISTS (SELECT 1 FROM packets sent WHERE sent.packet_row = ${packetRow}
    AND NOT ${isOneOf(sql`sent.channel_id`, channelIds)})`;
}

/**
 * Condition on gateways (`g`) that published something of one of these channels in the range: the counters of its minutes
 * answer where the gateway has done so since.
 */
export function publishedOn(channelIds: readonly number[] | null, { from, to }: TimeRange): Sql {
  if (channelIds === null) return sql`TRUE`;
  const theirs = sql`gc.gateway_num = g.gateway_num AND ${isOneOf(sql`gc.channel_id`, channelIds)}`;
  return sql`(
    EXISTS (SELECT 1 FROM gateway_channels gc WHERE ${theirs} AND ${inRange(sql`gc.last_seen`, { from, to })})
    OR (EXISTS (SELECT 1 FROM gateway_channels gc WHERE ${theirs} AND gc.last_seen >= ${to}) AND EXISTS (
      SELECT 1 FROM traffic_minutely t WHERE ${inRange(sql`t.minute`, { from, to })} AND t.gateway_num = g.gateway_num
        AND ${isOneOf(sql`t.channel_id`, channelIds)})))`;
}
