import type { DataFrame } from '@grafana/data';
import { findField, positionAt, textAt, timeAt, timeField } from './fields';
import type { FieldMapping } from './mapping';
import type { Fix, MapTrack } from './model';

/** One track per node and frame, oldest fix first, whatever the order of the rows. */
export function readTracks(frame: DataFrame, mapping: FieldMapping): MapTrack[] {
  const ids = findField(frame, 'nodeId', mapping.nodeId);
  const names = findField(frame, 'shortName', mapping.name) ?? findField(frame, 'longName', mapping.name);
  const times = timeField(frame, mapping.time);
  const latitude = findField(frame, 'latitude', mapping.latitude);
  const longitude = findField(frame, 'longitude', mapping.longitude);
  const tracks = new Map<string, { name: string; fixes: Fix[] }>();
  for (let row = 0; row < frame.length; row += 1) {
    const [time, position] = [timeAt(times, row), positionAt(latitude, longitude, row)];
    if (time === undefined || position === undefined) {
      continue;
    }
    const nodeId = textAt(ids, row) ?? textAt(names, row) ?? frame.name ?? frame.refId ?? 'track';
    const track = tracks.get(nodeId) ?? { name: textAt(names, row) ?? nodeId, fixes: [] };
    track.fixes.push({ time, position, row });
    tracks.set(nodeId, track);
  }
  return [...tracks].map(([nodeId, { name, fixes }]) => ({
    nodeId,
    name,
    fixes: fixes.sort((left, right) => left.time - right.time),
    frame,
  }));
}
