import { EmptySchema } from '@bufbuild/protobuf/wkt';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { Portnums, Telemetry } from '@meshtastic/protobufs';
import type { MeshEvent, TelemetryEvent, TelemetryVariant } from '../../model.js';
import { compareWithShape, withoutField } from '../message-shape.js';
import { shapeOfRows, telemetryVariants } from '../newer-fields.js';
import { readMessage } from '../protobuf.js';
import { cleanText, plausibleTime } from '../sanitize.js';
import type { Readings } from '../telemetry.js';
import type { DecodeContext, PortDecoder } from './port.js';
import { textEvents } from './text.js';

export { telemetryVariants };

/** Field numbers. */
const HEALTH = 7;
const HOST = 8;
const HOST_TEXT = 9;

/** Messages whose fields have no presence: all zero means "not stated", as in a request. */
const withoutPresence = new Set<TelemetryVariant>(['local_stats', 'host', 'traffic_management']);

/**
 * No event without a reading: an empty variant is a request. A message of impossible readings is an event without
 * samples: it says that the present values are unknown. Shared with the JSON topic.
 */
export function telemetryEvents(
  variant: TelemetryVariant,
  readings: Readings,
  time: number | undefined,
  ctx: DecodeContext,
): readonly TelemetryEvent[] {
  if (withoutPresence.has(variant) && [...readings.values()].every((value) => value === 0)) return [];
  const measured = ctx.samples.samples(variant, readings, ctx.diagnostics);
  if (measured.samples.length === 0 && measured.unknown === undefined) return [];
  return [{ type: 'telemetry', variant, ...measured, deviceTime: plausibleTime(time, ctx.receivedAt) }];
}

interface Variant {
  readonly variant: TelemetryVariant;
  readonly readings: Readings;
}

function knownVariant(message: Telemetry.Telemetry, ctx: DecodeContext): Variant | undefined {
  const field = Telemetry.TelemetrySchema.fields.find((f) => f.localName === message.variant.case);
  const variant = telemetryVariants[field?.number ?? 0];
  if (variant === undefined || message.variant.value === undefined) return undefined;
  return { variant, readings: ctx.samples.readings(variant, field?.message, message.variant.value) };
}

/**
 * A variant the installed protobufs do not know; its fields are found by number. Forks use the same numbers for messages
 * of their own: anything the variant cannot contain shows that it is another one, and nothing of it is taken.
 */
function newerVariant(message: Telemetry.Telemetry, ctx: DecodeContext): Variant | undefined {
  for (const { no, wireType, data } of message.$unknown ?? []) {
    const variant = telemetryVariants[no];
    if (variant === undefined || wireType !== WireType.LengthDelimited) continue;
    const bytes = new BinaryReader(data).bytes();
    const rows = ctx.samples.newerFields(variant);
    const fields = readMessage(EmptySchema, bytes);
    const { unknown, mistyped } = compareWithShape(bytes, shapeOfRows(rows));
    const stated = ctx.samples.readings(variant, undefined, fields);
    // A field without presence is never on the wire as 0.
    if (unknown || mistyped || [...stated.values()].includes(0)) return undefined;
    return { variant, readings: new Map([...rows.map(({ field }) => [field, 0] as const), ...stated]) };
  }
  return undefined;
}

/** The text a Linux node sends beside its numbers, as its owner configured it. */
function hostText({ variant }: Telemetry.Telemetry, ctx: DecodeContext): readonly MeshEvent[] {
  return variant.case === 'hostMetrics' ? textEvents('host', cleanText(variant.value.userString ?? ''), ctx) : [];
}

export const telemetry: PortDecoder = {
  port: Portnums.PortNum.TELEMETRY_APP,
  schema: Telemetry.TelemetrySchema,
  // Health and texts are stored only where that is configured, which does not apply to the raw payload.
  keepable: (payload) => withoutField(withoutField(payload, [HEALTH]), [HOST, HOST_TEXT]),
  decode(payload, ctx) {
    const message = readMessage(Telemetry.TelemetrySchema, payload);
    ctx.diagnostics.deviceTime(message.time);
    const found = knownVariant(message, ctx) ?? newerVariant(message, ctx);
    if (found) {
      return [...telemetryEvents(found.variant, found.readings, message.time, ctx), ...hostText(message, ctx)];
    }
    if ((message.$unknown ?? []).length > 0) ctx.diagnostics.keepPayload();
    return [];
  },
};
