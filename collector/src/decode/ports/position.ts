import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { PositionEvent } from '../../model.js';
import { locationSourceName } from '../names.js';
import { readMessage } from '../protobuf.js';
import {
  cleanAltitude,
  cleanCoordinates,
  cleanGroundSpeed,
  cleanGroundTrack,
  cleanPrecisionBits,
  plausibleTime,
  numberInRange,
} from '../sanitize.js';
import type { DecodeContext, PortDecoder } from './port.js';

/** The fields we use, in the units of the wire; undefined = absent. */
export interface PositionFields {
  readonly latitudeI?: number | undefined;
  readonly longitudeI?: number | undefined;
  readonly altitude?: number | undefined;
  readonly time?: number | undefined;
  readonly timestamp?: number | undefined;
  readonly locationSource?: number | undefined;
  readonly PDOP?: number | undefined;
  readonly gpsAccuracy?: number | undefined;
  readonly groundSpeed?: number | undefined;
  readonly groundTrack?: number | undefined;
  readonly satsInView?: number | undefined;
  readonly precisionBits?: number | undefined;
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
  const coordinates = cleanCoordinates(position.latitudeI, position.longitudeI, precisionBits);
  if (!coordinates) return [];
  const locationSource = position.locationSource ?? 0;
  const fromPhone = locationSource === Mesh.Position_LocSource.LOC_EXTERNAL;
  const millimeters = stated(position.gpsAccuracy);
  const pdopHundredths = stated(position.PDOP);
  return [
    {
      type: 'position',
      ...coordinates,
      altitude: cleanAltitude(position.altitude),
      precisionBits,
      groundSpeed: cleanGroundSpeed(position.groundSpeed, fromPhone),
      groundTrack: cleanGroundTrack(position.groundTrack),
      satsInView: numberInRange(stated(position.satsInView), 1, 255),
      accuracy: millimeters === undefined ? null : numberInRange(millimeters / 1000, 0, 1_000_000),
      pdop: pdopHundredths === undefined ? null : numberInRange(pdopHundredths / 100, 0, 100),
      locationSource: locationSource === 0 ? null : locationSourceName(locationSource),
      fixTime: plausibleTime(position.timestamp, receivedAt) ?? plausibleTime(position.time, receivedAt),
      source,
    },
  ];
}

export const position: PortDecoder = {
  port: Portnums.PortNum.POSITION_APP,
  decode: (payload, ctx) => positionEvents(readMessage(Mesh.PositionSchema, payload), 'protobuf', ctx),
};
