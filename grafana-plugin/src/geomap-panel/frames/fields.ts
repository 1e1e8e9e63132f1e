import { FieldType, getFieldDisplayName, type DataFrame, type Field } from '@grafana/data';
import type { LonLat } from './model';

/** Usual names, lower case, most specific first. Ours lead, then those of other sources and of the node graph. */
export const usualNames = {
  nodeId: ['nodeid', 'gatewayid', 'node_id', 'node', 'id', 'device', 'device_id', 'serial', 'host'],
  shortName: ['shortname', 'short_name', 'title', 'callsign'],
  longName: ['longname', 'long_name', 'name', 'subtitle', 'label'],
  latitude: ['latitude', 'lat'],
  longitude: ['longitude', 'lon', 'lng', 'long'],
  precisionBits: ['precisionbits', 'precision_bits'],
  role: ['role', 'detail__role', 'type'],
  hardware: ['hwmodel', 'hw_model', 'detail__hwmodel', 'hardware', 'model'],
  gateway: ['gateway', 'is_gateway'],
  online: ['online', 'is_online', 'up'],
  lastHeard: ['lastheard', 'last_heard', 'detail__lastheard', 'lastseen', 'last_seen'],
  firstHeard: ['firstheard', 'first_heard', 'firstseen', 'first_seen'],
  altitude: ['altitude', 'alt', 'elevation'],
  time: ['time', 'timestamp', 'at', '_time'],
  snr: ['snr', 'best snr'],
  margin: ['margin', 'detail__margin'],
  source: ['fromid', 'source', 'from', 'src', 'source_id'],
  target: ['toid', 'target', 'to', 'dst', 'target_id'],
  sourceLatitude: ['sourcelatitude', 'source_latitude', 'fromlatitude', 'from_lat', 'source_lat'],
  sourceLongitude: ['sourcelongitude', 'source_longitude', 'fromlongitude', 'from_lon', 'source_lon'],
  targetLatitude: ['targetlatitude', 'target_latitude', 'tolatitude', 'to_lat', 'target_lat'],
  targetLongitude: ['targetlongitude', 'target_longitude', 'tolongitude', 'to_lon', 'target_lon'],
  linkValue: ['snr', 'snravg', 'mainstat', 'value', 'quality', 'rssi'],
  linkCount: ['count', 'packets', 'secondarystat', 'thickness'],
  linkKind: ['kind', 'detail__kind', 'link_type'],
  lastSeen: ['lastseen', 'last_seen', 'detail__lastseen', 'time'],
  firstSeen: ['firstseen', 'first_seen'],
} as const;
export type UsualName = keyof typeof usualNames;

/** The field selected in the field mapping, by its name or display name. */
function chosenField(frame: DataFrame, chosen: string): Field | undefined {
  return (
    frame.fields.find(({ name }) => name === chosen) ??
    frame.fields.find((field) => getFieldDisplayName(field, frame) === chosen)
  );
}

/** Finds the field selected in the field mapping, else the field with a usual name. */
export function findField(frame: DataFrame, usual: UsualName, chosen = ''): Field | undefined {
  const mapped = chosen === '' ? undefined : chosenField(frame, chosen);
  if (mapped !== undefined) {
    return mapped;
  }
  for (const name of usualNames[usual]) {
    const field = frame.fields.find((candidate) => candidate.name.toLowerCase() === name);
    if (field !== undefined) {
      return field;
    }
  }
  return undefined;
}

export function numberAt(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

export function textAt(field: Field | undefined, row: number): string | undefined {
  const value: unknown = field?.values[row];
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagAt(field: Field | undefined, row: number): boolean | undefined {
  const value: unknown = field?.values[row];
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return value !== 0;
  }
  return typeof value === 'string' ? ['true', 'yes', 'online', '1'].includes(value.toLowerCase()) : undefined;
}

/** Unix milliseconds; texts are read as ISO 8601. */
export function timeAt(field: Field | undefined, row: number): number | undefined {
  const value: unknown = field?.values[row];
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** A valid position; undefined for 0/0 too, which trackers without a fix report. */
export function positionAt(latitude: Field | undefined, longitude: Field | undefined, row: number): LonLat | undefined {
  const [lat, lon] = [numberAt(latitude, row), numberAt(longitude, row)];
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180 || (lat === 0 && lon === 0)) {
    return undefined;
  }
  return [lon, lat];
}

export function timeField(frame: DataFrame, chosen: string): Field | undefined {
  const field = findField(frame, 'time', chosen);
  return field?.type === FieldType.time ? field : undefined;
}
