/**
 * Takes back what a packet showed about its sender when a later copy proves that it was not heard just now, or not over
 * the air: the latest times and signals become those of the packets before it. It happens seldom, and reads the database.
 */
import type Database from 'better-sqlite3';
import { formatNodeId, type NodeNum } from '../../../model.js';
import type { GatewayStore } from './gateway-store.js';
import { timeOf, type PacketState } from './merge-packet.js';
import { withPlausibleHops, type ReceptionState } from './merge-reception.js';
import type { NodeDraft } from './node-draft.js';
import { STORE_FORWARD_PORT } from './packet-store.js';

export interface Revision {
  readonly packet: PacketState;
  /** False: it was heard before now. */
  readonly isLive: boolean;
  /** Every copy that states it had passed through MQTT. */
  readonly isViaMqtt: boolean;
  readonly receptions: readonly ReceptionState[];
}

export type RevisePresence = (sender: NodeDraft, revision: Revision) => void;

interface NewestReception {
  readonly at: number;
  readonly gateway: NodeNum;
  readonly snr: number | null;
  readonly rssi: number | null;
}

/** Packets of a node that are looked at; what is older than all of them counts as unknown. */
const LOOKED_AT = 500;

const NEWEST = `SELECT packet_row, heard_at, flags, live, portnum FROM packets WHERE from_num = ?
  ORDER BY received_at DESC LIMIT ${LOOKED_AT}`;
/** Not of packets of the past, which queues, brokers and store-and-forward routers repeat. */
const HEARD_NOW = `FROM (${NEWEST}) p JOIN receptions r USING (packet_row)
  WHERE p.live = 1 AND r.live = 1 AND p.portnum IS NOT ${STORE_FORWARD_PORT} AND ' ' || p.flags || ' ' NOT LIKE '% stale %'`;
const COLUMNS = 'r.received_at AS at, r.gateway_num AS gateway, r.snr, r.rssi';

export function createRevisePresence(db: Database.Database, gateways: Pick<GatewayStore, 'get'>): RevisePresence {
  const selectNewest = db.prepare<[number], NewestReception>(
    `SELECT ${COLUMNS} ${HEARD_NOW} ORDER BY r.received_at DESC, r.gateway_num DESC LIMIT 1`,
  );
  const selectDirect = db.prepare<[number], NewestReception>(`
    SELECT ${COLUMNS} ${HEARD_NOW} AND r.own = 0 AND r.hops_away = 0 AND (r.snr IS NOT NULL OR r.rssi IS NOT NULL)
      AND NOT (r.kind = 'json' AND ' ' || p.flags || ' ' LIKE '% via_mqtt %')
    ORDER BY r.received_at DESC, r.snr DESC LIMIT 1`);
  const selectHeardAt = db.prepare<[number], number | null>(`SELECT MAX(heard_at) FROM (${NEWEST})`).pluck();
  const deleteReturn = db.prepare<[number, number]>(
    "DELETE FROM events WHERE node_num = ? AND at = ? AND kind = 'node_back'",
  );

  /** A node that only this packet showed was never heard; one that it brought back is silent again. */
  function reviseLastHeard(sender: NodeDraft, times: readonly number[], newest: NewestReception | undefined): void {
    const { num, node } = sender;
    if (!times.includes(node.lastHeard)) return;
    const others = [newest?.at, gateways.get(num)?.lastSeen].filter((at) => at !== undefined);
    const lastHeard = Math.max(...others, selectHeardAt.get(num) ?? 0);
    const returns = times.reduce((sum, at) => sum + deleteReturn.run(num, at).changes, 0);
    if (others.length === 0 || returns > 0) sender.setState('silent');
    if (lastHeard === 0) return;
    sender.set('lastHeard', lastHeard);
    sender.set('firstHeard', Math.min(node.firstHeard, lastHeard));
  }

  function reviseGateway(sender: NodeDraft, newest: NewestReception | undefined): void {
    sender.set('lastGatewayId', newest === undefined ? null : formatNodeId(newest.gateway));
    sender.set('lastGatewayAt', newest?.at ?? null);
  }

  function reviseSignal(sender: NodeDraft, times: readonly number[]): void {
    const { directAt } = sender.node;
    const direct = selectDirect.get(sender.num);
    const isRevoked = directAt !== null && times.includes(directAt);
    if (!isRevoked && (direct?.at ?? 0) <= (directAt ?? 0)) return;
    sender.set('directAt', direct?.at ?? null);
    sender.set('snr', direct?.snr ?? null);
    sender.set('rssi', direct?.rssi ?? null);
  }

  function reviseHops(sender: NodeDraft, { packet, isViaMqtt, receptions }: Revision): void {
    const { newest } = sender.state;
    if (newest.packetId !== packet.id || newest.at !== timeOf(packet)) return;
    const hops = receptions
      .filter(({ own }) => !own)
      .flatMap((reception) => withPlausibleHops(isViaMqtt, reception).hopsAway ?? []);
    sender.set('hopsAway', hops.length === 0 ? null : Math.min(...hops));
  }

  return (sender, revision) => {
    const { packet, isLive, receptions } = revision;
    const times: readonly number[] = receptions.map(({ receivedAt }) => receivedAt);
    if (!isLive) {
      const newest = selectNewest.get(sender.num);
      // Events of the packet have its time by now.
      reviseLastHeard(sender, [...times, timeOf(packet)], newest);
      if (times.includes(sender.node.lastGatewayAt ?? 0)) reviseGateway(sender, newest);
    }
    reviseSignal(sender, times);
    reviseHops(sender, revision);
  };
}
