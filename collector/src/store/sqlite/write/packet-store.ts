import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { NodeNum } from '../../../model.js';
import type { Dictionaries } from './dictionaries.js';
import { isProtobuf, type PacketState } from './merge-packet.js';
import { isOverRadio, type ReceptionState } from './merge-reception.js';
import { toPacketState, toReceptionState, type StoredPacketRow, type StoredReceptionRow } from './packet-rows.js';
import { relationOf } from './same-packet.js';

/** A stored packet of which another copy was received. */
export interface KnownPacket {
  readonly row: number;
  readonly state: PacketState;
  readonly summary: string | null;
}

export interface Candidates {
  /** The packet that the copy belongs to. */
  readonly known: KnownPacket | undefined;
  /** Another packet has the same sender and id, and other content. */
  readonly isIdReused: boolean;
}

/** A node may reuse a packet id; not within this time (protocol: unique for minutes, retransmissions are copies). */
const SAME_PACKET_MS = HOUR_MS;
/** A replay by a store-and-forward router has the id of the packet it repeats. */
export const STORE_FORWARD_PORT = 65;
/** Gateways publish different content of one packet. */
export const TRACEROUTE_PORT = 70;

const asInteger = (value: boolean | null) => (value === null ? null : Number(value));

const SELECT_CANDIDATES = `
  SELECT p.*, c.name AS channel FROM packets p JOIN channels c USING (channel_id)
  WHERE p.from_num = ? AND p.packet_id = ? AND p.received_at BETWEEN ? AND ?
  ORDER BY p.received_at DESC, p.packet_row DESC`;
const SELECT_PACKET =
  'SELECT p.*, c.name AS channel FROM packets p JOIN channels c USING (channel_id) WHERE p.packet_row = ?';
const INSERT_PACKET = `
  INSERT INTO packets (from_num, packet_id, received_at, heard_at, first_gateway_num, live, encrypted_digest, to_num, channel_id, channel_hash, portnum, port_name, decode_status,
    payload_status, want_ack, want_response, request_id, reply_id, ok_to_mqtt, size, device_time, flags, summary, payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE_PACKET = `
  UPDATE packets SET received_at = ?, heard_at = ?, first_gateway_num = ?, live = ?, encrypted_digest = ?, to_num = ?, channel_id = ?, channel_hash = ?, portnum = ?, port_name = ?,
    decode_status = ?, payload_status = ?, want_ack = ?, want_response = ?, request_id = ?, reply_id = ?, ok_to_mqtt = ?,
    size = ?, device_time = ?, flags = ?, summary = ?, payload = ?
  WHERE packet_row = ?`;
const INSERT_CONTENT = 'INSERT INTO packet_contents (received_at, packet_row, events) VALUES (?, ?, ?)';
const OF_PACKET = 'WHERE received_at = ? AND packet_row = ?';
const SELECT_RECEPTIONS = `
  SELECT r.*, t.broker, t.topic FROM receptions r JOIN topics t USING (topic_id) WHERE r.packet_row = ?`;
const INSERT_RECEPTION = `
  INSERT INTO receptions (packet_row, gateway_num, from_num, received_at, topic_id, kind, rx_time, snr, rssi, hop_start,
    hop_limit, hops_away, relay_node, own, medium, live)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE_RECEPTION = `
  UPDATE receptions SET received_at = ?, topic_id = ?, kind = ?, rx_time = ?, snr = ?, rssi = ?, hop_start = ?,
    hop_limit = ?, hops_away = ?, relay_node = ?, own = ?, medium = ?, live = ?
  WHERE packet_row = ? AND gateway_num = ?`;

/** Stores packets, what their copies are compared with, and their receptions by gateways. */
export class PacketStore {
  readonly #dictionaries: Dictionaries;
  readonly #markSeen: Database.Statement<[Uint8Array, number]>;
  readonly #selectCandidates: Database.Statement<[number, number, number, number], StoredPacketRow>;
  readonly #selectPacket: Database.Statement<[number], StoredPacketRow>;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #insertContent: Database.Statement<[number, number, string]>;
  readonly #deleteContent: Database.Statement<[number, number]>;
  readonly #selectContent: Database.Statement<[number, number], string>;
  readonly #selectReception: Database.Statement<[number, number], StoredReceptionRow>;
  readonly #selectReceptions: Database.Statement<[number], StoredReceptionRow>;
  readonly #insertReception: Database.Statement;
  readonly #updateReception: Database.Statement;

