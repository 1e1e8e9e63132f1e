import type Database from 'better-sqlite3';
import type { Traceroute } from '@mesh-observatory/contract/resources';
import {
  BROADCAST,
  formatNodeId,
  type NeighborInfoEvent,
  type NodeNum,
  type Reception,
  type TracerouteEvent,
} from '../../../../model.js';
import type { LinkReading, LinkStore } from '../link-store.js';
import type { PacketContext } from './packet-context.js';

/** Who heard whom, from everything that tells. */
export interface Topology {
  neighbors(event: NeighborInfoEvent, context: PacketContext): void;
  traceroute(event: TracerouteEvent, context: PacketContext): void;
  /** A copy that came straight from its origin, or over a relay that can be told. */
  reception(reception: Reception, from: NodeNum, announce: PacketContext['announce']): void;
}

const isNode = (num: NodeNum) => num > 3 && num !== BROADCAST; // 1 to 3 are reserved

/** Does this copy measure the link origin → gateway? */
export function isDirect({ own, hopsAway, snr, rssi }: Pick<Reception, 'own' | 'hopsAway' | 'snr' | 'rssi'>): boolean {
  return !own && hopsAway === 0 && (snr !== null || rssi !== null);
}

export function createTopology(db: Database.Database, links: LinkStore): Topology {
  const traceroutes = createTracerouteRows(db);

  function observe(reading: LinkReading, again: boolean, announce: PacketContext['announce']): void {
    if (!isNode(reading.from) || !isNode(reading.to) || reading.from === reading.to) return;
    const link = links.observe(reading, again);
    if (link !== undefined) announce({ kind: 'link', link });
  }

  return {
    neighbors(event, { packet, at, again, firstHand, announce }) {
      if (!firstHand) return;
      for (const { node, snr } of event.neighbors) {
        observe({ from: node, to: packet.from, kind: 'neighbor', at, snr, rssi: null }, again, announce);
      }
    },
    traceroute(event, context) {
      const { at, again, announce } = context;
      if (!context.firstHand || !traceroutes.keepLonger(event, context)) return;
      for (const { from, to, snr } of event.hops)
        observe({ from, to, kind: 'traceroute', at, snr, rssi: null }, again, announce);
      announce({ kind: 'traceroute', traceroute: toTraceroute(event, context) });
    },
    reception(reception, from, announce) {
      const { gateway, receivedAt: at, snr, rssi, relayNode, hopsAway, own } = reception;
      if (isDirect(reception)) observe({ from, to: gateway, kind: 'direct', at, snr, rssi }, false, announce);
      const isRelayed =
        !own && relayNode !== null && hopsAway !== null && hopsAway > 0 && (snr !== null || rssi !== null);
      if (!isRelayed) return;
      const relay = links.resolveRelay(gateway, relayNode, at);
      if (relay !== undefined) observe({ from: relay, to: gateway, kind: 'relay', at, snr, rssi }, false, announce);
    },
  };
}

function toTraceroute(event: TracerouteEvent, { at, packet }: PacketContext): Traceroute {
  return {
    fromId: formatNodeId(event.origin),
    toId: formatNodeId(event.target),
    packetId: packet.id,
    at,
    kind: event.kind,
    complete: event.complete,
    route: event.route.map(formatNodeId),
    snrTowards: [...event.snrTowards],
    routeBack: event.routeBack.map(formatNodeId),
    snrBack: [...event.snrBack],
  };
}

interface TracerouteRow {
  readonly complete: number;
  readonly route: string;
  readonly snr_towards: string;
  readonly route_back: string;
  readonly snr_back: string;
}

/** Each gateway's copy of a traceroute ends with that gateway: the longest tells the most. */
function createTracerouteRows(db: Database.Database): {
  keepLonger(event: TracerouteEvent, context: PacketContext): boolean;
} {
  const select = db.prepare<[number], TracerouteRow>(
    'SELECT complete, route, snr_towards, route_back, snr_back FROM traceroutes WHERE packet_row = ?',
  );
  const save = db.prepare(`
    INSERT INTO traceroutes (packet_row, at, packet_id, origin_num, target_num, kind, complete, route, snr_towards,
      route_back, snr_back)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET complete = excluded.complete, route = excluded.route, snr_towards = excluded.snr_towards,
      route_back = excluded.route_back, snr_back = excluded.snr_back`);
  const lengthOf = (...lists: string[]) => lists.reduce((sum, list) => sum + (JSON.parse(list) as unknown[]).length, 0);

  return {
    keepLonger(event, { row, at, packet }) {
      const lists = [event.route, event.snrTowards, event.routeBack, event.snrBack].map((list) => JSON.stringify(list));
      const [route = '[]', towards = '[]', back = '[]', snrBack = '[]'] = lists;
      const known = select.get(row);
      if (known !== undefined) {
        const before = [known.route, known.snr_towards, known.route_back, known.snr_back];
        const gained = lengthOf(...lists) - lengthOf(...before);
        if (gained < 0 || (gained === 0 && lists.join() <= before.join())) return false;
      }
      const complete = Number(event.complete || known?.complete === 1);
      save.run(row, at, packet.id, event.origin, event.target, event.kind, complete, route, towards, back, snrBack);
      return true;
    },
  };
}
