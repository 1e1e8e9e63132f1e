import type { Waypoint } from '@mesh-observatory/contract/resources';
import { nodeId, nodeIdOrNull } from './node-id.js';

/** A row of `waypoints` with the name of its channel. */
export interface WaypointRow {
  readonly waypoint_id: number;
  readonly from_num: number;
  readonly channel: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly expire_at: number | null;
  readonly locked_to: number | null;
  /** JSON of the geofence. */
  readonly geofence: string | null;
  readonly at: number;
}

export const toWaypoint = (row: WaypointRow): Waypoint => ({
  waypointId: row.waypoint_id,
  fromId: nodeId(row.from_num),
  channel: row.channel,
  name: row.name,
  description: row.description,
  icon: row.icon,
  latitude: row.latitude,
  longitude: row.longitude,
  expireAt: row.expire_at,
  lockedTo: nodeIdOrNull(row.locked_to),
  geofence: row.geofence === null ? null : (JSON.parse(row.geofence) as Waypoint['geofence']),
  at: row.at,
});
