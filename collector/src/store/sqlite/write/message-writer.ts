import type { Ingested, MeshEvent, MeshPacket, Reception } from '../../../model.js';
import type { Change, CommitResult } from '../../store.js';
import { factsOf, receptionOf, type PacketFacts } from '../rows/packet.js';
import type { ApplyEvent } from './apply/event.js';
import { isDirect, isOverRadio, type Topology } from './apply/topology.js';
import type { Dictionaries } from './dictionaries.js';
import type { EventLog } from './event-log.js';
import type { Hearing } from './gateway-clock.js';
import type { GatewayClocks } from './gateway-clocks.js';
import type { GatewayStore } from './gateway-store.js';
import type { HopTrust } from './hop-trust.js';
import { SOURCE_RANK, type SourceRank } from './node-state.js';
import { channelUsedBy, type NodeChannels } from './node-channels.js';
import type { NodeDraft } from './node-draft.js';
import type { NodeStore } from './node-store.js';
import { isMoreComplete, isReadable, type KnownPacket, type PacketStore } from './packet-store.js';
import type { Summarizer } from './packet-summary.js';
import type { PresenceTracker } from './presence.js';
import { newProblems } from './reading-problems.js';
import { isHistory, type MessageOrigin, type ReceptionUpdate } from './reception-update.js';
import type { Renumbering } from './renumbering.js';
import type { RollupProgress } from './rollup-progress.js';
import type { TrafficCounter } from './traffic.js';

export interface MessageWriterParts {
  readonly packets: PacketStore;
  readonly presence: PresenceTracker;
  readonly renumbering: Renumbering;
  readonly topology: Topology;
  readonly applyEvent: ApplyEvent;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly clocks: GatewayClocks;
  readonly hopTrust: HopTrust;
  readonly nodeChannels: NodeChannels;
  readonly dictionaries: Dictionaries;
  readonly traffic: TrafficCounter;
  readonly rollup: RollupProgress;
  readonly eventLog: EventLog;
  readonly summarize: Summarizer;
}

const DUPLICATE: CommitResult = { outcome: 'duplicate', changes: [] };

/** Events whose content differs from gateway to gateway: each copy of the packet may add something. */
const CUMULATIVE_EVENTS = new Set<MeshEvent['type']>(['traceroute', 'neighbor_info', 'node_info']);

/** Firmware from before the opt-in puts the location into its map reports without asking its owner. */
function dropPositionsWithoutOptIn(events: readonly MeshEvent[]): readonly MeshEvent[] {
  const withoutOptIn = events.some((event) => event.type === 'map_report' && !event.locationOptIn);
  return withoutOptIn ? events.filter(({ type }) => type !== 'position') : events;
}

const isReplay = (events: readonly MeshEvent[]) =>
  events.some((event) => event.type === 'store_forward' && event.replay);

/** A malformed signature is none. */
function noteSignature({ packet, messageOrigin, at }: ReceptionUpdate, sender: NodeDraft | undefined): void {
  if (sender === undefined || !isHistory(messageOrigin) || !packet.flags.includes('signed')) return;
  if (at > (sender.node.signedAt ?? 0)) sender.set('signedAt', at, sender.node.signedAt !== null);
}

function rankOf({ packet, messageOrigin }: ReceptionUpdate): SourceRank {
  if (messageOrigin === 'retained') return SOURCE_RANK.retained;
  return packet.decodeStatus === 'json' ? SOURCE_RANK.json : SOURCE_RANK.protobuf;
}

/** The addition of a copy to the packet that is stored. */
interface CopyGain {
  /** `added`: by another gateway; `refined`: the same gateway's protobuf after its JSON; `none`: known already. */
  readonly reception: 'added' | 'refined' | 'none';
  /** The copy measures a link that the stored reception did not. */
  readonly measuresLink: boolean;
  /** `replaced`: the copy can be read, or read better, than the packet that is stored. */
  readonly payload: 'replaced' | 'kept';
}

