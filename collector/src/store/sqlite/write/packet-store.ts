import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { DecodeStatus, MeshPacket, NodeNum, Reception } from '../../../model.js';
import { toPacketFacts, type PacketFacts, type PacketRow } from '../rows/packet.js';
import type { Dictionaries } from './dictionaries.js';

/** A stored packet of which another copy was received. */
export interface KnownPacket {
  readonly row: number;
  readonly decodeStatus: DecodeStatus;
  /** When it was heard, if it was delivered hours later. */
  readonly heardAt: number | null;
  readonly stored: PacketFacts;
}

interface KnownPacketRow extends PacketRow {
  readonly heard_at: number | null;
}

export interface KnownReception {
  readonly kind: string;
  readonly snr: number | null;
  readonly rssi: number | null;
  readonly hopsAway: number | null;
  readonly own: boolean;
}

interface KnownReceptionRow extends Omit<KnownReception, 'hopsAway' | 'own'> {
  readonly hops_away: number | null;
  readonly own: number;
}

/** A node may reuse a packet id; not within this time (protocol: unique for minutes, retransmissions are copies). */
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

const asInteger = (value: boolean | null) => (value === null ? null : Number(value));

const INSERT_PACKET = `
  INSERT INTO packets (from_num, packet_id, received_at, heard_at, to_num, channel_id, channel_hash, portnum, port_name, decode_status,
    payload_status, want_ack, want_response, request_id, reply_id, ok_to_mqtt, size, device_time, flags, summary, payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE_PACKET = `
  UPDATE packets SET to_num = ?, channel_id = ?, channel_hash = COALESCE(?, channel_hash), portnum = ?, port_name = ?,
    decode_status = ?, payload_status = ?, want_ack = ?, want_response = ?, request_id = ?, reply_id = ?, ok_to_mqtt = ?,
    size = ?, device_time = ?, flags = ?, summary = ?, payload = ?
  WHERE packet_row = ?`;
const INSERT_RECEPTION = `
  INSERT INTO receptions (packet_row, gateway_num, from_num, received_at, topic_id, kind, rx_time, snr, rssi, hop_start,
    hop_limit, hops_away, relay_node, own)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE_RECEPTION = `
  UPDATE receptions SET topic_id = ?, kind = ?, rx_time = COALESCE(?, rx_time), snr = COALESCE(?, snr),
    rssi = COALESCE(?, rssi), hop_start = ?, hop_limit = ?, hops_away = ?, relay_node = ?, own = ?
  WHERE packet_row = ? AND gateway_num = ?`;

/** Stores packets and their receptions by gateways. */
export class PacketStore {
  readonly #dictionaries: Dictionaries;
  readonly #markSeen: Database.Statement<[Uint8Array, number]>;
  readonly #selectCandidates: Database.Statement<[number, number, number, number], KnownPacketRow>;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #selectReception: Database.Statement<[number, number], KnownReceptionRow>;
  readonly #insertReception: Database.Statement;
  readonly #updateReception: Database.Statement;

  constructor(db: Database.Database, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#markSeen = db.prepare<[Uint8Array, number]>(
      'INSERT INTO seen_messages (message_key, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#selectCandidates = db.prepare<[number, number, number, number], KnownPacketRow>(`
      SELECT p.*, c.name AS channel FROM packets p JOIN channels c USING (channel_id)
      WHERE p.from_num = ? AND p.packet_id = ? AND p.received_at BETWEEN ? AND ?
      ORDER BY p.received_at DESC, p.packet_row DESC`);
    this.#insert = db.prepare(INSERT_PACKET);
    this.#update = db.prepare(UPDATE_PACKET);
    this.#selectReception = db.prepare<[number, number], KnownReceptionRow>(
      'SELECT kind, snr, rssi, hops_away, own FROM receptions WHERE packet_row = ? AND gateway_num = ?',
    );
    this.#insertReception = db.prepare(INSERT_RECEPTION);
    this.#updateReception = db.prepare(UPDATE_RECEPTION);
  }

  /** False when the same message was stored before. */
  markSeen(messageKey: Uint8Array, at: number): boolean {
    return this.#markSeen.run(messageKey, at).changes === 1;
  }

  /** The packet this is a copy of, whichever came first. */
  find({ from, id, portnum }: MeshPacket, receivedAt: number): KnownPacket | undefined {
    if (id === 0) return undefined;
    const rows = this.#selectCandidates.all(from, id, receivedAt - SAME_PACKET_MS, receivedAt + SAME_PACKET_MS);
    // Another port means another packet under the same id: a store-and-forward replay, or a forgery.
    const row = rows.find((known) => known.portnum === null || portnum === null || known.portnum === portnum);
    if (row === undefined) return undefined;
    return {
      row: row.packet_row,
      decodeStatus: row.decode_status,
      heardAt: row.heard_at,
      stored: toPacketFacts(row),
    };
  }

  /** Returns the new row. `heardAt`: null = when it was received. */
  insert(packet: MeshPacket, at: number, heardAt: number | null, summary: string | null): number {
    const values = this.#packetValues(packet, packet.flags, summary);
    return Number(this.#insert.run([packet.from, packet.id, at, heardAt, ...values]).lastInsertRowid);
  }

  /** Replaces everything but the time by a copy that is more complete. */
  replacePayload(known: KnownPacket, packet: MeshPacket, summary: string | null): void {
    const flags = [...new Set([...known.stored.flags, ...packet.flags])];
    this.#update.run([...this.#packetValues(packet, flags, summary), known.row]);
  }

  reception(row: number, gateway: NodeNum): KnownReception | undefined {
    const known = this.#selectReception.get(row, gateway);
    if (known === undefined) return undefined;
    const { kind, snr, rssi, hops_away: hopsAway, own } = known;
    return { kind, snr, rssi, hopsAway, own: own === 1 };
  }

  /** @param isRadio false: the gateway published its own packet, or did not receive it over the air. */
  addReception(row: number, from: NodeNum, reception: Reception, isRadio: boolean): void {
    const { gateway, receivedAt } = reception;
    this.#insertReception.run([row, gateway, from, receivedAt, ...this.#receptionValues(reception, isRadio)]);
  }

  /** Completes the reception a gateway published as JSON by the same one as protobuf. */
  refineReception(row: number, reception: Reception, isRadio: boolean): void {
    this.#updateReception.run(...this.#receptionValues(reception, isRadio), row, reception.gateway);
  }

  /** In the order of the statements above. Bound as one array: spread arguments are slower. */
  #packetValues(packet: MeshPacket, flags: readonly string[], summary: string | null): unknown[] {
    return [
      packet.to,
      this.#dictionaries.channelId(packet.channel),
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
    ];
  }

  #receptionValues(reception: Reception, isRadio: boolean): unknown[] {
    const { broker, topic, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode } = reception;
    const topicId = this.#dictionaries.topicId(broker, topic);
    return [topicId, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode, Number(!isRadio)];
  }
}
