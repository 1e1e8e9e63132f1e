import type { Ingested } from '../../../model.js';
import type { RereadOutcome } from '../../unread.js';
import { applyStored, noteUse } from './apply-stored.js';
import {
  eventsOf,
  isDelayed,
  isProtobuf,
  isReadable,
  isSameState,
  mergePacket,
  packetStateOf,
  timeOf,
  type PacketState,
} from './merge-packet.js';
import { originOfPacket } from './evidence.js';
import { isSameReception, mergeReception, receptionStateOf, type ReceptionState } from './merge-reception.js';
import type { MessageWriterParts } from './message-writer.js';
import { NO_EVENTS, TRACEROUTE_PORT, type KnownPacket } from './packet-store.js';
import { isHistory, type ReceptionUpdate } from './reception-update.js';
import { relationOf } from './same-packet.js';
import { newPacketsOf, storableEvents, type StoredCopy } from './stored-copy.js';

/** A copy of a stored packet, as it is read now. */
export type ReadCopy = Pick<Ingested, 'packet' | 'reception' | 'events'>;

type RereaderParts = Omit<
  MessageWriterParts,
  'renumbering' | 'movePacket' | 'clocks' | 'hopTrust' | 'recordIdReuse' | 'undecrypted'
>;

interface Receptions {
  readonly before: ReceptionState;
  readonly after: ReceptionState;
}

/**
 * Stores what a packet says that was stored before it could be read. Nothing was heard: the packet, its receptions and
 * its time are those of then; nobody is online because of it, nothing is announced, and what is newer stays.
 */
export class PacketRereader {
  readonly #parts: RereaderParts;

  constructor(parts: RereaderParts) {
    this.#parts = parts;
  }

  /** Call it in a transaction. */
  reread(row: number, copy: ReadCopy): RereadOutcome {
    const { packets, nodes } = this.#parts;
    const known = packets.get(row);
    const reception = packets.reception(row, copy.reception.gateway) ?? packets.receptions(row)[0];
    if (known === undefined || reception === undefined) return 'gone';
    const read = this.#stateOf(copy, known.state);
    const before = withContent(known.state, read);
    if (before === undefined) return 'read_from_another_copy';
    const base = withoutSuspicion(before, read);
    if (relationOf(base, read) === 'other') return 'another_packet';
    const merged = mergePacket(base, read);
    const stored = this.#store({ ...known, state: before }, merged, receptionsOf(reception, copy, known.state));
    const update = this.#updateOf(read, stored, copy);
    noteUse(this.#parts, update);
    applyStored(this.#parts, update, stored, this.#parts.presence.reviseSender(update));
    nodes.takeChanges();
    return stored.after === before ? 'unchanged' : 'changed';
  }

  /** The copy as one of the packet, whose time and origin are known. */
  #stateOf({ packet, events }: ReadCopy, { isLive, first, heardAt }: PacketState): PacketState {
    const { storeText } = this.#parts;
    return packetStateOf(packet, storableEvents(events, packet, storeText), isLive, first, heardAt);
  }

  #store(
    { row, state: before, summary: summaryBefore }: KnownPacket,
    merged: PacketState,
    reception: Receptions,
  ): StoredCopy {
    const { packets, traffic, summarize } = this.#parts;
    const after = isSameState(before, merged) ? before : merged;
    const events = eventsOf(after);
    if (!isSameReception(reception.before, reception.after)) packets.updateReception(row, reception.after);
    traffic.countCopy(before, after, reception, () => packets.receptions(row));
    const summary = before.events === after.events ? summaryBefore : summarize(after, events);
    if (after !== before) packets.update(row, before, after, summary);
    return { row, before, after, events, summary, reception };
  }

  #updateOf(packet: PacketState, stored: StoredCopy, { reception }: ReadCopy): ReceptionUpdate {
    const { after, events } = stored;
    const heard = stored.reception.after;
    return {
      packet,
      merged: after,
      events,
      reception: { ...reception, ...heard },
      messageOrigin: originOfPacket(after, events),
      at: timeOf(after),
      heardAt: isDelayed(after) ? after.heardAt : heard.receivedAt,
      newPackets: newPacketsOf(stored),
      announce: () => undefined,
      recordEvent: (event) => void this.#parts.eventLog.record(event),
    };
  }
}

/**
 * The stored packet with the content that was applied of it; undefined when that is not known any more, so that it could
 * not be taken back. All certain copies of a packet say the same, traceroutes apart.
 */
function withContent(known: PacketState, read: PacketState): PacketState | undefined {
  const isApplied = isReadable(known) && known.payloadStatus === 'decoded';
  if (!isApplied || known.events !== NO_EVENTS || read.events === NO_EVENTS) return known;
  const saysTheSame = isProtobuf(known) && isProtobuf(read) && read.portnum !== TRACEROUTE_PORT;
  return saysTheSame ? { ...known, events: read.events } : undefined;
}

/** A suspect content that another key disproves was never that of the packet. */
function withoutSuspicion(known: PacketState, read: PacketState): PacketState {
  const isDisproved = known.decodeStatus === 'suspect' && isProtobuf(read);
  if (!isDisproved || known.encryptedDigest !== read.encryptedDigest) return known;
  return {
    ...known,
    decodeStatus: 'undecryptable',
    payloadStatus: 'none',
    portnum: null,
    portName: null,
    events: NO_EVENTS,
    payload: null,
    wantResponse: false,
    requestId: null,
    replyId: null,
    okToMqtt: null,
    deviceTime: null,
  };
}

/** Before the packet could be read, `hop_start` 0 meant nothing. */
function receptionsOf(before: ReceptionState, { packet, reception }: ReadCopy, known: PacketState): Receptions {
  const saysMore = reception.gateway === before.gateway && before.hopStart === null && reception.hopStart !== null;
  if (!saysMore) return { before, after: before };
  const heard = isHistory(originOfPacket(known, [])) ? reception : { ...reception, hopsAway: null };
  return { before, after: mergeReception(before, receptionStateOf(heard, packet, before.isLive)) };
}