/** A message that is stored, and the part of it that has to be applied. */
interface StoredMessage {
  readonly row: number;
  readonly events: readonly MeshEvent[];
  readonly isReapplied: boolean;
  readonly newReceptions: number;
  readonly measuresLink: boolean;
}

/** Writes messages, each inside the transaction of its batch. */
export class MessageWriter {
  readonly #parts: MessageWriterParts;

  constructor(parts: MessageWriterParts) {
    this.#parts = parts;
  }

  write(received: Ingested): CommitResult {
    const { packets, nodes } = this.#parts;
    const { packet, reception } = received;
    if (!packets.markSeen(received.messageKey, reception.receivedAt)) return DUPLICATE;
    const changes: Change[] = [];
    const known = packets.find(packet, reception.receivedAt);
    const outcome = this.#store(this.#updateOf(received, known, changes), known);
    const readingProblems = newProblems(packet, {
      payload: known === undefined || !isReadable(known.decodeStatus),
      reception: outcome !== 'duplicate',
    });
    return {
      outcome,
      changes: [...nodes.takeChanges(), ...changes],
      ...(readingProblems.length === 0 ? {} : { readingProblems }),
    };
  }

  /** @param changes collects what is announced. */
  #updateOf(received: Ingested, known: KnownPacket | undefined, changes: Change[]): ReceptionUpdate {
    const { packet, reception } = received;
    const events = dropPositionsWithoutOptIn(received.events);
    const { messageOrigin, heardAt } = this.#hearingOf(received, known);
    const heardBefore = messageOrigin === 'delayed' ? heardAt : null;
    return {
      packet: messageOrigin === 'delayed' ? { ...packet, flags: [...packet.flags, 'stale'] } : packet,
      reception: this.#withTrustedHops(packet, reception, messageOrigin),
      events,
      messageOrigin,
      at: known?.heardAt ?? known?.stored.receivedAt ?? heardBefore ?? reception.receivedAt,
      heardAt,
      isNewPacket: known === undefined,
      announce: (change) => void changes.push(change),
      recordEvent: (event) => void changes.push({ kind: 'event', event: this.#parts.eventLog.record(event) }),
    };
  }

  /** A copy of a packet that is known to be old is old, whatever its own gateway's clock says. */
  #hearingOf(
    { packet, reception, events }: Ingested,
    known: KnownPacket | undefined,
  ): { readonly messageOrigin: MessageOrigin; readonly heardAt: number | null } {
    if (packet.flags.includes('retained')) return { messageOrigin: 'retained', heardAt: null };
    const hearing: Hearing = this.#parts.clocks.judge(packet, reception);
    if (isReplay(events)) return { messageOrigin: 'replay', heardAt: null };
    if (known?.heardAt != null) return { messageOrigin: 'delayed', heardAt: known.heardAt };
    return { messageOrigin: hearing.isDelayed ? 'delayed' : 'live', heardAt: hearing.heardAt };
  }

