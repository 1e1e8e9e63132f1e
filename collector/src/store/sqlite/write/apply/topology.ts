import type Database from 'better-sqlite3';
import {
  BROADCAST,
  isRadioTransport,
  type MeshPacket,
  type NeighborInfoEvent,
  type NodeNum,
  type Reception,
  type TracerouteEvent,
  type TracerouteHop,
} from '../../../../model.js';
import { toTraceroute, type TracerouteRow } from '../../rows/traceroute.js';
import type { LinkReading, LinkStore } from '../link-store.js';
import { isHistory, type EventContext, type ReceptionUpdate } from '../reception-update.js';

/** Links between nodes, from everything that is evidence of one. */
export interface Topology {
  neighbors(event: NeighborInfoEvent, context: EventContext): void;
  traceroute(event: TracerouteEvent, context: EventContext): void;
  /** A copy that came directly from its sender, or over a relay that can be identified. */
  reception(update: ReceptionUpdate): void;
}

const INTERNET = { kind: 'internet', snr: null } as const;

const isNode = (num: NodeNum) => num > 3 && num !== BROADCAST; // 1 to 3 are reserved

/** True when the copy was received by a radio just now: not published by its sender, over a network, or retained. */
export const isOverRadio = ({ own, transport }: Pick<Reception, 'own' | 'transport'>, { flags }: MeshPacket): boolean =>
  !own && isRadioTransport(transport) && !flags.includes('retained');

/** True when the copy came straight from its sender, over a local network instead of the air. */
const isNetworkHop = ({ own, transport, hopStart, hopLimit }: Reception, { flags }: MeshPacket): boolean =>
  !own &&
  transport?.endsWith('_UDP') === true &&
  hopStart !== null &&
  hopStart === hopLimit &&
  !flags.includes('via_mqtt');

/** True when the copy measures the link from the sender to the gateway. */
export function isDirect({ own, hopsAway, snr, rssi }: Pick<Reception, 'own' | 'hopsAway' | 'snr' | 'rssi'>): boolean {
  return !own && hopsAway === 0 && (snr !== null || rssi !== null);
}

const isViaMqtt = ({ flags }: MeshPacket) => flags.includes('via_mqtt');

/**
 * True when a radio measured the hop. A hop through MQTT has no SNR, or, from firmware that fills in 0, exactly 0 dB in a
 * packet that says it passed through MQTT; old firmware reports none either.
 */
const isMeasured = ({ snr }: TracerouteHop, packet: MeshPacket) => snr !== null && !(snr === 0 && isViaMqtt(packet));

export function createTopology(db: Database.Database, links: LinkStore): Topology {
  const traceroutes = createTracerouteRows(db);

  function observe(reading: LinkReading, { announce, messageOrigin }: ReceptionUpdate, isReapplied: boolean): void {
    if (messageOrigin !== 'live') return;
    if (!isNode(reading.from) || !isNode(reading.to) || reading.from === reading.to) return;
    const link = links.observe(reading, isReapplied);
    if (link !== undefined) announce({ kind: 'link', link });
  }

  return {
    neighbors(event, context) {
      const { packet, at, isReapplied } = context;
      const isRadio = !isViaMqtt(packet);
      for (const { node, snr } of event.neighbors) {
        const evidence = isRadio ? { kind: 'neighbor' as const, snr } : INTERNET;
        observe({ from: node, to: packet.from, ...evidence, at, rssi: null }, context, isReapplied);
      }
    },
    traceroute(event, context) {
      const { packet, at, isReapplied, announce } = context;
      if (!isHistory(context.messageOrigin)) return;
      const row = traceroutes.keepLonger(event, context);
      if (row === undefined) return;
      for (const hop of event.hops) {
        const { from, to, snr } = hop;
        const evidence = isMeasured(hop, packet) ? { kind: 'traceroute' as const, snr } : INTERNET;
        observe({ from, to, ...evidence, at, rssi: null }, context, isReapplied);
      }
      announce({ kind: 'traceroute', traceroute: toTraceroute(row) });
    },
    reception(update) {
      const { packet, reception } = update;
      const { gateway, receivedAt: at, snr, rssi, relayNode, hopsAway, own } = reception;
      if (isDirect(reception))
        observe({ from: packet.from, to: gateway, kind: 'direct', at, snr, rssi }, update, false);
      else if (isNetworkHop(reception, packet))
        observe({ from: packet.from, to: gateway, ...INTERNET, at, rssi: null }, update, false);
      const isRelayed =
        !own && relayNode !== null && hopsAway !== null && hopsAway > 0 && (snr !== null || rssi !== null);
      if (!isRelayed) return;
      const relay = links.resolveRelay(gateway, relayNode, at);
      if (relay !== undefined) observe({ from: relay, to: gateway, kind: 'relay', at, snr, rssi }, update, false);
    },
  };
}

interface TracerouteRows {
  /**
   * Stores the copy unless a longer one is known; returns the row that is now stored, undefined when nothing changed.
   */
  keepLonger(event: TracerouteEvent, context: EventContext): TracerouteRow | undefined;
}

const LISTS = ['route', 'snr_towards', 'route_back', 'snr_back'] as const;
type RouteLists = Pick<TracerouteRow, (typeof LISTS)[number]>;

function lengthOf(lists: RouteLists): number {
  return LISTS.reduce((sum, name) => sum + (JSON.parse(lists[name]) as unknown[]).length, 0);
}

/** Copies of the same length are ordered by their text, so that the order of arrival does not matter. */
function isLonger(copy: RouteLists, known: RouteLists): boolean {
  const gained = lengthOf(copy) - lengthOf(known);
  const text = (lists: RouteLists) => LISTS.map((name) => lists[name]).join();
  return gained > 0 || (gained === 0 && text(copy) > text(known));
}

/** Each gateway's copy of a traceroute ends with that gateway: the longest is the most complete. */
function createTracerouteRows(db: Database.Database): TracerouteRows {
  const select = db.prepare<[number], TracerouteRow>('SELECT * FROM traceroutes WHERE packet_row = ?');
  const save = db.prepare<[TracerouteRow]>(`
    INSERT INTO traceroutes (packet_row, at, packet_id, origin_num, target_num, kind, complete, route, snr_towards,
      route_back, snr_back)
    VALUES (:packet_row, :at, :packet_id, :origin_num, :target_num, :kind, :complete, :route, :snr_towards, :route_back,
      :snr_back)
    ON CONFLICT DO UPDATE SET complete = excluded.complete, route = excluded.route, snr_towards = excluded.snr_towards,
      route_back = excluded.route_back, snr_back = excluded.snr_back`);

  return {
    keepLonger(event, { row: packetRow, at, packet }) {
      const known = select.get(packetRow);
      const row: TracerouteRow = {
        packet_row: packetRow,
        at,
        packet_id: packet.id,
        origin_num: event.origin,
        target_num: event.target,
        kind: event.kind,
        complete: Number(event.complete || known?.complete === 1),
        route: JSON.stringify(event.route),
        snr_towards: JSON.stringify(event.snrTowards),
        route_back: JSON.stringify(event.routeBack),
        snr_back: JSON.stringify(event.snrBack),
      };
      if (known !== undefined && !isLonger(row, known)) return undefined;
      save.run(row);
      return row;
    },
  };
}
