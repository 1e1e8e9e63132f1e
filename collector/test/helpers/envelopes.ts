/**
 * Builders of real MQTT messages: protobuf `ServiceEnvelope`s as a gateway publishes them, encrypted unless told
 * otherwise, and firmware JSON. Nothing here comes from the collector, so a mistake there cannot hide in a test.
 *
 *     const { topic, payload } = textEnvelope('hello', { from: 0xa1b2c3d4, gateway: 0x0badcafe, rxSnr: 6.25 });
 *     rawMessage(textEnvelope('hello'), { receivedAt: 1_767_225_612_000 });
 */
import { createCipheriv } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { Mesh, Mqtt, PaxCount, Portnums, StoreForward, Telemetry } from '@meshtastic/protobufs';
import type { RawMessage, UnixMillis } from '../../src/model.js';

/** One MQTT message. */
export interface Envelope {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface EnvelopeOptions {
  /** Origin. Default !a1b2c3d4. */
  readonly from?: number;
  /** Default broadcast. */
  readonly to?: number;
  /** Default: a new id per envelope (1, 2, 3 …, counted per test file). */
  readonly id?: number;
  /** Publishing node. Default !0badcafe. */
  readonly gateway?: number;
  /** Channel name. Default `LongFast`. */
  readonly channel?: string;
  /** Topic root. Default `msh/EU_868`. */
  readonly root?: string;
  /** Replaces the whole topic. */
  readonly topic?: string;
  /**
   * Expanded AES key of 16 or 32 bytes; `'default'` (the default) is Meshtastic's default key, `'none'` puts plain bytes
   * into the encrypted field, `'plaintext'` sends the packet decoded, as gateways with MQTT encryption off do.
   */
  readonly key?: Uint8Array | 'default' | 'none' | 'plaintext';
  /** Header value of `channel`; default: the channel hash, or 0 when decoded. */
  readonly channelField?: number;
  /** Seconds. Default 0: the gateway has no clock. */
  readonly rxTime?: number;
  readonly rxSnr?: number;
  readonly rxRssi?: number;
  /** Default 2 of 3: one hop away. */
  readonly hopLimit?: number;
  readonly hopStart?: number;
  readonly relayNode?: number;
  readonly transport?: number;
  readonly priority?: number;
  readonly wantAck?: boolean;
  readonly viaMqtt?: boolean;
  readonly pkiEncrypted?: boolean;
  readonly wantResponse?: boolean;
  readonly requestId?: number;
  readonly replyId?: number;
  readonly emoji?: number;
  /** Data.bitfield; default 1 (OK to MQTT); null leaves it out, as firmware before 2.5 does. */
  readonly bitfield?: number | null;
}

export const DEFAULT_KEY = Uint8Array.from(Buffer.from('1PG7OiApB1nwvP+rz05pAQ==', 'base64'));
export const ORIGIN = 0xa1b2c3d4;
export const GATEWAY = 0x0badcafe;

const BROADCAST = 0xffffffff;
let lastId = 0;

export const nodeIdText = (num: number): string => `!${(num >>> 0).toString(16).padStart(8, '0')}`;

const xor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** AES-CTR with Meshtastic's nonce: packet id and origin, little endian, each in 8 bytes. */
export function encryptPayload(plain: Uint8Array, key: Uint8Array, id: number, from: number): Uint8Array {
  const nonce = Buffer.alloc(16);
  nonce.writeUInt32LE(id >>> 0, 0);
  nonce.writeUInt32LE(from >>> 0, 8);
  const cipher = createCipheriv(key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', key, nonce);
  return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final()]));
}

type PayloadVariant = NonNullable<MessageInitShape<typeof Mesh.MeshPacketSchema>['payloadVariant']>;

function payloadOf(
  data: Mesh.Data,
  id: number,
  from: number,
  channel: string,
  key: EnvelopeOptions['key'],
): [PayloadVariant, number] {
  if (key === 'plaintext') return [{ case: 'decoded', value: data }, 0];
  const plain = toBinary(Mesh.DataSchema, data);
  const nameHash = xor(Buffer.from(channel, 'utf8'));
  if (key === 'none') return [{ case: 'encrypted', value: plain }, nameHash];
  const bytes = key === undefined || key === 'default' ? DEFAULT_KEY : key;
  return [{ case: 'encrypted', value: encryptPayload(plain, bytes, id, from) }, nameHash ^ xor(bytes)];
}