  /** Retained and replayed copies say nothing about the way from the sender to this gateway. */
  #withTrustedHops(packet: MeshPacket, reception: Reception, origin: MessageOrigin): Reception {
    if (!isHistory(origin)) return { ...reception, hopsAway: null };
    return this.#parts.hopTrust.judge(reception, packet.channel);
  }

  #store(update: ReceptionUpdate, known: KnownPacket | undefined): CommitResult['outcome'] {
    const status = update.events.find((event) => event.type === 'gateway_status');
    if (status !== undefined) {
      this.#parts.presence.setGatewayStatus(status.online, update);
      return 'stored';
    }
    this.#count(update);
    const facts = known === undefined ? this.#storeNew(update) : this.#storeCopy(update, known);
    if (facts === undefined) return 'duplicate';
    update.announce({ kind: 'packet', packet: { ...facts, receptions: [receptionOf(update.reception)] } });
    return known === undefined ? 'stored' : 'reception';
  }

  /** Counts the message for roll-ups, traffic and the channels of its gateway. */
  #count({ packet, reception, messageOrigin, at, isNewPacket }: ReceptionUpdate): void {
    const { rollup, traffic, gateways, dictionaries } = this.#parts;
    const { gateway, receivedAt, broker, topic } = reception;
    rollup.note(at);
    rollup.note(receivedAt);
    if (messageOrigin === 'retained') return;
    const channelId = dictionaries.channelId(packet.channel);
    const outcome = isNewPacket ? packet.decodeStatus : 'duplicate';
    traffic.count({ at: receivedAt, gateway, channelId, portnum: packet.portnum, outcome, bytes: packet.size });
    const uplinked = dictionaries.channelId(channelUsedBy(packet) ?? '');
    gateways.recordUse(gateway, dictionaries.topicId(broker, topic), uplinked, receivedAt);
  }

  #storeNew(update: ReceptionUpdate): PacketFacts {
    const { packet, reception, at, events } = update;
    const { receivedAt } = reception;
    const summary = this.#parts.summarize(packet, events);
    const row = this.#parts.packets.insert(packet, receivedAt, at === receivedAt ? null : at, summary);
    if (isHistory(update.messageOrigin)) this.#parts.nodeChannels.note(packet, at);
    this.#parts.packets.addReception(row, packet.from, reception, isOverRadio(reception, packet));
    this.#apply(update, { row, events, isReapplied: false, newReceptions: 1, measuresLink: true });
    return factsOf(packet, receivedAt, summary);
  }

  /** @returns the packet as it is now stored; undefined when the copy added nothing. */
  #storeCopy(update: ReceptionUpdate, known: KnownPacket): PacketFacts | undefined {
    const { packet, reception, events } = update;
    const { packets } = this.#parts;
    const gain = this.#gainOf(update, known);
    const isRadio = isOverRadio(reception, packet);
    if (gain.reception === 'added') packets.addReception(known.row, packet.from, reception, isRadio);
    if (gain.reception === 'refined') packets.refineReception(known.row, reception, isRadio);
    this.#apply(update, {
      row: known.row,
      events: gain.payload === 'replaced' ? events : events.filter(({ type }) => CUMULATIVE_EVENTS.has(type)),
      isReapplied: isReadable(known.decodeStatus),
      newReceptions: gain.reception === 'added' ? 1 : 0,
      measuresLink: gain.measuresLink,
    });
    if (gain.payload === 'replaced') return this.#replacePayload(update, known);
    return gain.reception === 'none' ? undefined : known.stored;
  }

  #gainOf({ packet, reception }: ReceptionUpdate, known: KnownPacket): CopyGain {
    const earlier = this.#parts.packets.reception(known.row, reception.gateway);
    const payload = isMoreComplete(packet.decodeStatus, known.decodeStatus) ? 'replaced' : 'kept';
    if (earlier === undefined) return { reception: 'added', measuresLink: true, payload };
    const isRefined = earlier.kind === 'json' && reception.kind !== 'json';
    return { reception: isRefined ? 'refined' : 'none', measuresLink: isRefined && !isDirect(earlier), payload };
  }

  #replacePayload({ packet, events, at, messageOrigin }: ReceptionUpdate, known: KnownPacket): PacketFacts {
    if (isHistory(messageOrigin)) this.#parts.nodeChannels.note(packet, at);
    const summary = this.#parts.summarize(packet, events) ?? known.stored.summary;
    this.#parts.packets.replacePayload(known, packet, summary);
    return factsOf(packet, known.stored.receivedAt, summary);
  }

  /** Brings nodes, gateways and links up to date with a message that is stored. */
  #apply(update: ReceptionUpdate, { row, events, isReapplied, newReceptions, measuresLink }: StoredMessage): void {
    const { presence, renumbering, topology, applyEvent } = this.#parts;
    renumbering.noteTransmission(update);
    const sender = presence.trackSender(update);
    noteSignature(update, sender);
    if (update.messageOrigin !== 'retained') presence.trackGateway(update, newReceptions);
    if (update.messageOrigin === 'live' && measuresLink) topology.reception(update);
    const context = { ...update, row, sender, rank: rankOf(update), isReapplied };
    for (const event of events) applyEvent(event, context);
  }
}
