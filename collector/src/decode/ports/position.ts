import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { PositionEvent } from '../../model.js';
import { locationSourceName } from '../names.js';
import { readMessage } from '../protobuf.js';
import { positionLimits, readWithin } from '../readings.js';
import {
  cleanCoordinates,
  cleanPrecisionBits,
  groundSpeedKmh,
  groundTrackDegrees,
  plausibleTime,
  type Coordinates,
} from '../sanitize.js';
import type { Readings } from '../telemetry.js';
import type { DecodeContext, PortDecoder } from './port.js';

/** The fields we use, in the units of the wire; undefined = absent. */
export interface PositionFields {
  readonly latitudeI?: number | undefined;
  readonly longitudeI?: number | undefined;
  /** Meters above mean sea level. */
  readonly altitude?: number | undefined;
  /** Meters above the ellipsoid, and how far the sea level is above it. */
  readonly altitudeHae?: number | undefined;
  readonly altitudeGeoidalSeparation?: number | undefined;
  readonly time?: number | undefined;
  readonly timestamp?: number | undefined;
  readonly locationSource?: number | undefined;
  readonly PDOP?: number | undefined;
  readonly HDOP?: number | undefined;
  readonly VDOP?: number | undefined;
  readonly fixQuality?: number | undefined;
  readonly fixType?: number | undefined;
  readonly gpsAccuracy?: number | undefined;
  readonly groundSpeed?: number | undefined;
  readonly groundTrack?: number | undefined;
  readonly satsInView?: number | undefined;
  readonly precisionBits?: number | undefined;
}

/** Meters above mean sea level as far as the device states it. */
function altitudeOf({ altitude, altitudeHae, altitudeGeoidalSeparation = 0 }: PositionFields): number | undefined {
  if (altitude !== undefined || altitudeHae === undefined) return altitude;
  return altitudeHae - altitudeGeoidalSeparation;
}

/** Fields of the catalog's variant `position`. */
function qualityOf(fields: PositionFields): Readings {
  const readings: readonly (readonly [string, number | undefined])[] = [
    ['pdop', fields.PDOP],
    ['hdop', fields.HDOP],
    ['vdop', fields.VDOP],
    ['sats_in_view', fields.satsInView],
    ['fix_quality', fields.fixQuality],
    ['fix_type', fields.fixType],
    ['altitude_hae', fields.altitudeHae],
    ['altitude_geoidal_separation', fields.altitudeGeoidalSeparation],
  ];
  return new Map(readings.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}

function coordinatesOf(fields: PositionFields, precisionBits: number | null, ctx: DecodeContext): Coordinates | null {
  const { latitudeI, longitudeI } = fields;
  const degrees = (axis: 'latitude' | 'longitude', value: number | undefined) =>
    value === undefined ? null : readWithin(`position_${axis}`, value / 1e7, positionLimits[axis], ctx.diagnostics);
  const isOnGlobe = degrees('latitude', latitudeI) !== null && degrees('longitude', longitudeI) !== null;
  return isOnGlobe ? cleanCoordinates(latitudeI, longitudeI, precisionBits) : null;
}

/** 0 means "not stated" for fields without presence. */
const stated = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);

/** No event without a plausible fix: clock-only packets and requests are positions too. Shared with the JSON topic. */
export function positionEvents(
  position: PositionFields,
  source: PositionEvent['source'],
  ctx: DecodeContext,
): readonly PositionEvent[] {
  const { receivedAt } = ctx;
  if (position.time !== undefined) ctx.diagnostics.deviceTime(position.time);
  const precisionBits = cleanPrecisionBits(position.precisionBits);
  const coordinates = coordinatesOf(position, precisionBits, ctx);
  if (!coordinates) return [];
  const locationSource = position.locationSource ?? 0;
  const fromPhone = locationSource === Mesh.Position_LocSource.LOC_EXTERNAL;
  const millimeters = stated(position.gpsAccuracy);
  const quality = ctx.samples.samples('position', qualityOf(position), ctx.diagnostics);
  const sampleOf = (metric: string) => quality.samples.find((sample) => sample.metric === metric)?.value ?? null;
  const read = (metric: keyof typeof positionLimits, value: number | undefined) =>
    readWithin(`position_${metric}`, value, positionLimits[metric], ctx.diagnostics);
  return [
    {
      type: 'position',
      ...coordinates,
      altitude: read('altitude', altitudeOf(position)),
      precisionBits,
      groundSpeed: read('ground_speed', groundSpeedKmh(position.groundSpeed, fromPhone)),
      groundTrack: read('ground_track', groundTrackDegrees(position.groundTrack)),
      satsInView: sampleOf('position_sats_in_view'),
      accuracy: read('accuracy', millimeters === undefined ? undefined : millimeters / 1000),
      pdop: sampleOf('position_pdop'),
      locationSource: locationSource === 0 ? null : locationSourceName(locationSource),
      fixTime: plausibleTime(position.timestamp, receivedAt) ?? plausibleTime(position.time, receivedAt),
      source,
      ...(quality.samples.length === 0 ? {} : { samples: quality.samples }),
      ...(quality.unknown === undefined ? {} : { unknown: quality.unknown }),
    },
  ];
}

export const position: PortDecoder = {
  port: Portnums.PortNum.POSITION_APP,
  schema: Mesh.PositionSchema,
  decode: (payload, ctx) => positionEvents(readMessage(Mesh.PositionSchema, payload), 'protobuf', ctx),
};
