import type { DataFrame } from '@grafana/data';
import { findField, numberAt, positionAt, textAt, timeAt } from '../../frames/fields';
import { fieldNamed, hasField, type LayerData } from '../../frames/layerData';
import type { LonLat, RowRef } from '../../frames/model';

/** The area around a waypoint whose crossing devices announce. */
export interface Geofence {
  /** Meters around the waypoint; undefined: no circle. */
  readonly radiusM: number | undefined;
  /** undefined: no rectangle. */
  readonly box: GeofenceBox | undefined;
}

/** Degrees; west is greater than east across the date line. */
export interface GeofenceBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface MapWaypoint {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** An emoji; empty: none was chosen. */
  readonly icon: string;
  readonly position: LonLat;
  /** Unix milliseconds of the last change. */
  readonly time: number | undefined;
  /** Unix milliseconds; undefined: never. */
  readonly expiresAt: number | undefined;
  /** Name of the node that shared it, else its id. */
  readonly origin: string | undefined;
  /** undefined: none. */
  readonly geofence: Geofence | undefined;
  readonly ref: RowRef;
}

function geofenceAt(frame: DataFrame, row: number): Geofence | undefined {
  const valueOf = (name: string) => numberAt(fieldNamed(frame, name), row);
  const radiusM = valueOf('geofenceRadius');
  const [west, south, east, north] = ['West', 'South', 'East', 'North'].map((edge) => valueOf(`geofence${edge}`));
  const isBox = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  const box = isBox ? { west, south, east, north } : undefined;
  return radiusM === undefined && box === undefined ? undefined : { radiusM, box };
}

/** Waypoints with a position; of several rows of one waypoint, the newest. */
export function readWaypoints(frames: readonly DataFrame[]): MapWaypoint[] {
  const byId = new Map<string, MapWaypoint>();
  for (const frame of frames) {
    const [latitude, longitude] = [findField(frame, 'latitude'), findField(frame, 'longitude')];
    const [id, name, description, icon] = ['id', 'name', 'description', 'icon'].map((each) => fieldNamed(frame, each));
    const [time, expiresAt] = [fieldNamed(frame, 'time'), fieldNamed(frame, 'expiresAt')];
    const [fromId, fromName] = [fieldNamed(frame, 'fromId'), fieldNamed(frame, 'fromName')];
    for (let row = 0; row < frame.length; row += 1) {
      const position = positionAt(latitude, longitude, row);
      const waypoint = {
        id: textAt(id, row) ?? `${frame.refId ?? ''}#${row}`,
        name: textAt(name, row) ?? '',
        description: textAt(description, row) ?? '',
        icon: textAt(icon, row) ?? '',
        time: timeAt(time, row),
        expiresAt: timeAt(expiresAt, row),
        geofence: geofenceAt(frame, row),
        origin: textAt(fromName, row) ?? textAt(fromId, row),
        ref: { frame, row },
      };
      const known = byId.get(waypoint.id);
      if (position !== undefined && (known === undefined || (known.time ?? 0) < (waypoint.time ?? 0))) {
        byId.set(waypoint.id, { ...waypoint, position });
      }
    }
  }
  return [...byId.values()];
}

export const waypointsData: LayerData<readonly MapWaypoint[]> = {
  id: 'waypoints',
  frameKinds: ['waypoints'],
  empty: [],
  recognizes: (frame) =>
    ['fromId', 'name'].every((name) => hasField(frame, name)) &&
    findField(frame, 'latitude') !== undefined &&
    findField(frame, 'target') === undefined,
  read: readWaypoints,
  at: (waypoints, moment) => waypoints.filter(({ time = 0 }) => time <= moment),
  places: (waypoints) => waypoints.map(({ position }) => position),
};
