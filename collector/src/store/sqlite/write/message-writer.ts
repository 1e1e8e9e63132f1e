import type { Ingested, MeshEvent, MeshPacket, Reception } from '../../../model.js';
import type { Change, CommitResult } from '../../store.js';
import { factsOf, receptionOf } from '../rows/packet.js';
import type { ApplyContent } from './apply/event.js';
import type { Topology } from './apply/topology.js';
import type { Dictionaries } from './dictionaries.js';
import type { EventLog } from './event-log.js';
import type { Hearing } from './gateway-clock.js';
import type { GatewayClocks } from './gateway-clocks.js';
import type { GatewayStore } from './gateway-store.js';
import type { HopTrust } from './hop-trust.js';
import type { RecordIdReuse } from './id-reuse.js';
import {
  eventsOf,
  isDelayed,
  isReadable,
  isSameState,
  isViaMqtt,
  mergeable,
  mergePacket,
  packetStateOf,
  timeOf,
  type PacketState,
} from './merge-packet.js';
import { isSameReception, mergeReception, receptionStateOf, type ReceptionState } from './merge-reception.js';
import { SOURCE_RANK, type SourceRank } from './node-state.js';
import { channelUsedBy, type NodeChannels } from './node-channels.js';
import type { NodeDraft } from './node-draft.js';
import type { NodeStore } from './node-store.js';
import type { MovePacket, PacketTime } from './packet-move.js';
import type { KnownPacket, PacketStore } from './packet-store.js';
import type { Summarizer } from './packet-summary.js';
import type { PacketTraffic } from './packet-traffic.js';
import type { PresenceTracker } from './presence.js';
import { newProblems } from './reading-problems.js';
import { isHistory, type AppliedContent, type MessageOrigin, type ReceptionUpdate } from './reception-update.js';
import type { Renumbering } from './renumbering.js';
import type { RollupProgress } from './rollup-progress.js';

export interface MessageWriterParts {
  readonly packets: PacketStore;
  readonly presence: PresenceTracker;
  readonly renumbering: Renumbering;
  readonly topology: Topology;
  readonly applyContent: ApplyContent;
  readonly movePacket: MovePacket;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly clocks: GatewayClocks;
  readonly hopTrust: HopTrust;
  readonly nodeChannels: NodeChannels;
  readonly dictionaries: Dictionaries;
  readonly traffic: PacketTraffic;
  readonly rollup: RollupProgress;
  readonly eventLog: EventLog;
  readonly recordIdReuse: RecordIdReuse;
  readonly summarize: Summarizer;
  /** false: messages are stored without their text. */
  readonly storeText: boolean;
}

const DUPLICATE: CommitResult = { outcome: 'duplicate', changes: [] };

/** Firmware from before the opt-in puts the location into its map reports without asking its owner. */
function dropPositionsWithoutOptIn(events: readonly MeshEvent[]): readonly MeshEvent[] {
  const withoutOptIn = events.some((event) => event.type === 'map_report' && !event.locationOptIn);
  return withoutOptIn ? events.filter(({ type }) => type !== 'position') : events;
}

const withoutText = (event: MeshEvent): MeshEvent =>
  event.type === 'text' && event.kind !== 'status' ? { ...event, text: '' } : event;

/** A malformed signature is none. */
function noteSignature({ packet, messageOrigin, at }: ReceptionUpdate, sender: NodeDraft | undefined): void {
  if (sender === undefined || !isHistory(messageOrigin) || !packet.flags.includes('signed')) return;
  if (at > (sender.node.signedAt ?? 0)) sender.set('signedAt', at, sender.node.signedAt !== null);
}

/** One message, read as a copy of a packet and a reception of it. */
interface Copy {
  readonly packet: PacketState;
  readonly events: readonly MeshEvent[];
  readonly origin: MessageOrigin;
  /** When the gateway heard it, Unix ms; null = before now, but not known when. */
  readonly heardAt: number | null;
  /** With hops that can be believed. */
  readonly heard: Reception;
  readonly reception: ReceptionState;
}

