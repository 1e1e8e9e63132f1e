import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { DecodeStatus, MeshPacket, NodeNum, Reception } from '../../../model.js';
import type { Dictionaries } from './dictionaries.js';
import { toPacketFacts, type PacketFacts, type PacketRow } from '../rows/packet.js';

/** A stored packet of which another copy was received. */
export interface KnownPacket {
  readonly row: number;
  readonly decodeStatus: DecodeStatus;
  readonly stored: PacketFacts;
}

export interface KnownReception {
  readonly kind: string;
  readonly snr: number | null;
  readonly rssi: number | null;
  readonly hopsAway: number | null;
  readonly own: boolean;
}

export interface PacketStore {
  /** False when the same message was stored before. */
  markSeen(messageKey: Uint8Array, at: number): boolean;
  /** The packet this is a copy of, whichever came first. */
  find(packet: MeshPacket, receivedAt: number): KnownPacket | undefined;
  insert(packet: MeshPacket, at: number, summary: string | null): number;
  /** Replaces everything but the time by a copy that is more complete. */
  replacePayload(known: KnownPacket, packet: MeshPacket, summary: string | null): void;
  reception(row: number, gateway: NodeNum): KnownReception | undefined;
  addReception(row: number, from: NodeNum, reception: Reception): void;
  /** Completes the reception a gateway published as JSON by the same one as protobuf. */
  refineReception(row: number, reception: Reception): void;
}

/** A node may use a packet id again; not within this time (protocol: unique for minutes, retransmissions are copies). */
const SAME_PACKET_MS = HOUR_MS;

/** How completely a packet can be read. */
const COMPLETENESS: Readonly<Record<DecodeStatus, number>> = {
  empty: 0,
  pki: 1,
  undecryptable: 1,
  json: 2,
  suspect: 3,
  plaintext: 4,
  'plaintext-in-encrypted': 4,
  decrypted: 4,
};

/** True when the payload can be read from the copy, or read better than from the packet that is known. */
export const isMoreComplete = (copy: DecodeStatus, known: DecodeStatus) => COMPLETENESS[copy] > COMPLETENESS[known];
export const isReadable = (status: DecodeStatus) => COMPLETENESS[status] >= COMPLETENESS.json;

type StoredReceptionRow = Omit<KnownReception, 'hopsAway' | 'own'> & {
  readonly hops_away: number | null;
  readonly own: number;
};

const asInteger = (value: boolean | null) => (value === null ? null : Number(value));

export function createPacketStore(db: Database.Database, dictionaries: Dictionaries): PacketStore {
  const seen = db.prepare('INSERT INTO seen_messages (message_key, at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const candidates = db.prepare<[number, number, number, number], PacketRow>(`
    SELECT p.*, c.name AS channel FROM packets p JOIN channels c USING (channel_id)
    WHERE p.from_num = ? AND p.packet_id = ? AND p.received_at BETWEEN ? AND ?
    ORDER BY p.received_at DESC, p.packet_row DESC`);
  const insert = db.prepare(`
    INSERT INTO packets (from_num, packet_id, to_num, received_at, channel_id, channel_hash, portnum, port_name,
      decode_status, payload_status, want_ack, want_response, request_id, reply_id, ok_to_mqtt, size, device_time, flags,
      summary, payload)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = db.prepare(`
    UPDATE packets SET to_num = ?, channel_id = ?, channel_hash = COALESCE(?, channel_hash), portnum = ?, port_name = ?,
      decode_status = ?, payload_status = ?, want_ack = ?, want_response = ?, request_id = ?, reply_id = ?, ok_to_mqtt = ?,
      size = ?, device_time = ?, flags = ?, summary = ?, payload = ?
    WHERE packet_row = ?`);
  const selectReception = db.prepare<[number, number], StoredReceptionRow>(
    'SELECT kind, snr, rssi, hops_away, own FROM receptions WHERE packet_row = ? AND gateway_num = ?',
  );
  const insertReception = db.prepare(`
    INSERT INTO receptions (packet_row, gateway_num, from_num, received_at, topic_id, kind, rx_time, snr, rssi, hop_start,
      hop_limit, hops_away, relay_node, own)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const updateReception = db.prepare(`
    UPDATE receptions SET topic_id = ?, kind = ?, rx_time = COALESCE(?, rx_time), snr = COALESCE(?, snr),
      rssi = COALESCE(?, rssi), hop_start = ?, hop_limit = ?, hops_away = ?, relay_node = ?, own = ?
    WHERE packet_row = ? AND gateway_num = ?`);

  return {
    markSeen: (messageKey, at) => seen.run(messageKey, at).changes === 1,
    find({ from, id, portnum }, receivedAt) {
      if (id === 0) return undefined;
      const rows = candidates.all(from, id, receivedAt - SAME_PACKET_MS, receivedAt + SAME_PACKET_MS);
      // Another port means another packet under the same id: a store-and-forward replay, or a forgery.
      const row = rows.find((known) => known.portnum === null || portnum === null || known.portnum === portnum);
      if (row === undefined) return undefined;
      return { row: row.packet_row, decodeStatus: row.decode_status, stored: toPacketFacts(row) };
    },
    insert(packet, at, summary) {
      const { lastInsertRowid } = insert.run(
        packet.from,
        packet.id,
        packet.to,
        at,
        dictionaries.channelId(packet.channel),
        packet.channelHash,
        packet.portnum,
        packet.portName,
        packet.decodeStatus,
        packet.payloadStatus,
        Number(packet.wantAck),
        Number(packet.wantResponse),
        packet.requestId,
        packet.replyId,
        asInteger(packet.okToMqtt),
        packet.size,
        packet.deviceTime,
        packet.flags.join(' '),
        summary,
        packet.payload,
      );
      return Number(lastInsertRowid);
    },
    replacePayload(known, packet, summary) {
      const flags = [...new Set([...known.stored.flags, ...packet.flags])];
      update.run(
        packet.to,
        dictionaries.channelId(packet.channel),
        packet.channelHash,
        packet.portnum,
        packet.portName,
        packet.decodeStatus,
        packet.payloadStatus,
        Number(packet.wantAck),
        Number(packet.wantResponse),
        packet.requestId,
        packet.replyId,
        asInteger(packet.okToMqtt),
        packet.size,
        packet.deviceTime,
        flags.join(' '),
        summary,
        packet.payload,
        known.row,
      );
    },
    reception(row, gateway) {
      const known = selectReception.get(row, gateway);
      if (known === undefined) return undefined;
      const { kind, snr, rssi, hops_away: hopsAway, own } = known;
      return { kind, snr, rssi, hopsAway, own: own === 1 };
    },
    addReception(row, from, reception) {
      const { gateway, receivedAt, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode, own } = reception;
      const topicId = dictionaries.topicId(reception.broker, reception.topic);
      insertReception.run(
        row,
        gateway,
        from,
        receivedAt,
        topicId,
        kind,
        rxTime,
        snr,
        rssi,
        hopStart,
        hopLimit,
        hopsAway,
        relayNode,
        Number(own),
      );
    },
    refineReception(row, reception) {
      const { gateway, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode, own } = reception;
      const topicId = dictionaries.topicId(reception.broker, reception.topic);
      updateReception.run(
        topicId,
        kind,
        rxTime,
        snr,
        rssi,
        hopStart,
        hopLimit,
        hopsAway,
        relayNode,
        Number(own),
        row,
        gateway,
      );
    },
  };
}
