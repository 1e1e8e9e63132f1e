import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { Geofence, NodeNum, UnixMillis, WaypointEvent } from '../../model.js';
import { readMessage } from '../protobuf.js';
import { readGeofence } from './geofence.js';
import { cleanCoordinates, cleanName, cleanText } from '../sanitize.js';
import type { PortDecoder } from './port.js';

export interface WaypointFields {
  readonly id: number;
  readonly latitudeI?: number | undefined;
  readonly longitudeI?: number | undefined;
  readonly expire: number;
  readonly lockedTo: number;
  readonly name: string;
  readonly description: string;
  readonly icon: number;
  readonly geofence?: Geofence | undefined;
}

const PUSHPIN = '\u{1f4cd}';
/** Not a time: "remove this waypoint". */
const DELETED = 1;

/** Shared with the JSON topic. The waypoint's own id is its key, not the packet's. */
export function waypointEvent(waypoint: WaypointFields): WaypointEvent {
  const coordinates = cleanCoordinates(waypoint.latitudeI, waypoint.longitudeI, null);
  return {
    type: 'waypoint',
    waypointId: waypoint.id,
    name: cleanName(waypoint.name),
    description: cleanText(waypoint.description),
    icon: iconOf(waypoint.icon),
    latitude: coordinates?.latitude ?? null,
    longitude: coordinates?.longitude ?? null,
    expireAt: waypoint.expire > DELETED ? ((waypoint.expire * 1000) as UnixMillis) : null,
    deleted: waypoint.expire === DELETED,
    lockedTo: waypoint.lockedTo === 0 ? null : (waypoint.lockedTo as NodeNum),
    ...(waypoint.geofence === undefined ? {} : { geofence: waypoint.geofence }),
  };
}

/** One visible character. String.fromCodePoint throws above U+10FFFF, and surrogates or controls show nothing. */
function iconOf(codePoint: number): string {
  if (codePoint <= 0 || codePoint > 0x10ffff) return PUSHPIN;
  const icon = String.fromCodePoint(codePoint);
  return /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(icon) ? PUSHPIN : icon;
}

export const waypoint: PortDecoder = {
  port: Portnums.PortNum.WAYPOINT_APP,
  schema: Mesh.WaypointSchema,
  decode(payload, ctx) {
    if (payload.length === 0) return [];
    const fields = readMessage(Mesh.WaypointSchema, payload);
    return [waypointEvent({ ...fields, geofence: readGeofence(fields, ctx) })];
  },
};
