import type Database from 'better-sqlite3';
import { formatNodeId, type WaypointEvent } from '../../../../model.js';
import type { Dictionaries } from '../dictionaries.js';
import type { Latest } from '../clock-guard.js';
import type { PacketContext } from './packet-context.js';

export type ApplyWaypoint = (event: WaypointEvent, context: PacketContext) => void;

interface Known {
  readonly at: number;
  readonly locked_to: number | null;
}

/** The last to write wins, unless the waypoint belongs to somebody. A deleted one stays as an expired row until retention. */
export function createApplyWaypoint(db: Database.Database, dictionaries: Dictionaries, latest: Latest): ApplyWaypoint {
  const select = db.prepare<[number], Known>('SELECT at, locked_to FROM waypoints WHERE waypoint_id = ?');
  const save = db.prepare(`
    INSERT INTO waypoints (waypoint_id, from_num, channel_id, name, description, icon, latitude, longitude, expire_at,
      locked_to, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET from_num = excluded.from_num, channel_id = excluded.channel_id, name = excluded.name,
      description = excluded.description, icon = excluded.icon, latitude = excluded.latitude,
      longitude = excluded.longitude, expire_at = excluded.expire_at, locked_to = excluded.locked_to, at = excluded.at`);

  return (event, context) => {
    const { packet, at } = context;
    const known = select.get(event.waypointId);
    const belongsToAnother = known?.locked_to != null && known.locked_to !== packet.from;
    const isLate = known !== undefined && known.at !== at && !latest.isNewer(at, known.at);
    if (!context.firstHand || belongsToAnother || isLate) return;
    const { waypointId, name, description, icon, latitude, longitude, lockedTo } = event;
    const expireAt = event.deleted ? at : event.expireAt;
    const channelId = dictionaries.channelId(packet.channel);
    save.run(waypointId, packet.from, channelId, name, description, icon, latitude, longitude, expireAt, lockedTo, at);
    context.announce({
      kind: 'waypoint',
      waypoint: {
        waypointId,
        fromId: formatNodeId(packet.from),
        channel: packet.channel,
        name,
        description,
        icon,
        latitude,
        longitude,
        expireAt,
        lockedTo: lockedTo === null ? null : formatNodeId(lockedTo),
        at,
      },
    });
  };
}
