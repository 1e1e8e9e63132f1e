import type Database from 'better-sqlite3';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { WaypointEvent } from '../../../../model.js';
import { toWaypoint, type WaypointRow } from '../../rows/waypoint.js';
import type { Dictionaries } from '../dictionaries.js';
import type { ClockGuard } from '../clock-guard.js';
import { isHistory, type EventContext } from '../reception-update.js';

export type ApplyWaypoint = (event: WaypointEvent, context: EventContext) => void;

/** Nobody sends a waypoint that expired long ago: one that arrives so was dated by a wrong clock. */
const EXPIRED_ON_ARRIVAL_MS = HOUR_MS;

/** When a waypoint that arrives now expires; null = never, or nobody knows when. */
function expiryOf({ deleted, expireAt }: WaypointEvent, { at }: EventContext): number | null {
  if (deleted) return at;
  return expireAt !== null && expireAt < at - EXPIRED_ON_ARRIVAL_MS ? null : expireAt;
}

/**
 * The last change wins, unless the waypoint is locked to another node. A deleted one stays as an expired row until
 * retention.
 */
export function createApplyWaypoint(
  db: Database.Database,
  dictionaries: Dictionaries,
  clockGuard: ClockGuard,
): ApplyWaypoint {
  const select = db.prepare<[number], Pick<WaypointRow, 'at' | 'locked_to'>>(
    'SELECT at, locked_to FROM waypoints WHERE waypoint_id = ?',
  );
  const save = db.prepare(`
    INSERT INTO waypoints (waypoint_id, from_num, channel_id, name, description, icon, latitude, longitude, expire_at,
      locked_to, geofence, at)
    VALUES (:waypoint_id, :from_num, :channel_id, :name, :description, :icon, :latitude, :longitude, :expire_at,
      :locked_to, :geofence, :at)
    ON CONFLICT DO UPDATE SET from_num = excluded.from_num, channel_id = excluded.channel_id, name = excluded.name,
      description = excluded.description, icon = excluded.icon, latitude = excluded.latitude,
      longitude = excluded.longitude, expire_at = excluded.expire_at, locked_to = excluded.locked_to, geofence = excluded.geofence,
      at = excluded.at`);

  return (event, context) => {
    const { packet, at } = context;
    const known = select.get(event.waypointId);
    const belongsToAnother = known?.locked_to != null && known.locked_to !== packet.from;
    const isLate = known !== undefined && known.at !== (context.before?.at ?? at) && !clockGuard.isNewer(at, known.at);
    if (!isHistory(context.messageOrigin) || belongsToAnother || isLate) return;
    const row: WaypointRow = {
      waypoint_id: event.waypointId,
      from_num: packet.from,
      channel: packet.channel,
      name: event.name,
      description: event.description,
      icon: event.icon,
      latitude: event.latitude,
      longitude: event.longitude,
      expire_at: expiryOf(event, context),
      locked_to: event.lockedTo,
      geofence: event.geofence === undefined ? null : JSON.stringify(event.geofence),
      at,
    };
    save.run({ ...row, channel_id: dictionaries.channelId(packet.channel) });
    context.announce({ kind: 'waypoint', waypoint: toWaypoint(row) });
  };
}
