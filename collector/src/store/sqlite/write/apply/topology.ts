import type Database from 'better-sqlite3';
import { BROADCAST, type MeshEvent, type NodeNum, type Reception, type TracerouteEvent } from '../../../../model.js';
import type { Change } from '../../../store.js';
import { toTraceroute, type TracerouteRow } from '../../rows/traceroute.js';
import type { LinkReading, LinkStore } from '../link-store.js';
import { isViaMqtt } from '../merge-packet.js';
import { MEDIUM, type ReceptionState } from '../merge-reception.js';
import { isHistory, type AppliedContent, type EventContext } from '../reception-update.js';

/** Links between nodes, from everything that is evidence of one. */
export interface Topology {
  /** Links that the content of a packet names: neighbors, hops of traceroutes. */
  content(events: readonly MeshEvent[], context: EventContext): void;
  /**
   * A copy that came directly from its sender, or over a relay that can be identified.
   * @param before the reception as it was evidence; undefined when it was none.
   * @param after as it is now evidence; undefined when it is none.
   */
  reception(
    from: NodeNum,
    before: ReceptionState | undefined,
    after: ReceptionState | undefined,
    announce: (change: Change) => void,
  ): void;
}

const INTERNET = { kind: 'internet', snr: null, rssi: null } as const;

const isNode = (num: NodeNum) => num > 3 && num !== BROADCAST; // 1 to 3 are reserved
const isLink = ({ from, to }: LinkReading) => isNode(from) && isNode(to) && from !== to;

/** True when the copy measures the link from the sender to the gateway. */
export function isDirect({ own, hopsAway, snr, rssi }: Pick<Reception, 'own' | 'hopsAway' | 'snr' | 'rssi'>): boolean {
  return !own && hopsAway === 0 && (snr !== null || rssi !== null);
}

/** @param content only what a gateway heard just now is evidence. */
function readingsOf({ at, origin, events, isViaMqtt }: AppliedContent, reporter: NodeNum): LinkReading[] {
  return origin === 'live' ? events.flatMap((event) => readingsOfEvent(event, reporter, at, isViaMqtt)) : [];
}

function readingsOfEvent(event: MeshEvent, to: NodeNum, at: number, isViaMqtt: boolean): LinkReading[] {
  switch (event.type) {
    case 'neighbor_info':
      return event.neighbors.map(({ node: from, snr }) =>
        isViaMqtt ? { from, to, at, ...INTERNET } : { from, to, at, kind: 'neighbor', snr, rssi: null },
      );
    case 'traceroute':
      return event.hops.map(({ snr, ...ends }) =>
        snr === null ? { ...ends, at, ...INTERNET } : { ...ends, at, kind: 'traceroute', snr, rssi: null },
      );
    default:
      return [];
  }
}

const keyOf = ({ from, to, kind }: LinkReading) => `${from}:${to}:${kind}`;
const isSameReading = (a: LinkReading, b: LinkReading) => a.at === b.at && a.snr === b.snr && a.rssi === b.rssi;

/** The readings of one packet by link: a link that it names twice has one. */
const byLink = (readings: readonly LinkReading[]) =>
  new Map(readings.filter(isLink).map((reading) => [keyOf(reading), reading]));

export function createTopology(db: Database.Database, links: LinkStore): Topology {
  const traceroutes = createTracerouteRows(db);

  /** Brings the links from the readings that were known of a packet to those that are known now. */
  function replace(
    before: readonly LinkReading[],
    after: readonly LinkReading[],
    announce: (change: Change) => void,
  ): void {
    const known = byLink(before);
    const now = byLink(after);
    for (const [key, reading] of known) if (!now.has(key)) links.retract(reading);
    for (const [key, reading] of now) {
      const earlier = known.get(key);
      if (earlier !== undefined && isSameReading(earlier, reading)) continue;
      const link = earlier === undefined ? links.observe(reading) : links.revise(earlier, reading);
      announce({ kind: 'link', link });
    }
  }

  /** @returns the reading that the reception is; empty when it measures no link that can be named. */
  function readingsOfReception(from: NodeNum, reception: ReceptionState): LinkReading[] {
    const { gateway, receivedAt: at, snr, rssi, relayNode, hopsAway, own } = reception;
    if (isDirect(reception)) return [{ from, to: gateway, kind: 'direct', at, snr, rssi }];
    if (reception.medium === MEDIUM.localNetwork) return [{ from, to: gateway, at, ...INTERNET }];
    const isMeasured = snr !== null || rssi !== null;
    if (own || relayNode === null || hopsAway === null || hopsAway === 0 || !isMeasured) return [];
    const relay = links.resolveRelay(gateway, relayNode, at);
    return relay === undefined ? [] : [{ from: relay, to: gateway, kind: 'relay', at, snr, rssi }];
  }

  return {
    content(events, { packet, at, before, messageOrigin: origin, row, announce }) {
      if (!isHistory(origin)) return;
      const known = before === null ? [] : readingsOf(before, packet.from);
      replace(known, readingsOf({ at, origin, events, isViaMqtt: isViaMqtt(packet) }, packet.from), announce);
      for (const event of events) {
        if (event.type !== 'traceroute') continue;
        const traceroute = traceroutes.save(event, row, packet.id, at);
        announce({ kind: 'traceroute', traceroute: toTraceroute(traceroute) });
      }
    },
    reception(from, before, after, announce) {
      const known = before === undefined ? [] : readingsOfReception(from, before);
      replace(known, after === undefined ? [] : readingsOfReception(from, after), announce);
    },
  };
}

interface TracerouteRows {
  /** Returns the row that is now stored. */
  save(event: TracerouteEvent, packetRow: number, packetId: number, at: number): TracerouteRow;
}

function createTracerouteRows(db: Database.Database): TracerouteRows {
  const save = db.prepare<[TracerouteRow]>(`
    INSERT INTO traceroutes (packet_row, at, packet_id, origin_num, target_num, kind, complete, route, snr_towards,
      route_back, snr_back)
    VALUES (:packet_row, :at, :packet_id, :origin_num, :target_num, :kind, :complete, :route, :snr_towards, :route_back,
      :snr_back)
    ON CONFLICT DO UPDATE SET at = excluded.at, origin_num = excluded.origin_num, target_num = excluded.target_num,
      kind = excluded.kind, complete = excluded.complete, route = excluded.route, snr_towards = excluded.snr_towards,
      route_back = excluded.route_back, snr_back = excluded.snr_back`);
  return {
    save(event, packetRow, packetId, at) {
      const row: TracerouteRow = {
        packet_row: packetRow,
        at,
        packet_id: packetId,
        origin_num: event.origin,
        target_num: event.target,
        kind: event.kind,
        complete: Number(event.complete),
        route: JSON.stringify(event.route),
        snr_towards: JSON.stringify(event.snrTowards),
        route_back: JSON.stringify(event.routeBack),
        snr_back: JSON.stringify(event.snrBack),
      };
      save.run(row);
      return row;
    },
  };
}