  constructor(db: Database.Database, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#markSeen = db.prepare<[Uint8Array, number]>(
      'INSERT INTO seen_messages (message_key, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#selectCandidates = db.prepare<[number, number, number, number], StoredPacketRow>(SELECT_CANDIDATES);
    this.#selectPacket = db.prepare<[number], StoredPacketRow>(SELECT_PACKET);
    this.#insert = db.prepare(INSERT_PACKET);
    this.#update = db.prepare(UPDATE_PACKET);
    this.#insertContent = db.prepare<[number, number, string]>(INSERT_CONTENT);
    this.#deleteContent = db.prepare<[number, number]>(`DELETE FROM packet_contents ${OF_PACKET}`);
    this.#selectContent = db
      .prepare<[number, number], string>(`SELECT events FROM packet_contents ${OF_PACKET}`)
      .pluck();
    this.#selectReception = db.prepare<[number, number], StoredReceptionRow>(
      `${SELECT_RECEPTIONS} AND r.gateway_num = ?`,
    );
    this.#selectReceptions = db.prepare<[number], StoredReceptionRow>(SELECT_RECEPTIONS);
    this.#insertReception = db.prepare(INSERT_RECEPTION);
    this.#updateReception = db.prepare(UPDATE_RECEPTION);
  }

  /** False when the same message was stored before. */
  markSeen(messageKey: Uint8Array, at: number): boolean {
    return this.#markSeen.run(messageKey, at).changes === 1;
  }

  /** Finds the packet that the copy belongs to, whichever came first. */
  find(copy: PacketState): Candidates {
    if (copy.id === 0) return NO_CANDIDATES;
    const { at } = copy.first;
    const rows = this.#selectCandidates.all(copy.from, copy.id, at - SAME_PACKET_MS, at + SAME_PACKET_MS);
    if (rows.length === 0) return NO_CANDIDATES;
    return choose(
      rows.map((row) => this.#toKnownPacket(row, copy)),
      copy,
    );
  }

  get(row: number): KnownPacket | undefined {
    const stored = this.#selectPacket.get(row);
    if (stored === undefined) return undefined;
    const events = this.#selectContent.get(stored.received_at, row) ?? NO_EVENTS;
    return { row, state: toPacketState(stored, events), summary: stored.summary };
  }

  /** Returns the new row. */
  insert(packet: PacketState, summary: string | null): number {
    const values = [packet.from, packet.id, ...this.#packetValues(packet, summary)];
    const row = Number(this.#insert.run(values).lastInsertRowid);
    if (packet.id !== 0) this.#addContent(row, packet);
    return row;
  }

  update(row: number, before: PacketState, after: PacketState, summary: string | null): void {
    this.#update.run([...this.#packetValues(after, summary), row]);
    if (before.events === after.events && before.first.at === after.first.at) return;
    if (before.events !== NO_EVENTS) this.#deleteContent.run(before.first.at, row);
    this.#addContent(row, after);
  }

  #addContent(row: number, { first, events }: PacketState): void {
    if (events !== NO_EVENTS) this.#insertContent.run(first.at, row, events);
  }

  #toKnownPacket(row: StoredPacketRow, copy: PacketState): KnownPacket {
    const { received_at: at, packet_row } = row;
    const events = isSameContent(row, copy) ? copy.events : this.#selectContent.get(at, packet_row);
    return { row: packet_row, state: toPacketState(row, events ?? NO_EVENTS), summary: row.summary };
  }

  reception(row: number, gateway: NodeNum): ReceptionState | undefined {
    const known = this.#selectReception.get(row, gateway);
    return known === undefined ? undefined : toReceptionState(known);
  }

  receptions(row: number): readonly ReceptionState[] {
    return this.#selectReceptions.all(row).map(toReceptionState);
  }

  addReception(row: number, from: NodeNum, reception: ReceptionState): void {
    const { gateway, receivedAt } = reception;
    this.#insertReception.run([row, gateway, from, receivedAt, ...this.#receptionValues(reception)]);
  }

  updateReception(row: number, reception: ReceptionState): void {
    this.#updateReception.run(reception.receivedAt, ...this.#receptionValues(reception), row, reception.gateway);
  }

  /** In the order of the statements above. Bound as one array: spread arguments are slower. */
  #packetValues(packet: PacketState, summary: string | null): unknown[] {
    const { first, heardAt, isLive, encryptedDigest } = packet;
    return [
      first.at,
      heardAt,
      first.gateway,
      Number(isLive),
      encryptedDigest,
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
      packet.flags.join(' '),
      summary,
      packet.payload,
    ];
  }

  #receptionValues(reception: ReceptionState): unknown[] {
    const { broker, topic, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode, medium } = reception;
    const topicId = this.#dictionaries.topicId(broker, topic);
    const own = Number(!isOverRadio(reception));
    const live = Number(reception.isLive);
    return [topicId, kind, rxTime, snr, rssi, hopStart, hopLimit, hopsAway, relayNode, own, medium, live];
  }
}

const NO_CANDIDATES: Candidates = { known: undefined, isIdReused: false };
export const NO_EVENTS = '[]';

/**
 * True when both copies were decrypted from the same bytes and dated alike: what they say need not be read to be compared.
 * The claim of the device's clock is dropped when it is implausible at the time of the copy.
 */
function isSameContent(known: StoredPacketRow, copy: PacketState): boolean {
  return (
    known.encrypted_digest !== null &&
    known.encrypted_digest === copy.encryptedDigest &&
    known.device_time === copy.deviceTime &&
    known.portnum === copy.portnum &&
    known.portnum !== TRACEROUTE_PORT &&
    known.payload_status === copy.payloadStatus &&
    isProtobuf({ decodeStatus: known.decode_status, portnum: known.portnum }) &&
    isProtobuf(copy)
  );
}

const isReplay = ({ portnum }: PacketState) => portnum === STORE_FORWARD_PORT;

function choose(candidates: readonly KnownPacket[], copy: PacketState): Candidates {
  const relations = candidates.map(({ state }) => relationOf(state, copy));
  const isOther = ({ state }: KnownPacket, index: number) => relations[index] === 'other' && !isReplay(state);
  return {
    known: candidates[relations.indexOf('same')] ?? candidates[relations.indexOf('unclear')],
    isIdReused: !isReplay(copy) && candidates.some(isOther),
  };
}
