import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeId, nodeNums, olderThan, onChannels, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, isOneOf, sql, cancellable, type Sql } from '../sql.js';

interface PacketRow {
  readonly packet_row: number;
  readonly from_num: number;
  readonly packet_id: number;
  readonly to_num: number;
  readonly received_at: number;
  readonly channel: string;
  readonly channel_hash: number | null;
  readonly portnum: number | null;
  readonly port_name: string | null;
  readonly decode_status: string;
  readonly payload_status: string;
  readonly want_ack: number;
  readonly request_id: number | null;
  readonly reply_id: number | null;
  readonly size: number;
  readonly flags: string;
  readonly summary: string | null;
  readonly payload: string;
}

interface ReceptionRow {
  readonly packet_row: number;
  readonly gateway_num: number;
  readonly broker: string;
  readonly topic: string;
  readonly rx_time: number | null;
  readonly received_at: number;
  readonly snr: number | null;
  readonly rssi: number | null;
  readonly hop_start: number | null;
  readonly hop_limit: number | null;
  readonly hops_away: number | null;
  readonly relay_node: number | null;
}

const toReception = (row: ReceptionRow): PacketReception => ({
  gatewayId: nodeId(row.gateway_num),
  broker: row.broker,
  topic: row.topic,
  rxTime: row.rx_time,
  receivedAt: row.received_at,
  snr: row.snr,
  rssi: row.rssi,
  hopStart: row.hop_start,
  hopLimit: row.hop_limit,
  hopsAway: row.hops_away,
  relayNode: row.relay_node,
});

/** All copies of all these packets in one query, in the order they came in. */
function receptionsOf(reader: Reader, packetRows: readonly number[]): Map<number, PacketReception[]> {
  const found = new Map<number, PacketReception[]>();
  const rows = reader.all(sql<ReceptionRow>`
    SELECT r.*, t.broker, t.topic FROM receptions r JOIN topics t USING (topic_id)
    WHERE ${isOneOf(sql`r.packet_row`, packetRows)} ORDER BY r.packet_row, r.received_at, r.gateway_num`);
  for (const row of rows) {
    const copies = found.get(row.packet_row);
    if (copies === undefined) found.set(row.packet_row, [toReception(row)]);
    else copies.push(toReception(row));
  }
  return found;
}

const toPacket = (row: PacketRow, receptions: PacketReception[]): Packet => ({
  packetId: row.packet_id,
  fromId: nodeId(row.from_num),
  toId: nodeId(row.to_num),
  channel: row.channel,
  channelHash: row.channel_hash,
  portnum: row.portnum,
  portName: row.port_name,
  decodeStatus: row.decode_status,
  payloadStatus: row.payload_status,
  receivedAt: row.received_at,
  size: row.size,
  wantAck: row.want_ack === 1,
  requestId: row.request_id,
  replyId: row.reply_id,
  flags: row.flags.split(' ').filter((flag) => flag !== ''),
  summary: row.summary,
  payload: row.payload === '' ? null : row.payload.toLowerCase(),
  receptions,
});

/** Newest first; `where` may use `p`. */
export function selectPackets(reader: Reader, where: Sql, limit: number): Placed<Packet>[] {
  const rows = reader.all(sql<PacketRow>`
    SELECT p.packet_row, p.from_num, p.packet_id, p.to_num, p.received_at, c.name AS channel, p.channel_hash, p.portnum,
           p.port_name, p.decode_status, p.payload_status, p.want_ack, p.request_id, p.reply_id, p.size, p.flags,
           p.summary, hex(p.payload) AS payload
    FROM packets p JOIN channels c USING (channel_id)
    WHERE ${where} AND ${cancellable(sql`p.packet_row`)} ORDER BY p.received_at DESC, p.packet_row DESC LIMIT ${limit}`);
  const receptions = receptionsOf(
    reader,
    rows.map((row) => row.packet_row),
  );
  return rows.map((row) => ({
    key: [row.received_at, row.packet_row],
    item: toPacket(row, receptions.get(row.packet_row) ?? []),
  }));
}

/** Packets one of these gateways heard; `undefined` = any gateway. */
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
