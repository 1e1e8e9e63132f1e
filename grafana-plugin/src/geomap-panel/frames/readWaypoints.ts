import type { DataFrame } from '@grafana/data';
import { findField, positionAt, textAt, timeAt } from './fields';
import type { MapWaypoint } from './model';

const fieldOf = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name === name);

/** Waypoints with a position; of several rows of one waypoint, the newest. */
export function readWaypoints(frames: readonly DataFrame[]): MapWaypoint[] {
  const byId = new Map<string, MapWaypoint>();
  for (const frame of frames) {
    const [latitude, longitude] = [findField(frame, 'latitude'), findField(frame, 'longitude')];
    const [id, name, description, icon] = ['id', 'name', 'description', 'icon'].map((each) => fieldOf(frame, each));
    const [time, expiresAt] = [fieldOf(frame, 'time'), fieldOf(frame, 'expiresAt')];
    const [fromId, fromName] = [fieldOf(frame, 'fromId'), fieldOf(frame, 'fromName')];
    for (let row = 0; row < frame.length; row += 1) {
      const position = positionAt(latitude, longitude, row);
      const waypoint = {
        id: textAt(id, row) ?? `${frame.refId ?? ''}#${row}`,
        name: textAt(name, row) ?? '',
        description: textAt(description, row) ?? '',
        icon: textAt(icon, row) ?? '',
        time: timeAt(time, row),
        expiresAt: timeAt(expiresAt, row),
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
