import type { NodeNum, PacketId, PayloadStatus, TopicKind, UnixMillis } from '../../../model.js';
import { flagsOf, type PacketRow, type ReceptionRow } from '../rows/packet.js';
import { NO_PROBLEMS, type PacketState } from './merge-packet.js';
import { MEDIUM, type Medium, type ReceptionState } from './merge-reception.js';

/** Columns that only the writer reads. */
export interface StoredPacketRow extends Omit<PacketRow, 'payload_status'> {
  readonly payload_status: PayloadStatus;
  readonly want_response: number;
  readonly ok_to_mqtt: number | null;
  readonly device_time: number | null;
  readonly heard_at: number | null;
  readonly encrypted_digest: string | null;
  readonly first_gateway_num: number;
  readonly live: number;
}

export interface StoredReceptionRow extends ReceptionRow {
  readonly kind: TopicKind;
  readonly from_num: number;
  /** 1 = not over the air. */
  readonly own: number;
  /** null: stored by a version that did not keep it. */
  readonly medium: Medium | null;
  readonly live: number;
}

export function toPacketState(row: StoredPacketRow, events: string): PacketState {
  return {
    from: row.from_num as NodeNum,
    to: row.to_num as NodeNum,
    id: row.packet_id as PacketId,
    channel: row.channel,
    channelHash: row.channel_hash,
    portnum: row.portnum,
    portName: row.port_name,
    decodeStatus: row.decode_status,
    payloadStatus: row.payload_status,
    wantAck: row.want_ack === 1,
    wantResponse: row.want_response === 1,
    requestId: row.request_id as PacketId | null,
    replyId: row.reply_id as PacketId | null,
    okToMqtt: row.ok_to_mqtt === null ? null : row.ok_to_mqtt === 1,
    size: row.size,
    encryptedDigest: row.encrypted_digest,
    payload: row.payload,
    deviceTime: row.device_time as UnixMillis | null,
    flags: flagsOf(row),
    events,
    readingProblems: NO_PROBLEMS,
    isLive: row.live === 1,
    first: { at: row.received_at, gateway: row.first_gateway_num as NodeNum },
    heardAt: row.heard_at,
  };
}

const mediumOf = ({ own, kind }: StoredReceptionRow): Medium => {
  if (own === 1) return MEDIUM.none;
  return kind === 'json' ? MEDIUM.unstated : MEDIUM.radio;
};

export const toReceptionState = (row: StoredReceptionRow): ReceptionState => ({
  gateway: row.gateway_num as NodeNum,
  broker: row.broker,
  topic: row.topic,
  kind: row.kind,
  receivedAt: row.received_at as UnixMillis,
  rxTime: row.rx_time as UnixMillis | null,
  snr: row.snr,
  rssi: row.rssi,
  hopStart: row.hop_start,
  hopLimit: row.hop_limit,
  hopsAway: row.hops_away,
  relayNode: row.relay_node,
  own: row.from_num === row.gateway_num,
  medium: row.medium ?? mediumOf(row),
  isLive: row.live === 1,
});
