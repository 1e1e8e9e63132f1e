/** Fields of Meshtastic messages that the installed protobufs may not know, but this program does. */
import { WireType } from '@bufbuild/protobuf/wire';
import { Telemetry } from '@meshtastic/protobufs';
import type { TelemetryVariant } from '../model.js';
import type { CatalogRow } from './catalog/row.js';
import { shapeOfFields, type MessageShape, type NewerFields } from './message-shape.js';

const { Varint, Bit32, LengthDelimited } = WireType;

/** Variants by their field number in Telemetry, which does not change; names differ between releases. */
export const telemetryVariants: Readonly<Record<number, TelemetryVariant | undefined>> = {
  2: 'device',
  3: 'environment',
  4: 'air_quality',
  5: 'power',
  6: 'local_stats',
  7: 'health',
  8: 'host',
  9: 'traffic_management',
};

/** Numbers of the fields of Waypoint that say where its geofence is. */
export const geofenceFields = { radius: 9, bounds: 10, onEnter: 11, onExit: 12, favoritesOnly: 13 } as const;

/** XEdDSA signature of firmware 2.8, in Data. */
export const DATA_SIGNATURE_FIELD = 10;
/** Whether the gateway could verify the signature, in MeshPacket. */
export const PACKET_VERIFIED_FIELD = 22;

export const geofenceShape: NewerFields = {
  'meshtastic.Waypoint': shapeOfFields(
    [geofenceFields.radius, Varint],
    [geofenceFields.bounds, LengthDelimited],
    [geofenceFields.onEnter, Varint],
    [geofenceFields.onExit, Varint],
    [geofenceFields.favoritesOnly, Varint],
  ),
};

/** Shape of the catalog's fields that have a number on the wire. */
export const shapeOfRows = (rows: readonly CatalogRow[]): MessageShape =>
  shapeOfFields(
    ...rows.flatMap(({ wire, listed }) => [
      ...(wire === undefined ? [] : [[wire.no, wire.type === 'float' ? Bit32 : Varint] as const]),
      ...(listed === undefined ? [] : [[listed.no, Bit32, LengthDelimited] as const]),
    ]),
  );

/** Every field that is known beside the installed protobufs, by type name. */
export function newerFieldsOf(catalog: readonly CatalogRow[]): NewerFields {
  const rowsOf = (variant: TelemetryVariant) => catalog.filter((row) => row.variant === variant);
  const telemetry = Object.entries(telemetryVariants).flatMap(([no, variant]): (readonly [string, MessageShape])[] => {
    const message = Telemetry.TelemetrySchema.fields.find((field) => field.number === Number(no))?.message;
    return message === undefined || variant === undefined ? [] : [[message.typeName, shapeOfRows(rowsOf(variant))]];
  });
  const known = new Set(Telemetry.TelemetrySchema.fields.map(({ number }) => number));
  const variants = Object.entries(telemetryVariants).flatMap(([no, variant]) =>
    known.has(Number(no)) || variant === undefined ? [] : [[Number(no), { wireTypes: [LengthDelimited] }] as const],
  );
  return { ...geofenceShape, ...Object.fromEntries(telemetry), 'meshtastic.Telemetry': new Map(variants) };
}
