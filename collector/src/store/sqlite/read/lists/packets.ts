import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeNums, olderThan, onChannels, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, isOneOf, sql, cancellable, type Sql } from '../sql.js';
import { toPacketFacts, toPacketReception, type PacketRow, type ReceptionRow } from '../../rows/packet.js';

/** All copies of all these packets in one query, in the order they came in. */
function readReceptions(reader: Reader, packetRows: readonly number[]): Map<number, PacketReception[]> {
  const found = new Map<number, PacketReception[]>();
  const rows = reader.all(sql<ReceptionRow>`
    SELECT r.*, t.broker, t.topic FROM receptions r JOIN topics t USING (topic_id)
    WHERE ${isOneOf(sql`r.packet_row`, packetRows)} ORDER BY r.packet_row, r.received_at, r.gateway_num`);
  for (const row of rows) {
    const copies = found.get(row.packet_row);
    if (copies === undefined) found.set(row.packet_row, [toPacketReception(row)]);
    else copies.push(toPacketReception(row));
  }
  return found;
}

/** Newest first; `where` may use `p`. */
export function selectPackets(reader: Reader, where: Sql, limit: number): Placed<Packet>[] {
  const rows = reader.all(sql<PacketRow>`
    SELECT p.packet_row, p.from_num, p.packet_id, p.to_num, p.received_at, c.name AS channel, p.channel_hash, p.portnum,
           p.port_name, p.decode_status, p.payload_status, p.want_ack, p.request_id, p.reply_id, p.size, p.flags,
           p.summary, p.payload
    FROM packets p JOIN channels c USING (channel_id)
    WHERE ${where} AND ${cancellable(sql`p.packet_row`)} ORDER BY p.received_at DESC, p.packet_row DESC LIMIT ${limit}`);
  const receptions = readReceptions(
    reader,
    rows.map((row) => row.packet_row),
  );
  return rows.map((row) => ({
    key: [row.received_at, row.packet_row],
    item: { ...toPacketFacts(row), receptions: receptions.get(row.packet_row) ?? [] },
  }));
}

/** Condition that one of these gateways received the packet; `null` or `undefined` = any gateway. */
export function heardBy(packetRow: Sql, gateways: readonly number[] | null | undefined): Sql {
  if (gateways === undefined || gateways === null) return sql`TRUE`;
  const theirs = isOneOf(sql`heard.gateway_num`, gateways);
  return sql`EXISTS (SELECT 1 FROM receptions heard WHERE heard.packet_row = ${packetRow} AND ${theirs})`;
}

export const listPackets: ListReader<Packet> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`p.from_num`, nodeNums(filter.nodeIds)),
      heardBy(sql`p.packet_row`, nodeNums(filter.gatewayIds)),
      onChannels(sql`p.channel_id`, filter.channels),
      anyOf(sql`p.portnum`, filter.portnums),
      inRange(sql`p.received_at`, filter),
      olderThan(sql`p.received_at`, sql`p.packet_row`, after),
    ]);
    return selectPackets(reader, where, limit);
  },
};
