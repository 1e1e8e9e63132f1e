import type { Gateway } from '@mesh-observatory/contract/resources';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { PKI_CHANNEL } from '../../../../model.js';
import type { Reader } from '../connection.js';
import { anyOf, nodeMatches, nodeNums, type ListReader } from './list-reader.js';
import { isOnline } from '@mesh-observatory/contract/presence';
import { gatewayIsOnline, gatewayState } from '../presence.js';
import { nodeId } from '../../rows/node-id.js';
import { allOf, inside, isOneOf, sql, cancellable, inRange, type Sql, type TimeRange } from '../sql.js';
import type { GatewayRow } from '../../rows/gateway.js';

/** Adds the columns of the node that the gateway is. */
interface GatewayNodeRow extends GatewayRow {
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly offset_seconds: number | null;
  readonly position_at: number | null;
}

interface ReceptionCounts {
  readonly receptions: number;
  readonly exclusive_packets: number;
  readonly nodes: number;
  readonly direct_nodes: number;
}

/** Range of the statistics, and the channels that are counted; null or missing = all. */
interface CountedRange extends TimeRange {
  readonly channelIds?: readonly number[] | null;
}

function sentOn({ channelIds }: CountedRange): Sql {
  if (channelIds === undefined || channelIds === null) return sql`TRUE`;
  return sql`EXISTS (SELECT 1 FROM packets p WHERE p.packet_row = r.packet_row AND ${isOneOf(sql`p.channel_id`, channelIds)})`;
}

/** Receptions of one gateway over the air in the range, without the packets it sent itself. */
function countReceptions(reader: Reader, gateway: number, range: CountedRange): ReceptionCounts {
  const nums = reader.aliases.expand([gateway]);
  const from = reader.aliases.currentOf(sql`r.from_num`);
  const found = reader.first(sql<ReceptionCounts>`
    SELECT COUNT(*) AS receptions, COALESCE(SUM(NOT EXISTS (
             SELECT 1 FROM receptions o WHERE o.packet_row = r.packet_row AND NOT ${isOneOf(sql`o.gateway_num`, nums)} AND o.own = 0
           )), 0) AS exclusive_packets,
           COUNT(DISTINCT ${from}) AS nodes,
           COUNT(DISTINCT CASE WHEN r.hops_away = 0 AND (r.snr IS NOT NULL OR r.rssi IS NOT NULL) THEN ${from} END) AS direct_nodes
    FROM receptions r
    WHERE ${isOneOf(sql`r.gateway_num`, nums)} AND ${inRange(sql`r.received_at`, range)} AND r.own = 0
      AND ${sentOn(range)} AND ${cancellable(sql`r.packet_row`)}`);
  return found ?? { receptions: 0, exclusive_packets: 0, nodes: 0, direct_nodes: 0 };
}

/** Packets that any gateway received over the air. */
function countPackets(reader: Reader, range: CountedRange): number {
  const found = reader.first(sql<{ packets: number }>`
    SELECT COUNT(DISTINCT r.packet_row) AS packets FROM receptions r
    WHERE ${inRange(sql`r.received_at`, range)} AND r.own = 0 AND ${sentOn(range)} AND ${cancellable(sql`r.packet_row`)}`);
  return found?.packets ?? 0;
}

function readUplinks(
  reader: Reader,
  gateways: readonly number[],
): Map<number, { brokers: Set<string>; channels: Set<string> }> {
  const rows = reader.tuples(sql<[number, string, string]>`
    SELECT gc.gateway_num, t.broker, c.name FROM gateway_channels gc JOIN topics t USING (topic_id)
      JOIN channels c ON c.channel_id = gc.channel_id
    WHERE ${isOneOf(sql`gc.gateway_num`, reader.aliases.expand(gateways))} ORDER BY t.broker, c.name`);
  const found = new Map<number, { brokers: Set<string>; channels: Set<string> }>();
  for (const [num, broker, channel] of rows) {
    const gateway = reader.aliases.current(num);
    const entry = found.get(gateway) ?? { brokers: new Set(), channels: new Set() };
    entry.brokers.add(broker);
    if (channel !== '' && channel !== PKI_CHANNEL) entry.channels.add(channel);
    found.set(gateway, entry);
  }
  return found;
}

/** Gateways by number, with what they heard in the range; `where` may use `g` and `n` (the gateway's node). */
export function selectGateways(
  reader: Reader,
  where: Sql,
  range: CountedRange,
  limit: number,
): { num: number; item: Gateway }[] {
  const rows = reader.all(sql<GatewayNodeRow>`
    SELECT g.*, ${gatewayState} AS state, n.long_name, n.short_name, n.latitude, n.longitude, n.position_at, gc.offset_seconds
    FROM gateways g LEFT JOIN nodes n ON n.node_num = g.gateway_num LEFT JOIN gateway_clocks gc USING (gateway_num)
    WHERE ${where} ORDER BY g.gateway_num LIMIT ${limit}`);
  const total = rows.length === 0 ? 0 : countPackets(reader, range);
  const ways = readUplinks(
    reader,
    rows.map((row) => row.gateway_num),
  );
  return rows.map((row) => {
    const heard = countReceptions(reader, row.gateway_num, range);
    const way = ways.get(row.gateway_num);
    const item: Gateway = {
      gatewayId: nodeId(row.gateway_num),
      longName: row.long_name,
      shortName: row.short_name,
      online: isOnline(row.state),
      state: row.state,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      brokers: [...(way?.brokers ?? [])],
      channels: [...(way?.channels ?? [])],
      receptions: heard.receptions,
      packets: heard.receptions, // a gateway has one reception of a packet
      exclusivePackets: heard.exclusive_packets,
      nodes: heard.nodes,
      directNodes: heard.direct_nodes,
      share: total === 0 ? 0 : heard.receptions / total,
      clockOffsetSeconds: row.offset_seconds,
      latitude: row.latitude,
      longitude: row.longitude,
      positionAt: row.position_at,
    };
    return { num: row.gateway_num, item };
  });
}

/**
 * Ordered by number: gateways are seen all the time. `from`/`to` is the range of the statistics (default: last 24 h).
 */
export const listGateways: ListReader<Gateway> = {
  keyShape: ['number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`g.gateway_num`, nodeNums(filter.gatewayIds)),
      filter.bounds === undefined ? sql`TRUE` : inside(sql`n.latitude`, sql`n.longitude`, filter.bounds),
      nodeMatches(filter.search),
      filter.online === undefined ? sql`TRUE` : filter.online ? gatewayIsOnline : sql`NOT ${gatewayIsOnline}`,
      after === undefined ? sql`TRUE` : sql`g.gateway_num > ${after[0] ?? 0}`,
    ]);
    const to = filter.to ?? reader.now + 1;
    const range = { from: filter.from ?? to - DAY_MS, to };
    return selectGateways(reader, where, range, limit).map(({ num, item }) => ({ key: [num], item }));
  },
};
