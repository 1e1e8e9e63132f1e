import { EmptySchema } from '@bufbuild/protobuf/wkt';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { Portnums, Telemetry } from '@meshtastic/protobufs';
import type { TelemetryEvent, TelemetryVariant } from '../../model.js';
import { readMessage } from '../protobuf.js';
import { plausibleTime } from '../sanitize.js';
import type { Readings } from '../telemetry.js';
import type { DecodeContext, PortDecoder } from './port.js';

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

/** Messages whose fields have no presence: all zero means "not stated", as in a request. */
const withoutPresence = new Set<TelemetryVariant>(['local_stats', 'host']);

/** No event without a valid number: an empty variant is a request. Shared with the JSON topic. */
export function telemetryEvents(
  variant: TelemetryVariant,
  readings: Readings,
  time: number | undefined,
  ctx: DecodeContext,
): readonly TelemetryEvent[] {
  if (withoutPresence.has(variant) && [...readings.values()].every((value) => value === 0)) return [];
  const samples = ctx.samples.samples(variant, readings);
  if (samples.length === 0) return [];
  return [{ type: 'telemetry', variant, samples, deviceTime: plausibleTime(time, ctx.receivedAt) }];
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

/** A variant the installed protobufs do not know; its fields are found by number. */
function newerVariant(message: Telemetry.Telemetry, ctx: DecodeContext): Variant | undefined {
  for (const { no, wireType, data } of message.$unknown ?? []) {
    const variant = telemetryVariants[no];
    if (variant === undefined || wireType !== WireType.LengthDelimited) continue;
    const fields = readMessage(EmptySchema, new BinaryReader(data).bytes());
    return { variant, readings: ctx.samples.readings(variant, undefined, fields) };
  }
  return undefined;
}

export const telemetry: PortDecoder = {
  port: Portnums.PortNum.TELEMETRY_APP,
  decode(payload, ctx) {
    const message = readMessage(Telemetry.TelemetrySchema, payload);
    ctx.diagnostics.deviceTime(message.time);
    const found = knownVariant(message, ctx) ?? newerVariant(message, ctx);
    if (found) return telemetryEvents(found.variant, found.readings, message.time, ctx);
    if ((message.$unknown ?? []).length > 0) ctx.diagnostics.keepPayload();
    return [];
  },
};