/** A packet before and after one of its copies was stored. */
interface StoredCopy {
  readonly row: number;
  /** undefined: it is the first copy. */
  readonly before: PacketState | undefined;
  readonly after: PacketState;
  /** Content of the packet. */
  readonly events: readonly MeshEvent[];
  readonly summary: string | null;
  /** Reception by its gateway; `before` is undefined when the copy is its first one. */
  readonly reception: { readonly before: ReceptionState | undefined; readonly after: ReceptionState };
}

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
    const update = this.#updateOf(withOriginOf(copy, known?.state), stored.after, newPacketsOf(stored), announce);
    this.#countUse(update);
    this.#apply(update, stored);
    if (known === undefined && isIdReused) this.#parts.recordIdReuse(update);
    if (isAnnounced(stored)) announce(packetChange(stored));
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
    const allowed = mergeable(dropPositionsWithoutOptIn(events), packet);
    const stored = this.#parts.storeText ? allowed : allowed.map(withoutText);
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

  /** Notes where the gateway publishes, on which channel the node is, and which hours of the roll-ups the message changes. */
  #countUse({ packet, merged, reception, messageOrigin, at }: ReceptionUpdate): void {
    const { rollup, gateways, dictionaries, nodeChannels } = this.#parts;
    const { gateway, receivedAt, broker, topic } = reception;
    rollup.note(at);
    rollup.note(receivedAt);
    if (messageOrigin === 'retained') return;
    const uplinked = dictionaries.channelId(channelUsedBy(packet) ?? '');
    gateways.recordUse(gateway, dictionaries.topicId(broker, topic), uplinked, receivedAt);
    if (isHistory(messageOrigin)) nodeChannels.note(merged, messageOrigin === 'live' ? receivedAt : at);
  }

  /** Brings nodes, gateways and links up to date with the copy that is stored. */
  #apply(update: ReceptionUpdate, stored: StoredCopy): void {
    const { presence, renumbering, topology, applyContent } = this.#parts;
    const { row, before, after, events, reception } = stored;
    if (before !== undefined) this.#move(before, after);
    renumbering.noteTransmission(update);
    const sender = presence.trackSender(update);
    noteSignature(update, sender);
    if (update.messageOrigin !== 'retained') presence.trackGateway(update, isNewReception(reception) ? 1 : 0);
    const origin = originOfPacket(after, events);
    if (origin === 'live' && reception.after.isLive) {
      const known = reception.before?.isLive === true ? reception.before : undefined;
      topology.reception(after.from, known, reception.after, update.announce);
    }
    if (!hasContentChanged(before, after)) return;
    applyContent(events, {
      ...update,
      packet: after,
      messageOrigin: origin,
      row,
      sender,
      rank: rankOf(after),
      before: before === undefined ? null : appliedContentOf(before),
    });
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

function originOf(isLive: boolean, isDelayed: boolean, events: readonly MeshEvent[]): MessageOrigin {
  if (!isLive) return 'retained';
  if (events.some((event) => event.type === 'store_forward' && event.replay)) return 'replay';
  return isDelayed ? 'delayed' : 'live';
}

const originOfPacket = (packet: PacketState, events: readonly MeshEvent[]) =>
  originOf(packet.isLive, isDelayed(packet), events);

/** A copy of a packet that is known to be old is old, whatever its own gateway's clock says. */
function withOriginOf(copy: Copy, known: PacketState | undefined): Copy {
  if (copy.origin !== 'live' || known === undefined || !isDelayed(known)) return copy;
  return { ...copy, origin: 'delayed', heardAt: known.heardAt ?? copy.heardAt };
}

function outcomeOf({ before, reception }: StoredCopy): CommitResult['outcome'] {
  if (before === undefined) return 'stored';
  return reception.before === undefined ? 'reception' : 'duplicate';
}

function rankOf({ isLive, decodeStatus }: PacketState): SourceRank {
  if (!isLive) return SOURCE_RANK.retained;
  return decodeStatus === 'json' ? SOURCE_RANK.json : SOURCE_RANK.protobuf;
}

const flagged = <T extends Pick<MeshPacket, 'flags'>>(packet: T, flag: MeshPacket['flags'][number]): T => ({
  ...packet,
  flags: [...packet.flags, flag].sort(),
});

/** Packets that a copy adds to the history: none when one of them was known. */
function newPacketsOf({ before, after, events }: StoredCopy): number {
  if (before === after) return 0;
  const counts = isHistory(originOfPacket(after, events));
  const counted = before !== undefined && isHistory(originOfPacket(before, eventsOf(before)));
  return Number(counts) - Number(counted);
}

const isNewReception = ({ before, after }: StoredCopy['reception']) => after.isLive && before?.isLive !== true;

function hasContentChanged(before: PacketState | undefined, after: PacketState): boolean {
  if (before === undefined) return true;
  return (
    before.events !== after.events ||
    rankOf(before) !== rankOf(after) ||
    timeOf(before) !== timeOf(after) ||
    isDelayed(before) !== isDelayed(after) ||
    isViaMqtt(before) !== isViaMqtt(after) ||
    before.channel !== after.channel ||
    before.to !== after.to
  );
}

/** Of retained messages nothing is applied that would have to be taken back. */
function appliedContentOf(packet: PacketState): AppliedContent | null {
  if (!packet.isLive || !isReadable(packet)) return null;
  const events = eventsOf(packet);
  return { at: timeOf(packet), origin: originOfPacket(packet, events), events, isViaMqtt: isViaMqtt(packet) };
}

function isAnnounced({ before, after, reception }: StoredCopy): boolean {
  if (before === undefined || reception.before === undefined) return true;
  return before !== after || !isSameReception(reception.before, reception.after);
}

function packetChange({ after, summary, reception }: StoredCopy): Change {
  const receptions = [receptionOf(reception.after)];
  return { kind: 'packet', packet: { ...factsOf(after, after.first.at, summary), receptions } };
}
