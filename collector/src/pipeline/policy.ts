import { LRUCache } from 'lru-cache';
import type { NodesForPolicy } from '../store/store.js';
import type { Decoded, DropReason, MeshEvent, MeshPacket, NodeNum } from '../model.js';
import { isUnicast } from '../model.js';
import type { RecentPackets } from './dedup.js';
import type { FloodGuard } from './flood-guard.js';
import type { FloodReport } from './flood-report.js';
import type { Priority } from './message-queue.js';

export interface Box {
  readonly north: number;
  readonly south: number;
  /** May be less than `west`: the box then crosses the date line. */
  readonly east: number;
  readonly west: number;
}

export interface PolicyOptions {
  readonly geoBox: Box | null;
  readonly allow: ReadonlySet<NodeNum>;
  readonly deny: ReadonlySet<NodeNum>;
  readonly respectOkToMqtt: boolean;
  readonly text: 'channels' | 'all' | 'none';
}

export interface PolicyParts {
  readonly options: PolicyOptions;
  readonly floodGuard: FloodGuard;
  readonly recent: RecentPackets;
  /** Last known positions, for packets that carry none, and the numbers that nodes had before. */
  readonly nodes: NodesForPolicy;
  readonly onFlood: FloodReport;
}

type Readable = Extract<Decoded, { ok: true }>;

/** Applies the operator's filters. Returns the (possibly reduced) message, or the reason to drop it. */
export interface Policy {
  admit(decoded: Readable): Readable | DropReason;
}

export function insideBox(box: Box, latitude: number, longitude: number): boolean {
  if (latitude < box.south || latitude > box.north) return false;
  return box.west <= box.east
    ? longitude >= box.west && longitude <= box.east
    : longitude >= box.west || longitude <= box.east;
}

/** Never rate-limited: texts of people, alarms and route tests. */
const FLOOD_EXEMPT = new Set(['TEXT_MESSAGE_APP', 'TEXT_MESSAGE_COMPRESSED_APP', 'ALERT_APP', 'TRACEROUTE_APP']);

const PRIORITY_BY_PORT: Readonly<Record<string, Priority>> = {
  TEXT_MESSAGE_APP: 0,
  ALERT_APP: 0,
  TRACEROUTE_APP: 0,
  WAYPOINT_APP: 0,
  DETECTION_SENSOR_APP: 0,
  NODEINFO_APP: 1,
  NEIGHBORINFO_APP: 1,
  MAP_REPORT_APP: 1,
  ROUTING_APP: 1,
  POSITION_APP: 2,
};

/** Priority of a packet when the queue is full; 0 is the highest. */
export const priorityOf = (packet: MeshPacket): Priority => PRIORITY_BY_PORT[packet.portName ?? ''] ?? 3;

export function createPolicy({ options, floodGuard, recent, nodes, onFlood }: PolicyParts): Policy {
  /** Nodes whose newest position was outside the box; they are not in the store, so it is remembered here. */
  const outside = new LRUCache<NodeNum, boolean>({ max: 20_000 });

  /** A list holds a node under any of its numbers. */
  const isListed = (list: ReadonlySet<NodeNum>, num: NodeNum) =>
    list.size > 0 && (list.has(num) || nodes.numbersOf(num).some((other) => list.has(other)));

  /** Without the NodeInfo that proves it, nobody would learn that an allowed node has another number now. */
  function provesAllowed({ packet, events }: Readable): boolean {
    return events.some((event) => {
      if (event.type !== 'node_info' || event.publicKey === null) return false;
      const { publicKey } = event;
      return [...options.allow].some((old) => nodes.mayFollow(packet.from, publicKey, old));
    });
  }

  function isOutside(from: NodeNum, events: readonly MeshEvent[]): boolean {
    if (options.geoBox === null) return false;
    const position = events.findLast((event) => event.type === 'position');
    if (position !== undefined) {
      const result = !insideBox(options.geoBox, position.latitude, position.longitude);
      outside.set(from, result);
      return result;
    }
    const known = outside.get(from);
    if (known !== undefined) return known;
    const { latitude, longitude } = nodes.get(from) ?? {};
    return latitude != null && longitude != null && !insideBox(options.geoBox, latitude, longitude);
  }

  function isFlood({ packet, reception }: Readable): boolean {
    if (packet.portName !== null && FLOOD_EXEMPT.has(packet.portName)) return false;
    const decided = recent.verdict(packet);
    if (decided !== undefined) return decided === 'flood';
    const verdict = floodGuard.check(packet.from, reception.receivedAt);
    if (verdict === 'newly_blocked') {
      onFlood(packet, reception.receivedAt, floodGuard.remaining(packet.from, reception.receivedAt));
    }
    recent.remember(packet, verdict === 'pass' ? 'accepted' : 'flood');
    return verdict !== 'pass';
  }

  /** Direct messages under a channel key are private: only the fact is kept, unless STORE_TEXT is `all`. */
  function withoutPrivateText(decoded: Readable): Readable {
    if (
      options.text === 'all' ||
      !isUnicast(decoded.packet.to) ||
      !decoded.events.some((event) => event.type === 'text')
    )
      return decoded;
    return {
      ...decoded,
      packet: { ...decoded.packet, payloadStatus: 'redacted', payload: null },
      events: decoded.events.filter((event) => event.type !== 'text'),
    };
  }

  return {
    admit(decoded) {
      const { packet, events } = decoded;
      if (isListed(options.deny, packet.from)) return 'node_denied';
      const isAllowed = options.allow.size === 0 || isListed(options.allow, packet.from) || provesAllowed(decoded);
      if (!isAllowed) return 'node_not_allowed';
      if (options.respectOkToMqtt && packet.okToMqtt === false) return 'not_ok_to_mqtt';
      if (isOutside(packet.from, events)) return 'geo_filter';
      if (isFlood(decoded)) return 'flood';
      return withoutPrivateText(decoded);
    },
  };
}
