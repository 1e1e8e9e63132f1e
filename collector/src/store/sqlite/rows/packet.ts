import type { Packet, PacketReception } from '@mesh-observatory/contract/resources';
import { formatNodeId, type DecodeStatus, type MeshPacket, type PacketFlag, type Reception } from '../../../model.js';
import { nodeId } from './node-id.js';

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

/** The flags of a row, which are one text. */
export const flagsOf = ({ flags }: Pick<PacketRow, 'flags'>): PacketFlag[] =>
  flags.split(' ').filter((flag): flag is PacketFlag => flag !== '');

function hex(payload: Uint8Array | null): string | null {
  return payload === null || payload.length === 0 ? null : Buffer.from(payload).toString('hex');
}

export function toPacketFacts(row: PacketRow): PacketFacts {
  return {
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
    flags: flagsOf(row),
    summary: row.summary,
    payload: hex(row.payload),
  };
}

/** A packet that was just received. */
export function factsOf(packet: Omit<MeshPacket, 'priority'>, receivedAt: number, summary: string | null): PacketFacts {
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
    receivedAt,
    size: packet.size,
    wantAck: packet.wantAck,
    requestId: packet.requestId,
    replyId: packet.replyId,
    flags: [...packet.flags],
    summary,
    payload: hex(packet.payload),
  };
}

/** A row of `receptions` with its topic. */
export interface ReceptionRow {
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

export const toPacketReception = (row: ReceptionRow): PacketReception => ({
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

/** A reception that was just received. */
export function receptionOf(
  reception: Omit<Reception, 'transport' | 'root' | 'backlog' | 'gatewayTime'>,
): PacketReception {
  const { gateway, broker, topic, rxTime, receivedAt, snr, rssi, hopStart, hopLimit, hopsAway, relayNode } = reception;
  const gatewayId = formatNodeId(gateway);
  return { gatewayId, broker, topic, rxTime, receivedAt, snr, rssi, hopStart, hopLimit, hopsAway, relayNode };
}