/** Wraps a MeshPacket as the gateway would. */
export function packetEnvelope(
  packet: MessageInitShape<typeof Mesh.MeshPacketSchema>,
  options: EnvelopeOptions = {},
): Envelope {
  const channel = options.channel ?? 'LongFast';
  const gatewayId = nodeIdText(options.gateway ?? GATEWAY);
  const envelope = create(Mqtt.ServiceEnvelopeSchema, { packet, channelId: channel, gatewayId });
  return {
    topic: options.topic ?? `${options.root ?? 'msh/EU_868'}/2/e/${channel}/${gatewayId}`,
    payload: toBinary(Mqtt.ServiceEnvelopeSchema, envelope),
  };
}

/** Any payload on any port. */
export function dataEnvelope(portnum: number, payload: Uint8Array, options: EnvelopeOptions = {}): Envelope {
  const { from = ORIGIN, id = (lastId += 1) } = options;
  const data = create(Mesh.DataSchema, {
    portnum,
    payload,
    wantResponse: options.wantResponse ?? false,
    requestId: options.requestId ?? 0,
    replyId: options.replyId ?? 0,
    emoji: options.emoji ?? 0,
    ...(options.bitfield === null ? {} : { bitfield: options.bitfield ?? 1 }),
  });
  const [payloadVariant, channelField] = payloadOf(data, id, from, options.channel ?? 'LongFast', options.key);
  return packetEnvelope(
    {
      from,
      to: options.to ?? BROADCAST,
      id,
      channel: options.channelField ?? channelField,
      payloadVariant,
      rxTime: options.rxTime ?? 0,
      rxSnr: options.rxSnr ?? 6.25,
      rxRssi: options.rxRssi ?? -92,
      hopLimit: options.hopLimit ?? 2,
      hopStart: options.hopStart ?? 3,
      relayNode: options.relayNode ?? 0x10,
      transportMechanism: options.transport ?? 1,
      priority: options.priority ?? 0,
      wantAck: options.wantAck ?? false,
      viaMqtt: options.viaMqtt ?? false,
      pkiEncrypted: options.pkiEncrypted ?? false,
    },
    options,
  );
}

function protobufEnvelope<S extends DescMessage>(
  port: number,
  schema: S,
  init: MessageInitShape<S>,
  options?: EnvelopeOptions,
): Envelope {
  return dataEnvelope(port, toBinary(schema, create(schema, init)), options);
}

const { PortNum } = Portnums;

export const textEnvelope = (text: string, options?: EnvelopeOptions): Envelope =>
  dataEnvelope(PortNum.TEXT_MESSAGE_APP, Buffer.from(text, 'utf8'), options);

export const alertEnvelope = (text: string, options?: EnvelopeOptions): Envelope =>
  dataEnvelope(PortNum.ALERT_APP, Buffer.from(text, 'utf8'), options);

export const nodeInfoEnvelope = (user: MessageInitShape<typeof Mesh.UserSchema>, options?: EnvelopeOptions): Envelope =>
  protobufEnvelope(
    PortNum.NODEINFO_APP,
    Mesh.UserSchema,
    { id: nodeIdText(options?.from ?? ORIGIN), ...user },
    options,
  );

/** `latitude`/`longitude` in degrees; everything else as in the protobuf. */
export function positionEnvelope(
  position: MessageInitShape<typeof Mesh.PositionSchema> & { readonly latitude?: number; readonly longitude?: number },
  options?: EnvelopeOptions,
): Envelope {
  const { latitude, longitude, ...rest } = position;
  const init: MessageInitShape<typeof Mesh.PositionSchema> = {
    ...rest,
    ...(latitude === undefined ? {} : { latitudeI: Math.round(latitude * 1e7) }),
    ...(longitude === undefined ? {} : { longitudeI: Math.round(longitude * 1e7) }),
  };
  return protobufEnvelope(PortNum.POSITION_APP, Mesh.PositionSchema, init, options);
}

/** E.g. `telemetryEnvelope({ case: 'deviceMetrics', value: { batteryLevel: 87 } })`. */
export const telemetryEnvelope = (
  variant: NonNullable<MessageInitShape<typeof Telemetry.TelemetrySchema>['variant']>,
  options?: EnvelopeOptions & { readonly time?: number },
): Envelope =>
  protobufEnvelope(PortNum.TELEMETRY_APP, Telemetry.TelemetrySchema, { time: options?.time ?? 0, variant }, options);

export const neighborInfoEnvelope = (
  neighbors: readonly { readonly nodeId: number; readonly snr: number }[],
  options?: EnvelopeOptions,
): Envelope =>
  protobufEnvelope(
    PortNum.NEIGHBORINFO_APP,
    Mesh.NeighborInfoSchema,
    { nodeId: options?.from ?? ORIGIN, neighbors: [...neighbors] },
    options,
  );

