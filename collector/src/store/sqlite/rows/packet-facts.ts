import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import { formatNodeId, type DecodeStatus, type Ingested, type NodeNum, type Reception } from '../../../model.js';

/** A packet without its receptions. */
export type PacketFacts = Omit<Packet, 'receptions'>;

/** A row of `packets` with the name of its channel. */
export interface PacketRow {
  readonly packet_row: number;
  readonly packet_id: number;
  readonly from_num: number;
  readonly to_num: number;
  readonly received_at: number;
  readonly channel: string;
  readonly channel_hash: number | null;
  readonly portnum: number | null;
  readonly port_name: string | null;
  readonly decode_status: DecodeStatus;
  readonly payload_status: string;
  readonly want_ack: number;
  readonly request_id: number | null;
  readonly reply_id: number | null;
  readonly size: number;
  readonly flags: string;
  readonly summary: string | null;
  readonly payload: Uint8Array | null;
}

const hex = (payload: Uint8Array | null) => (payload === null ? null : Buffer.from(payload).toString('hex'));

/** Of what is stored. */
export function factsOfRow(row: PacketRow): PacketFacts {
  return {
    packetId: row.packet_id,
    fromId: formatNodeId(row.from_num as NodeNum),
    toId: formatNodeId(row.to_num as NodeNum),
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
    payload: hex(row.payload),
  };
}

/** Of what was just received. */
export function factsOf({ packet }: Ingested, at: number, summary: string | null): PacketFacts {
  return {
    packetId: packet.id,
    fromId: formatNodeId(packet.from),
    toId: formatNodeId(packet.to),
    channel: packet.channel,
    channelHash: packet.channelHash,
    portnum: packet.portnum,
    portName: packet.portName,
    decodeStatus: packet.decodeStatus,
    payloadStatus: packet.payloadStatus,
    receivedAt: at,
    size: packet.size,
    wantAck: packet.wantAck,
    requestId: packet.requestId,
    replyId: packet.replyId,
    flags: [...packet.flags],
    summary,
    payload: hex(packet.payload),
  };
}

/** As the API shows it. */
export function toPacketReception(reception: Reception): PacketReception {
  const { gateway, broker, topic, rxTime, receivedAt, snr, rssi, hopStart, hopLimit, hopsAway, relayNode } = reception;
  return {
    gatewayId: formatNodeId(gateway),
    broker,
    topic,
    rxTime,
    receivedAt,
    snr,
    rssi,
    hopStart,
    hopLimit,
    hopsAway,
    relayNode,
  };
}
