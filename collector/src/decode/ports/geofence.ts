/** The geofence of a waypoint. Firmware newer than the installed protobufs sends it: its fields are found by number. */
import type { Message } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Geofence } from '../../model.js';
import { geofenceFields } from '../newer-fields.js';
import { UndecodableError } from '../protobuf.js';
import { readWithin, type ProblemReport } from '../readings.js';
import type { DecodeContext } from './port.js';

/** Half of the equator: a wider circle has no outside. */
const MAX_RADIUS_METERS = 20_037_508;
const UNITS_PER_DEGREE = 1e7;
/** Field numbers of BoundingBox. */
const edges = { west: 1, south: 2, east: 3, north: 4 } as const;

function varint(message: Message, no: number): number {
  const field = message.$unknown?.findLast((unknown) => unknown.no === no && unknown.wireType === WireType.Varint);
  return field === undefined ? 0 : new BinaryReader(field.data).uint32();
}

/** sfixed32 fields without presence: an edge that is missing lies at 0°. */
function readEdges(bytes: Uint8Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    if (wireType === WireType.Bit32) found.set(no, reader.sfixed32());
    else reader.skip(wireType, no);
  }
  return found;
}

function readBounds(message: Message): Geofence['bounds'] {
  const field = message.$unknown?.findLast(
    ({ no, wireType }) => no === geofenceFields.bounds && wireType === WireType.LengthDelimited,
  );
  if (field === undefined) return null;
  try {
    const found = readEdges(new BinaryReader(field.data).bytes());
    const edge = (no: number) => (found.get(no) ?? 0) / UNITS_PER_DEGREE;
    const bounds = {
      west: edge(edges.west),
      south: edge(edges.south),
      east: edge(edges.east),
      north: edge(edges.north),
    };
    const { west, south, east, north } = bounds;
    const isOnGlobe = south >= -90 && north <= 90 && Math.min(west, east) >= -180 && Math.max(west, east) <= 180;
    return isOnGlobe && south < north ? bounds : null;
  } catch (error) {
    throw new UndecodableError('not a meshtastic.BoundingBox', { cause: error });
  }
}

/** undefined when the waypoint has none. */
export function readGeofence(
  message: Message,
  { diagnostics }: Pick<DecodeContext, 'diagnostics'>,
): Geofence | undefined {
  const radius = readRadius(message, diagnostics);
  const bounds = readBounds(message);
  if (radius === null && bounds === null) return undefined;
  return {
    radius,
    bounds,
    notifyOnEnter: varint(message, geofenceFields.onEnter) !== 0,
    notifyOnExit: varint(message, geofenceFields.onExit) !== 0,
    notifyFavoritesOnly: varint(message, geofenceFields.favoritesOnly) !== 0,
  };
}

function readRadius(message: Message, report: ProblemReport): number | null {
  const stated = varint(message, geofenceFields.radius);
  if (stated === 0) return null;
  return readWithin('waypoint_geofence_radius', stated, { min: 1, max: MAX_RADIUS_METERS }, report);
}
