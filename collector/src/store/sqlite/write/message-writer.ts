import type { Ingested, MeshPacket, Reception } from '../../../model.js';
import type { Change, CommitResult } from '../../store.js';
import { applyStored, noteUse, type ApplyParts, type UseParts } from './apply-stored.js';
import type { EventLog } from './event-log.js';
import { originOf } from './evidence.js';
import type { Hearing } from './gateway-clock.js';
import type { GatewayClocks } from './gateway-clocks.js';
import type { HopTrust } from './hop-trust.js';
import type { RecordIdReuse } from './id-reuse.js';
import {
  eventsOf,
  isReadable,
  isSameState,
  mergePacket,
  packetStateOf,
  timeOf,
  type PacketState,
} from './merge-packet.js';
import { isSameReception, mergeReception, receptionStateOf } from './merge-reception.js';
import type { NodeStore } from './node-store.js';
import type { MovePacket, PacketTime } from './packet-move.js';
import type { KnownPacket } from './packet-store.js';
import type { Summarizer } from './packet-summary.js';
import type { PacketTraffic } from './packet-traffic.js';
import type { PresenceTracker } from './presence.js';
import { newProblems } from './reading-problems.js';
import { isHistory, type MessageOrigin, type ReceptionUpdate } from './reception-update.js';
import type { Renumbering } from './renumbering.js';
import {
  heardOf,
  isAnnounced,
  isNewReception,
  newPacketsOf,
  outcomeOf,
  packetChange,
  storableEvents,
  withOriginOf,
  type Copy,
  type StoredCopy,
} from './stored-copy.js';
import type { UndecryptedMessages } from './undecrypted-messages.js';

export interface MessageWriterParts extends UseParts, ApplyParts {
  readonly presence: PresenceTracker;
  readonly renumbering: Renumbering;
  readonly movePacket: MovePacket;
  readonly nodes: NodeStore;
  readonly clocks: GatewayClocks;
  readonly hopTrust: HopTrust;
  readonly traffic: PacketTraffic;
  readonly eventLog: EventLog;
  readonly recordIdReuse: RecordIdReuse;
  /** undefined: messages that no key decrypts are not kept. */
  readonly undecrypted: UndecryptedMessages | undefined;
  readonly summarize: Summarizer;
  /** false: messages are stored without their text. */
  readonly storeText: boolean;
}

const DUPLICATE: CommitResult = { outcome: 'duplicate', changes: [] };

/** Writes messages, each inside the transaction of its batch. */
export class MessageWriter {
  readonly #parts: MessageWriterParts;

  constructor(parts: MessageWriterParts) {
    this.#parts = parts;
  }

  write(received: Ingested): CommitResult {
    const { packets, nodes } = this.#parts;
    if (!packets.markSeen(received.messageKey, received.reception.receivedAt)) return DUPLICATE;
    const changes: Change[] = [];
    const result = this.#store(received, (change) => void changes.push(change));
    return { ...result, changes: [...nodes.takeChanges(), ...changes] };
  }

  #store(received: Ingested, announce: (change: Change) => void): Omit<CommitResult, 'changes'> {
    const copy = this.#copyOf(received);
    const status = copy.events.find((event) => event.type === 'gateway_status');
    if (status !== undefined) {
      this.#parts.presence.setGatewayStatus(status.online, this.#updateOf(copy, copy.packet, 0, announce));
      return { outcome: 'stored' };
    }
    const { known, isIdReused } = this.#parts.packets.find(copy.packet);
    const stored = known === undefined ? this.#storeNew(copy, isIdReused) : this.#storeCopy(copy, known);
    const merged = { ...withOriginOf(copy, known?.state), heard: heardOf(copy, stored) };
    const update = this.#updateOf(merged, stored.after, newPacketsOf(stored), announce);
    noteUse(this.#parts, update);
    this.#apply(update, stored);
    if (known === undefined && isIdReused) this.#parts.recordIdReuse(update);
    if (isAnnounced(stored)) announce(packetChange(stored));
    if (received.sealed !== undefined)
      this.#parts.undecrypted?.keep(stored.row, received.packet, received.reception, received.sealed);
    const outcome = outcomeOf(stored);
    const readingProblems = newProblems(copy.packet, {
      payload: known === undefined || !isReadable(known.state),
      reception: outcome !== 'duplicate',
    });
    return {
      outcome,
      ...(isIdReused && known === undefined ? { isIdReused } : {}),
      ...(readingProblems.length === 0 ? {} : { readingProblems }),
    };
  }

