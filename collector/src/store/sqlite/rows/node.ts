import { isOnline, type PresenceState } from '@mesh-observatory/contract/presence';
import type { Node } from '@mesh-observatory/contract/resources';
import { nodeId, nodeIdOrNull } from './node-id.js';

/** A row of `nodes` with its state, the name of its channel, and whether the node is a gateway. */
export interface NodeRow {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
  readonly hw_model: string | null;
  readonly role: string | null;
  readonly firmware_version: string | null;
  readonly region: string | null;
  readonly modem_preset: string | null;
  readonly public_key: string | null;
  readonly licensed: number;
  readonly unmessagable: number | null;
  readonly status_text: string | null;
  readonly first_heard: number;
  readonly last_heard: number;
  readonly state: PresenceState;
  readonly gateway: number;
  readonly last_gateway_num: number | null;
  /** 0 = never. */
  readonly last_gateway_at: number;
  readonly channel: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly altitude: number | null;
  readonly precision_bits: number | null;
  readonly position_at: number | null;
  readonly snr: number | null;
  readonly rssi: number | null;
  readonly direct_at: number | null;
  readonly hops_away: number | null;
  /** 0 = no packet of its own yet. */
  readonly newest_at: number;
  readonly packets: number;
  /** JSON `{field: [source rank, at]}`. */
  readonly said: string;
  readonly signed_at: number | null;
}

const asBoolean = (value: number | null) => (value === null ? null : value === 1);

const timeOrNull = (at: number) => (at === 0 ? null : at);

function reportTimes(said: string): Node['reportedAt'] {
  const provenance = JSON.parse(said) as Record<string, readonly [rank: number, at: number]>;
  const fields = Object.entries(provenance).filter(([field]) => field !== 'channel');
  return Object.fromEntries(fields.map(([field, [, at]]) => [field, at]));
}

export function toNode(row: NodeRow, metrics: Node['metrics'], formerIds: Node['formerIds']): Node {
  return {
    nodeId: nodeId(row.node_num),
    nodeNum: row.node_num,
    longName: row.long_name,
    shortName: row.short_name,
    hwModel: row.hw_model,
    role: row.role,
    firmwareVersion: row.firmware_version,
    region: row.region,
    modemPreset: row.modem_preset,
    publicKey: row.public_key,
    licensed: row.licensed === 1,
    unmessagable: asBoolean(row.unmessagable),
    statusText: row.status_text,
    firstHeard: row.first_heard,
    lastHeard: row.last_heard,
    online: isOnline(row.state),
    state: row.state,
    gateway: row.gateway === 1,
    lastGatewayId: nodeIdOrNull(row.last_gateway_num),
    lastGatewayAt: timeOrNull(row.last_gateway_at),
    channel: row.channel,
    latitude: row.latitude,
    longitude: row.longitude,
    altitude: row.altitude,
    precisionBits: row.precision_bits,
    positionAt: row.position_at,
    snr: row.snr,
    rssi: row.rssi,
    directAt: row.direct_at,
    hopsAway: row.hops_away,
    newestPacketAt: timeOrNull(row.newest_at),
    packets: row.packets,
    reportedAt: reportTimes(row.said),
    formerIds,
    signedAt: row.signed_at,
    metrics,
  };
}