/** SNR lists in quarter decibels, as on the wire. A reply needs `requestId`. */
export const tracerouteEnvelope = (
  route: MessageInitShape<typeof Mesh.RouteDiscoverySchema>,
  options?: EnvelopeOptions,
): Envelope => protobufEnvelope(PortNum.TRACEROUTE_APP, Mesh.RouteDiscoverySchema, route, options);

export const routingEnvelope = (error: Mesh.Routing_Error, options?: EnvelopeOptions): Envelope =>
  protobufEnvelope(
    PortNum.ROUTING_APP,
    Mesh.RoutingSchema,
    { variant: { case: 'errorReason', value: error } },
    options,
  );

export const waypointEnvelope = (
  waypoint: MessageInitShape<typeof Mesh.WaypointSchema>,
  options?: EnvelopeOptions,
): Envelope => protobufEnvelope(PortNum.WAYPOINT_APP, Mesh.WaypointSchema, waypoint, options);

export const paxcounterEnvelope = (
  count: MessageInitShape<typeof PaxCount.PaxcountSchema>,
  options?: EnvelopeOptions,
): Envelope => protobufEnvelope(PortNum.PAXCOUNTER_APP, PaxCount.PaxcountSchema, count, options);

export const storeForwardEnvelope = (
  message: MessageInitShape<typeof StoreForward.StoreAndForwardSchema>,
  options?: EnvelopeOptions,
): Envelope => protobufEnvelope(PortNum.STORE_FORWARD_APP, StoreForward.StoreAndForwardSchema, message, options);

/** As gateways send it: plain, from themselves, id 0, no reception fields, on a topic without a gateway level. */
export function mapReportEnvelope(
  report: MessageInitShape<typeof Mqtt.MapReportSchema>,
  options: EnvelopeOptions = {},
): Envelope {
  const gateway = options.gateway ?? options.from ?? GATEWAY;
  const payload = toBinary(Mqtt.MapReportSchema, create(Mqtt.MapReportSchema, report));
  return dataEnvelope(PortNum.MAP_REPORT_APP, payload, {
    key: 'plaintext',
    id: 0,
    rxSnr: 0,
    rxRssi: 0,
    hopLimit: 0,
    hopStart: 0,
    relayNode: 0,
    transport: 0,
    bitfield: null,
    topic: `${options.root ?? 'msh/EU_868'}/2/map/`,
    ...options,
    gateway,
    from: gateway,
  });
}

/** Firmware JSON on the `2/json` topic; `message` overrides or adds envelope keys. */
export function jsonEnvelope(
  type: string,
  payload: unknown,
  options: EnvelopeOptions = {},
  message: Readonly<Record<string, unknown>> = {},
): Envelope {
  const sender = nodeIdText(options.gateway ?? GATEWAY);
  const body = {
    id: options.id ?? (lastId += 1),
    from: options.from ?? ORIGIN,
    to: options.to ?? BROADCAST,
    channel: options.channelField ?? 0,
    type,
    sender,
    timestamp: options.rxTime ?? 0,
    rssi: options.rxRssi ?? -92,
    snr: options.rxSnr ?? 6.25,
    hops_away: 1,
    hop_start: options.hopStart ?? 3,
    payload,
    ...message,
  };
  return {
    topic: options.topic ?? `${options.root ?? 'msh/EU_868'}/2/json/${options.channel ?? 'LongFast'}/${sender}`,
    payload: new Uint8Array(Buffer.from(JSON.stringify(body), 'utf8')),
  };
}

/** Retained status of firmware up to 2.4. */
export const statEnvelope = (status: string, options: EnvelopeOptions = {}): Envelope => ({
  topic: options.topic ?? `${options.root ?? 'msh/EU_868'}/2/stat/${nodeIdText(options.gateway ?? GATEWAY)}`,
  payload: new Uint8Array(Buffer.from(status, 'utf8')),
});

/** The envelope as the transport hands it over. Received at 2026-01-01T00:00:12Z unless told otherwise. */
export function rawMessage(
  envelope: Envelope,
  overrides: Partial<Omit<RawMessage, 'receivedAt'>> & { readonly receivedAt?: number } = {},
): RawMessage {
  const { receivedAt = 1_767_225_612_000, ...rest } = overrides;
  return {
    broker: 'test',
    qos: 1,
    retained: false,
    redelivered: false,
    ...envelope,
    ...rest,
    receivedAt: receivedAt as UnixMillis,
  };
}