  #copyOf({ packet, reception, events }: Ingested): Copy {
    const isLive = !packet.flags.includes('retained');
    const stored = storableEvents(events, packet, this.#parts.storeText);
    const { isDelayed, heardAt } = isLive ? this.#parts.clocks.judge(packet, reception) : NOT_HEARD;
    const origin = originOf(isLive, isDelayed, stored);
    const isOld = origin === 'delayed';
    const first = { at: reception.receivedAt, gateway: reception.gateway };
    const heard = this.#withTrustedHops(packet, reception, origin);
    return {
      packet: packetStateOf(isOld ? flagged(packet, 'stale') : packet, stored, isLive, first, isOld ? heardAt : null),
      events: stored,
      origin,
      heardAt: isHistory(origin) ? heardAt : null,
      heard,
      reception: receptionStateOf(heard, packet, isLive),
    };
  }

  /** Retained and replayed copies say nothing about the way from the sender to this gateway. */
  #withTrustedHops({ channel }: MeshPacket, reception: Reception, origin: MessageOrigin): Reception {
    if (!isHistory(origin)) return { ...reception, hopsAway: null };
    return this.#parts.hopTrust.judge(reception, channel);
  }

  /** @param announce receives what is to be published. */
  #updateOf(
    { packet, events, origin, heardAt, heard: reception }: Copy,
    merged: PacketState,
    newPackets: number,
    announce: (change: Change) => void,
  ): ReceptionUpdate {
    return {
      packet,
      merged,
      events,
      reception,
      messageOrigin: origin,
      at: timeOf(merged),
      heardAt,
      newPackets,
      announce,
      recordEvent: (event) => announce({ kind: 'event', event: this.#parts.eventLog.record(event) }),
    };
  }

  #storeNew({ packet, events, reception }: Copy, isIdReused: boolean): StoredCopy {
    const { packets, summarize, traffic } = this.#parts;
    const after = isIdReused ? flagged(packet, 'id_reused') : packet;
    const summary = summarize(after, events);
    const row = packets.insert(after, summary);
    packets.addReception(row, after.from, reception);
    traffic.countFirst(after, reception);
    return { row, before: undefined, after, events, summary, reception: { before: undefined, after: reception } };
  }

  #storeCopy(copy: Copy, { row, state: before, summary: summaryBefore }: KnownPacket): StoredCopy {
    const { packets, traffic, summarize } = this.#parts;
    const merged = mergePacket(before, copy.packet);
    const after = isSameState(before, merged) ? before : merged;
    const receptionBefore = packets.reception(row, copy.reception.gateway);
    const reception = {
      before: receptionBefore,
      after: receptionBefore === undefined ? copy.reception : mergeReception(receptionBefore, copy.reception),
    };
    traffic.countCopy(before, after, reception, () => packets.receptions(row));
    if (reception.before === undefined) packets.addReception(row, after.from, reception.after);
    else if (!isSameReception(reception.before, reception.after)) packets.updateReception(row, reception.after);

    const events = after.events === copy.packet.events ? copy.events : eventsOf(after);
    const summary = before.events === after.events ? summaryBefore : summarize(after, events);
    if (after !== before) packets.update(row, before, after, summary);
    return { row, before, after, events, summary, reception };
  }

  /** Brings nodes, gateways and links up to date with the copy that is stored. */
  #apply(update: ReceptionUpdate, stored: StoredCopy): void {
    const { presence, renumbering } = this.#parts;
    const { before, after, reception } = stored;
    if (before !== undefined) this.#move(before, after);
    renumbering.noteTransmission(update);
    const sender = presence.trackSender(update);
    if (update.messageOrigin !== 'retained') presence.trackGateway(update, isNewReception(reception) ? 1 : 0);
    applyStored(this.#parts, update, stored, sender);
  }

  /** A copy that was received before the others may be committed after them. */
  #move(before: PacketState, after: PacketState): void {
    const { nodes, rollup, movePacket } = this.#parts;
    const [from, to] = [packetTimeOf(before), packetTimeOf(after)];
    if (from.at === to.at && from.gateway === to.gateway) return;
    rollup.note(from.at);
    const sender = nodes.draft(after.from);
    if (sender !== undefined) movePacket(sender, after.id, from, to);
  }
}

const NOT_HEARD: Hearing = { isDelayed: false, heardAt: null };

const packetTimeOf = (packet: PacketState): PacketTime => ({ at: timeOf(packet), gateway: packet.first.gateway });

const flagged = <T extends Pick<MeshPacket, 'flags'>>(packet: T, flag: MeshPacket['flags'][number]): T => ({
  ...packet,
  flags: [...packet.flags, flag].sort(),
});
