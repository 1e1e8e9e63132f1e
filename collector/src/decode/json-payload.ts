/** Payloads of the JSON topic, per `type`. Field names differ from the protobuf's. */
import { Portnums } from '@meshtastic/protobufs';
import { BROADCAST } from '../model.js';
import type { MeshEvent, NodeNum, TelemetryVariant } from '../model.js';
import { keysWithoutPresence } from './json-absent.js';
import { isObject, numberAt, readingAt, textAt, uint32At, valueAt } from './json-value.js';
import type { JsonObject } from './json-value.js';
import { neighborInfoEvents } from './ports/neighbor-info.js';
import { nodeInfoEvent } from './ports/node-info.js';
import type { DecodeContext } from './ports/port.js';
import { positionEvents } from './ports/position.js';
import { telemetryEvents } from './ports/telemetry.js';
import { textEvents } from './ports/text.js';
import { hopsAlong } from './ports/traceroute.js';
import { waypointEvent } from './ports/waypoint.js';
import { UndecodableError } from './protobuf.js';
import { judgeReading, signalLimits } from './readings.js';
import { cleanText } from './sanitize.js';

const { PortNum } = Portnums;

export interface JsonType {
  readonly port: number;
  /** undefined: counted only. Throws UndecodableError when the payload is not what the type prescribes. */
  readonly decode?: (payload: unknown, ctx: DecodeContext) => readonly MeshEvent[];
}

function objectOf(payload: unknown): JsonObject {
  if (isObject(payload)) return payload;
  throw new UndecodableError('the JSON payload is not an object');
}

/** A text that is itself JSON arrives parsed: for a typed 73 the payload is the number. */
function textOf(payload: unknown): string {
  if (payload === undefined) throw new UndecodableError('the JSON message has no payload');
  if (typeof payload === 'string') return payload;
  const text = isObject(payload) ? textAt(payload, 'text') : undefined;
  return text ?? JSON.stringify(payload);
}

/** Telemetry kinds are not labeled. */
function variantOf(keys: readonly string[]): TelemetryVariant {
  const some = (pattern: RegExp): boolean => keys.some((key) => pattern.test(key));
  if (some(/^(?:voltage|current)_ch\d$/)) return 'power';
  if (some(/^(?:battery_level|channel_utilization|air_util_tx|uptime_seconds)$/)) return 'device';
  if (some(/^(?:pm\d|co2|form_)/)) return 'air_quality';
  return 'environment';
}

/** JSON key → protobuf field, where they differ. */
function fieldOf(key: string): string {
  const channel = /^(voltage|current)_(ch\d)$/.exec(key);
  if (channel) return `${channel[2] ?? ''}_${channel[1] ?? ''}`;
  const particles = /^(pm(?:10|25|100))(_e)?$/.exec(key);
  return particles ? `${particles[1] ?? ''}_${particles[2] === undefined ? 'standard' : 'environmental'}` : key;
}

function telemetry(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const keys = Object.keys(object);
  const variant = variantOf(keys);
  const withoutPresence = keysWithoutPresence(variant, keys);
  const readings = keys.flatMap((key): [string, number][] => {
    const value = readingAt(object, key);
    return value === undefined || (value === 0 && withoutPresence.has(key)) ? [] : [[fieldOf(key), value]];
  });
  return telemetryEvents(variant, new Map(readings), undefined, ctx);
}

function nodeInfo(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const user = {
    id: textAt(object, 'id') ?? '',
    longName: textAt(object, 'longname') ?? '',
    shortName: textAt(object, 'shortname') ?? '',
    hwModel: uint32At(object, 'hardware') ?? 0,
    role: uint32At(object, 'role'),
  };
  return [nodeInfoEvent(user, 'json', ctx)];
}

function waypoint(payload: unknown): readonly MeshEvent[] {
  const object = objectOf(payload);
  const id = uint32At(object, 'id');
  if (id === undefined) throw new UndecodableError('the JSON waypoint has no id');
  return [
    waypointEvent({
      id,
      latitudeI: numberAt(object, 'latitude_i'),
      longitudeI: numberAt(object, 'longitude_i'),
      expire: uint32At(object, 'expire') ?? 0,
      lockedTo: uint32At(object, 'locked_to') ?? 0,
      name: textAt(object, 'name') ?? '',
      description: textAt(object, 'description') ?? '',
      icon: 0,
    }),
  ];
}

/** Firmware before 2.5.5 labels waypoints "position". */
export const isWaypoint = (payload: unknown): boolean =>
  isObject(payload) && ['expire', 'name', 'locked_to'].some((key) => Object.hasOwn(payload, key));

