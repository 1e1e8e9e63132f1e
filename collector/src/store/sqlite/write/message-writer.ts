import type { Ingested, MeshEvent } from '../../../model.js';
import type { Change, CommitResult } from '../../store.js';
import type { ApplyEvent } from './apply/event.js';
import { isDirect, type Topology } from './apply/topology.js';
import type { Dictionaries } from './dictionaries.js';
import type { EventLog } from './event-log.js';
import type { GatewayStore } from './gateway-store.js';
import type { Heard, Hearing } from './presence.js';
import { SOURCE_RANK } from './node-state.js';
import type { NodeStore } from './node-store.js';
import type { PacketContext } from './apply/packet-context.js';
import { factsOf, toPacketReception, type PacketFacts } from '../rows/packet-facts.js';
import { isReadable, tellsMore, type KnownPacket, type PacketRows } from './packet-rows.js';
import type { RollupProgress } from './rollup-progress.js';
import type { Summarise } from './summary.js';
import type { TrafficCounter } from './traffic.js';

export interface MessageWriterParts {
  readonly packets: PacketRows;
  readonly hearing: Hearing;
  readonly topology: Topology;
  readonly applyEvent: ApplyEvent;
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly dictionaries: Dictionaries;
  readonly traffic: TrafficCounter;
  readonly rollup: RollupProgress;
  readonly eventLog: EventLog;
  readonly summarise: Summarise;
}

/** Writes one message; inside a transaction. */
export type MessageWriter = (item: Ingested) => CommitResult;

const DUPLICATE: CommitResult = { outcome: 'duplicate', changes: [] };

/** Payloads that differ from gateway to gateway: each copy may add something. */
const GROWING = new Set<MeshEvent['type']>(['traceroute', 'neighbor_info', 'node_info']);

/** Firmware from before the opt-in puts the location into its map reports without asking its owner. */
function withoutUnagreedPosition(events: readonly MeshEvent[]): readonly MeshEvent[] {
  const unagreed = events.some((event) => event.type === 'map_report' && !event.locationOptIn);
  return unagreed ? events.filter(({ type }) => type !== 'position') : events;
}

export function createMessageWriter(parts: MessageWriterParts): MessageWriter {
  const { packets, hearing, topology, nodes, traffic, rollup, eventLog } = parts;

  function applyEvents(events: readonly MeshEvent[], context: PacketContext, replay: boolean): void {
    for (const event of events) parts.applyEvent(event, context, replay);
  }

  function rankOf({ packet }: Ingested): PacketContext['rank'] {
    if (packet.flags.includes('retained')) return SOURCE_RANK.retained;
    return packet.decodeStatus === 'json' ? SOURCE_RANK.json : SOURCE_RANK.protobuf;
  }

  function countTraffic({ packet, reception }: Ingested, isNew: boolean): void {
    traffic.count({
      at: reception.receivedAt,
      gateway: reception.gateway,
      channelId: parts.dictionaries.channelId(packet.channel),
      portnum: packet.portnum,
      outcome: isNew ? packet.decodeStatus : 'duplicate',
      bytes: packet.size,
    });
  }

  interface Work {
    readonly item: Ingested;
    readonly heard: Heard;
    /** A store-and-forward router repeats what was said before. */
    readonly replay: boolean;
    /** Sent now; a retained message is the broker's memory. */
    readonly fresh: boolean;
  }

  function contextOf(
    { item, heard }: Work,
    row: number,
    again: boolean,
    origin: PacketContext['origin'],
  ): PacketContext {
    const { packet, reception } = item;
    const { at, firstHand, announce, derive } = heard;
    return { row, at, packet, reception, firstHand, again, rank: rankOf(item), origin, announce, derive };
  }

  function addFirst(work: Work): PacketFacts {
    const { item, heard } = work;
    const { packet, reception } = item;
    const summary = parts.summarise(packet, item.events);
    const row = packets.insert(packet, heard.at, summary);
    packets.addReception(row, packet.from, reception);
    const origin = hearing.origin(heard);
    if (work.fresh) hearing.gateway(heard, 1);
    if (heard.firstHand) topology.reception(reception, packet.from, heard.announce);
    applyEvents(item.events, contextOf(work, row, false, origin), work.replay);
    return factsOf(item, heard.at, summary);
  }

  /** @returns the packet as it is now stored, undefined when this copy told nothing. */
  function addCopy(work: Work, known: KnownPacket): PacketFacts | undefined {
    const { item, heard } = work;
    const { packet, reception } = item;
    const mine = packets.reception(known.row, reception.gateway);
    const refines = mine?.kind === 'json' && reception.kind !== 'json';
    if (mine === undefined) packets.addReception(known.row, packet.from, reception);
    else if (refines) packets.refineReception(known.row, reception);
    const origin = hearing.origin(heard);
    if (work.fresh) hearing.gateway(heard, mine === undefined ? 1 : 0);
    const measures = mine === undefined || (refines && !isDirect(mine));
    if (heard.firstHand && measures) topology.reception(reception, packet.from, heard.announce);
    const upgraded = tellsMore(packet.decodeStatus, known.decodeStatus);
    const facts = upgraded ? upgrade(work, known) : known.stored;
    const again = isReadable(known.decodeStatus);
    const events = upgraded ? item.events : item.events.filter(({ type }) => GROWING.has(type));
    applyEvents(events, contextOf(work, known.row, again, origin), work.replay);
    return mine === undefined || refines || upgraded ? facts : undefined;
  }

  function upgrade({ item, heard }: Work, known: KnownPacket): PacketFacts {
    const summary = parts.summarise(item.packet, item.events) ?? known.stored.summary;
    packets.upgrade(known, item.packet, summary);
    return factsOf(item, heard.at, summary);
  }

  return (received) => {
    const item = { ...received, events: withoutUnagreedPosition(received.events) };
    const { packet, reception, events } = item;
    if (!packets.markSeen(item.messageKey, reception.receivedAt)) return DUPLICATE;
    const changes: Change[] = [];
    const announce = (change: Change) => void changes.push(change);
    const derive: Heard['derive'] = (event) => announce({ kind: 'event', event: eventLog.record(event) });
    const replay = events.some((event) => event.type === 'store_forward' && event.replay);
    const known = packets.find(packet, reception.receivedAt);
    const at = known?.stored.receivedAt ?? reception.receivedAt;
    const fresh = !packet.flags.includes('retained');
    const firstHand = fresh && !replay;
    const heard: Heard = { packet, reception, at, isNewPacket: known === undefined, firstHand, announce, derive };

    const status = events.find((event) => event.type === 'gateway_status');
    if (status !== undefined) {
      hearing.gatewayStatus(status.online, heard);
      return { outcome: 'stored', changes: [...nodes.takeChanges(), ...changes] };
    }
    rollup.note(at);
    rollup.note(reception.receivedAt);
    if (fresh) countTraffic(item, known === undefined);
    const work: Work = { item, heard, replay, fresh };
    const facts = known === undefined ? addFirst(work) : addCopy(work, known);
    const topicId = parts.dictionaries.topicId(reception.broker, reception.topic);
    if (fresh)
      parts.gateways.uses(
        reception.gateway,
        topicId,
        parts.dictionaries.channelId(packet.channel),
        reception.receivedAt,
      );
    if (facts !== undefined)
      announce({ kind: 'packet', packet: { ...facts, receptions: [toPacketReception(reception)] } });
    const outcome = known === undefined ? 'stored' : facts === undefined ? 'duplicate' : 'reception';
    return { outcome, changes: [...nodes.takeChanges(), ...changes] };
  };
}
