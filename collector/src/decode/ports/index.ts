/**
 * The decoder of each port. CONTRIBUTING.md shows how to add one. Every other port number is counted and its raw payload
 * kept (`not_decoded`), except the ones below.
 */
import { Portnums } from '@meshtastic/protobufs';
import type { Mesh } from '@meshtastic/protobufs';
import type { MeshEvent, PayloadStatus } from '../../model.js';
import { compareWithShape, type WireComparison } from '../message-shape.js';
import { isUtf8, UndecodableError } from '../protobuf.js';
import { mapReport } from './map-report.js';
import { meshBeacon } from './mesh-beacon.js';
import { neighborInfo } from './neighbor-info.js';
import { nodeInfo } from './node-info.js';
import { nodeStatus } from './node-status.js';
import { paxcounter } from './paxcounter.js';
import type { DecodeContext, PortDecoder } from './port.js';
import { position } from './position.js';
import { routing } from './routing.js';
import { storeForward } from './store-forward.js';
import { telemetry } from './telemetry.js';
import { textPorts } from './text.js';
import { traceroute } from './traceroute.js';
import { waypoint } from './waypoint.js';

const { PortNum } = Portnums;

export const portDecoders: readonly PortDecoder[] = [
  ...textPorts,
  position,
  nodeInfo,
  routing,
  waypoint,
  paxcounter,
  nodeStatus,
  meshBeacon,
  storeForward,
  telemetry,
  traceroute,
  neighborInfo,
  mapReport,
];

/**
 * Control traffic, secrets and private data: counted, neither decoded nor kept.
 */
export const redactedPorts: ReadonlySet<number> = new Set([
  PortNum.ADMIN_APP,
  PortNum.AUDIO_APP, // voices
  PortNum.KEY_VERIFICATION_APP,
  13, // REMOTE_SHELL_APP
  PortNum.IP_TUNNEL_APP, // network traffic of people
  PortNum.STORE_FORWARD_PLUSPLUS_APP, // other packets, still encrypted
  PortNum.ATAK_PLUGIN, // positions of people
  78, // ATAK_PLUGIN_V2
  PortNum.ATAK_FORWARDER,
]);

/** Ports whose payload may hold a key beside what we read: not kept even when it does not decode. */
const neverKept: ReadonlySet<number> = new Set([meshBeacon.port]);

const decoderByPort = new Map(portDecoders.map((decoder) => [decoder.port, decoder]));
const textPortNumbers: ReadonlySet<number> = new Set(textPorts.map(({ port }) => port));

export interface DecodedPayload {
  readonly status: PayloadStatus;
  readonly events: readonly MeshEvent[];
  /** Bytes that are kept although the payload was decoded: it has fields nobody here knows. */
  readonly kept?: Uint8Array | null;
}

/** Never throws UndecodableError: that is a status. */
export function decodePayload(data: Mesh.Data, ctx: DecodeContext): DecodedPayload {
  if (redactedPorts.has(data.portnum)) return { status: 'redacted', events: [] };
  const decoder = decoderByPort.get(data.portnum);
  if (!decoder) return { status: 'not_decoded', events: [] };
  try {
    const hasUnknownFields = checkFields(decoder, data.payload, ctx);
    const events = decoder.decode(data.payload, ctx);
    if (!hasUnknownFields) return { status: 'decoded', events };
    ctx.diagnostics.flag('unknown_fields');
    return { status: 'decoded', events, kept: keepablePart(data, { events }) };
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return { status: neverKept.has(data.portnum) ? 'redacted' : 'undecodable', events: [] };
  }
}

/** The part of a decoded payload that may be kept as bytes; null = none. */
export function keepablePart(data: Mesh.Data, { events }: Pick<DecodedPayload, 'events'>): Uint8Array | null {
  const decoder = decoderByPort.get(data.portnum);
  if (decoder?.schema === undefined) return null;
  return decoder.keepable === undefined ? data.payload : decoder.keepable(data.payload, events);
}

/**
 * True when the payload has fields its message does not have.
 * @throws UndecodableError when a field has another type than the message prescribes, or the bytes are no message.
 */
function checkFields({ schema }: PortDecoder, payload: Uint8Array, ctx: DecodeContext): boolean {
  if (schema === undefined) return false;
  let comparison: WireComparison;
  try {
    comparison = compareWithShape(payload, ctx.samples.shapeOf(schema));
  } catch (error) {
    throw new UndecodableError(`not a ${schema.typeName}`, { cause: error });
  }
  if (comparison.mistyped) throw new UndecodableError(`not a ${schema.typeName}: a field has another type`);
  return comparison.unknown;
}

/** True for an event that only says that nothing is known. */
const isEmpty = (event: MeshEvent) => event.type === 'telemetry' && event.samples.length === 0;

/** Stricter than decoding: true when the payload has content, in the form its port prescribes. */
export function payloadMakesSense(data: Mesh.Data, ctx: DecodeContext): boolean {
  if (textPortNumbers.has(data.portnum) && !isUtf8(data.payload)) return false;
  const { status, events } = decodePayload(data, ctx);
  return status === 'decoded' && events.some((event) => !isEmpty(event));
}
