/**
 * Chooses the table that counts packets. `traffic_minutely` is small and knows gateways, channels, ports and outcomes;
 * senders and hops are known to the packets only.
 */
import type { TrafficGroup } from '@mesh-observatory/contract/traffic';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Reader } from '../connection.js';
import { inScope, onPorts, type Scope } from '../scope.js';
import { heardBy } from '../lists/packets.js';
import { allOf, isOneOf, sql, cancellable, inRange, type TimeRange, type Sql } from '../sql.js';

/** Rows `(at, key, packets, bytes)`; `key` is a number for ports, channels, nodes, gateways and hops, else text. */
export type TrafficSource = Sql;

const minutelyKeys: Partial<Record<TrafficGroup, Sql>> = {
  port: sql`t.portnum`,
  channel: sql`t.channel_id`,
  gateway: sql`t.gateway_num`,
  outcome: sql`t.outcome`,
};

function minutely(key: Sql, by: TrafficGroup, scope: Scope, range: TimeRange): TrafficSource {
  // A further gateway's copy is the same packet, unless the question is what gateways or this one gateway did.
  const copiesToo = by === 'gateway' || by === 'outcome' || scope.gateways !== null;
  const where = allOf([
    inRange(sql`t.minute`, { from: range.from - (range.from % MINUTE_MS), to: range.to }),
    isOneOf(sql`t.gateway_num`, scope.gateways),
    isOneOf(sql`t.channel_id`, scope.channelIds),
    isOneOf(sql`t.portnum`, scope.portnums),
    copiesToo ? sql`TRUE` : sql`t.outcome <> 'duplicate'`,
    cancellable(sql`t.bytes`),
  ]);
  return sql`SELECT t.minute AS at, ${key} AS key, t.packets, t.bytes FROM traffic_minutely t WHERE ${where}`;
}

function packetKey(by: TrafficGroup, scope: Scope): Sql {
  switch (by) {
    case 'channel':
      return sql`p.channel_id`;
    case 'node':
      return scope.aliases.currentOf(sql`p.from_num`);
    case 'outcome':
      return sql`p.decode_status`;
    case 'hops':
      return sql`COALESCE((SELECT MIN(h.hops_away) FROM receptions h
        WHERE h.packet_row = p.packet_row AND ${isOneOf(sql`h.gateway_num`, scope.gateways)}), -1)`;
    default:
      return sql`COALESCE(p.portnum, -1)`;
  }
}

function fromPackets(by: TrafficGroup, scope: Scope, range: TimeRange): TrafficSource {
  const asked = allOf([
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    onPorts(sql`p.portnum`, scope.portnums),
    cancellable(sql`p.packet_row`),
  ]);
  if (by === 'gateway') {
    return sql`SELECT r.received_at AS at, ${scope.aliases.currentOf(sql`r.gateway_num`)} AS key, 1 AS packets, p.size AS bytes
      FROM receptions r JOIN packets p USING (packet_row)
      WHERE ${inRange(sql`r.received_at`, range)} AND ${isOneOf(sql`r.gateway_num`, scope.gateways)} AND ${asked}`;
  }
  return sql`SELECT p.received_at AS at, ${packetKey(by, scope)} AS key, 1 AS packets, p.size AS bytes FROM packets p
    WHERE ${inRange(sql`p.received_at`, range)} AND ${heardBy(sql`p.packet_row`, scope.gateways)} AND ${asked}`;
}

/** True when the counters answer, so that no packets are read. */
export function isCounted(by: TrafficGroup, scope: Scope): boolean {
  // Counted by the minute, a packet has the outcome of its first copy only, and two gateways' copies are two.
  const gatewaysBlur = scope.gateways !== null && by !== 'gateway' && (by === 'outcome' || scope.gateways.length > 1);
  return minutelyKeys[by] !== undefined && scope.nodes === null && !gatewaysBlur;
}

export function trafficSource(by: TrafficGroup, scope: Scope, range: TimeRange): TrafficSource {
  const key = minutelyKeys[by];
  if (key === undefined || !isCounted(by, scope)) return fromPackets(by, scope, range);
  return minutely(by === 'gateway' ? scope.aliases.currentOf(key) : key, by, scope, range);
}

/**
 * The time from which on traffic is known. A mean over the time before would be too low. undefined = no traffic is known.
 */
export function countedSince(reader: Reader, by: TrafficGroup, scope: Scope): number | undefined {
  const oldest = isCounted(by, scope)
    ? sql<[number]>`SELECT minute FROM traffic_minutely ORDER BY minute LIMIT 1`
    : sql<[number]>`SELECT received_at FROM packets ORDER BY received_at LIMIT 1`;
  return reader.tuples(oldest)[0]?.[0];
}