function position(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const at = (key: string): number | undefined => readingAt(object, key);
  const fields = {
    latitudeI: at('latitude_i'),
    longitudeI: at('longitude_i'),
    altitude: at('altitude'),
    time: numberAt(object, 'time'),
    timestamp: numberAt(object, 'timestamp'),
    PDOP: at('PDOP'),
    HDOP: at('HDOP'),
    VDOP: at('VDOP'),
    groundSpeed: at('ground_speed'),
    groundTrack: at('ground_track'),
    satsInView: at('sats_in_view'),
    precisionBits: numberAt(object, 'precision_bits'),
  };
  return positionEvents(fields, 'json', ctx);
}

function neighborInfo(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const list = valueAt(object, 'neighbors');
  if (!Array.isArray(list)) throw new UndecodableError('the JSON neighbor list is not a list');
  const neighbors = list.filter(isObject).map((entry) => ({
    nodeId: uint32At(entry, 'node_id') ?? 0,
    snr: readingAt(entry, 'snr'),
  }));
  return neighborInfoEvents({ nodeId: uint32At(object, 'node_id') ?? 0, neighbors }, ctx);
}

/** Nodes are given by long name, which identifies no node: only their number and the two ends are known. */
function wayOf(start: NodeNum, object: JsonObject, listKey: string, snrKey: string, end: NodeNum) {
  const names = valueAt(object, listKey);
  const readings = valueAt(object, snrKey);
  const count = Array.isArray(names) ? names.length : 0;
  const list: readonly unknown[] = Array.isArray(readings) ? readings : [];
  const snr = list.map((value) =>
    typeof value === 'number' && value > -32 ? judgeReading(value, signalLimits.snr).value : null,
  );
  const nodes = Array.from({ length: Math.max(0, count - 2) }, () => BROADCAST);
  const isWhole = count >= 2 && snr.length === count - 1;
  return { nodes, snr, isWhole, hops: isWhole ? hopsAlong([start, ...nodes, end], snr) : [] };
}

function traceroute(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const there = wayOf(ctx.to, object, 'route', 'snr_towards', ctx.from);
  const back = wayOf(ctx.from, object, 'route_back', 'snr_back', ctx.to);
  return [
    {
      type: 'traceroute',
      kind: 'reply', // requests have no JSON form
      origin: ctx.to,
      target: ctx.from,
      requestId: null,
      route: there.nodes,
      snrTowards: there.snr,
      routeBack: back.nodes,
      snrBack: back.snr,
      hops: [...there.hops, ...back.hops],
      complete: there.isWhole,
    },
  ];
}

function paxcounter(payload: unknown, ctx: DecodeContext): readonly MeshEvent[] {
  const object = objectOf(payload);
  const keys = { wifi_count: 'wifi', ble_count: 'ble', uptime: 'uptime_seconds' };
  const readings = Object.entries(keys).flatMap(([key, field]): [string, number][] => {
    const value = readingAt(object, key);
    return value === undefined ? [] : [[field, value]];
  });
  return telemetryEvents('paxcounter', new Map(readings), undefined, ctx);
}

const jsonTypes: ReadonlyMap<string, JsonType> = new Map<string, JsonType>([
  ['text', { port: PortNum.TEXT_MESSAGE_APP, decode: (p, ctx) => textEvents('text', cleanText(textOf(p)), ctx) }],
  [
    'detection',
    { port: PortNum.DETECTION_SENSOR_APP, decode: (p, ctx) => textEvents('detection', cleanText(textOf(p)), ctx) },
  ],
  ['telemetry', { port: PortNum.TELEMETRY_APP, decode: telemetry }],
  ['nodeinfo', { port: PortNum.NODEINFO_APP, decode: nodeInfo }],
  ['position', { port: PortNum.POSITION_APP, decode: position }],
  ['waypoint', { port: PortNum.WAYPOINT_APP, decode: waypoint }],
  ['neighborinfo', { port: PortNum.NEIGHBORINFO_APP, decode: neighborInfo }],
  ['traceroute', { port: PortNum.TRACEROUTE_APP, decode: traceroute }],
  ['paxcounter', { port: PortNum.PAXCOUNTER_APP, decode: paxcounter }],
  ['gpios_changed', { port: PortNum.REMOTE_HARDWARE_APP }],
  ['gpios_read_reply', { port: PortNum.REMOTE_HARDWARE_APP }],
]);

/** The port behind a JSON `type`; undefined for `""` (every port without a JSON form) and for unknown types. */
export function jsonType(type: string, payload: unknown): JsonType | undefined {
  return jsonTypes.get(type === 'position' && isWaypoint(payload) ? 'waypoint' : type);
}
