/**
 * Copies of packets as gateways publish them: each packet by several gateways, each gateway in several forms.
 *
 *     const { packets, prelude } = meshTraffic();
 *     packets[0].copies // every copy of the first packet, as messages
 */
import { Mesh, Portnums, StoreForward } from '@meshtastic/protobufs';
import type { RawMessage } from '../../src/model.js';
import { dataEnvelope, jsonEnvelope, rawMessage, textEnvelope, type EnvelopeOptions } from './envelopes.js';
import * as envelopes from './envelopes.js';
import { HOUR_MS, T0 } from './ingested.js';

type Build = (options: EnvelopeOptions) => envelopes.Envelope;
type PrintJson = (options: EnvelopeOptions) => envelopes.Envelope;

export interface Packet {
  readonly name: string;
  readonly copies: readonly RawMessage[];
}

interface Kind {
  readonly name: string;
  /** The protobuf that this gateway publishes. Only traceroutes differ from gateway to gateway. */
  readonly build: (gateway: number) => Build;
  /** Firmware prints `""` for ports without a JSON form. */
  readonly json: PrintJson;
  readonly options?: EnvelopeOptions;
  /** Direct messages between two nodes' keys cannot be read in any form. */
  readonly isPki?: true;
}

const { PortNum } = Portnums;
const GATEWAYS = [0x50000001, 0x50000002, 0x50000003, 0x50000004] as const;
const RELAY = 0x60000001;
const RELAY_2 = 0x60000002;
const TARGET = 0x61000001;
export const HIDDEN_CHANNEL = 'Hikers';
/** A channel whose key the collector does not have. */
export const HIDDEN_KEY = Uint8Array.from(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'));

const json =
  (type: string, payload: unknown): PrintJson =>
  (options) =>
    jsonEnvelope(type, payload, options);
const waypointOf = ({ from = 0 }: EnvelopeOptions) => from & 0xffff;
const emptyJson: PrintJson = (options) => jsonEnvelope('', undefined, options);
const always =
  (build: Build): Kind['build'] =>
  () =>
    build;

const telemetry = (variant: Parameters<typeof envelopes.telemetryEnvelope>[0]): Kind['build'] =>
  always((options) => envelopes.telemetryEnvelope(variant, options));

const KINDS: readonly Kind[] = [
  { name: 'text', build: always((o) => textEnvelope('Hello 👋 hill', o)), json: json('text', { text: 'Hello  hill' }) },
  { name: 'number as text', build: always((o) => textEnvelope('73.50', o)), json: json('text', 73.5) },
  {
    name: 'reaction',
    build: always((o) => textEnvelope('👍', { ...o, emoji: 1, replyId: 77 })),
    json: json('text', { text: '\0\0' }),
  },
  { name: 'alert', build: always((o) => envelopes.alertEnvelope('Fire', o)), json: emptyJson },
  {
    name: 'node info',
    build: always((o) =>
      envelopes.nodeInfoEnvelope(
        {
          longName: 'Café 7',
          shortName: 'C7',
          hwModel: 43,
          role: 2,
          publicKey: new Uint8Array(32).fill((o.from ?? 0) & 0xff),
        },
        o,
      ),
    ),
    json: json('nodeinfo', { id: '!x', longname: 'Caf 7', shortname: 'C7', hardware: 43, role: 2 }),
  },
  {
    name: 'position',
    build: always((o) =>
      envelopes.positionEnvelope({ latitude: 47.5, longitude: 8.5, altitude: 400, precisionBits: 13, PDOP: 120 }, o),
    ),
    json: json('position', { latitude_i: 475000000, longitude_i: 85000000, altitude: 400 }),
  },
  {
    name: 'device telemetry',
    build: telemetry({ case: 'deviceMetrics', value: { batteryLevel: 80, voltage: 3.92, uptimeSeconds: 9000 } }),
    json: json('telemetry', {
      battery_level: 80,
      voltage: 3,
      channel_utilization: 0,
      air_util_tx: 0,
      uptime_seconds: 9000,
    }),
  },
  {
    name: 'environment telemetry',
    build: telemetry({ case: 'environmentMetrics', value: { temperature: 21.53, relativeHumidity: 40 } }),
    json: json('telemetry', { temperature: 21, relative_humidity: 40, iaq: 0, wind_speed: 0, lux: 0 }),
  },
  {
    name: 'power telemetry',
    build: telemetry({ case: 'powerMetrics', value: { ch1Voltage: 12.5, ch1Current: 250 } }),
    json: json('telemetry', { voltage_ch1: 12.5, current_ch1: 250, voltage_ch2: 0, current_ch2: 0 }),
  },
  {
    name: 'air quality telemetry',
    build: telemetry({ case: 'airQualityMetrics', value: { co2: 600 } }),
    json: json('telemetry', { co2: 600, pm10: 0, pm25: 0 }),
  },
  {
    name: 'local statistics',
    build: telemetry({ case: 'localStats', value: { uptimeSeconds: 500, numPacketsTx: 7, numPacketsRx: 9 } }),
    json: emptyJson,
  },
  {
    name: 'host metrics',
    build: telemetry({ case: 'hostMetrics', value: { uptimeSeconds: 5000, freememBytes: 9_000n, load1: 20 } }),
    json: emptyJson,
  },
  {
    name: 'neighbor info',
    build: always((o) =>
      envelopes.neighborInfoEnvelope(
        [
          { nodeId: RELAY, snr: -12.75 },
          { nodeId: RELAY_2, snr: 3.5 },
        ],
        o,
      ),
    ),
    json: (o) =>
      jsonEnvelope(
        'neighborinfo',
        {
          node_id: o.from,
          neighbors: [
            { node_id: RELAY, snr: -12 },
            { node_id: RELAY_2, snr: 3 },
          ],
        },
        o,
      ),
  },
  {
    // On its way: each gateway appended itself and its reading.
    name: 'traceroute request',
    options: { to: TARGET, wantResponse: true },
    build: (gateway) => (o) =>
      envelopes.tracerouteEnvelope(
        gateway === GATEWAYS[0]
          ? { route: [gateway], snrTowards: [8] }
          : { route: [RELAY + 0x100, gateway], snrTowards: [12, 4] },
        o,
      ),
    json: emptyJson,
  },
  {
    name: 'traceroute request at its target',
    options: { to: GATEWAYS[1], wantResponse: true },
    build: (gateway) => (o) =>
      envelopes.tracerouteEnvelope(
        gateway === GATEWAYS[1]
          ? { route: [RELAY + 0x200], snrTowards: [12, 20] }
          : { route: [RELAY + 0x200, gateway], snrTowards: [12, 4] },
        o,
      ),
    json: emptyJson,
  },
  {
    name: 'traceroute reply',
    options: { to: TARGET + 1, requestId: 99 },
    build: (gateway) => (o) =>
      envelopes.tracerouteEnvelope(
        {
          route: [RELAY + 0x300],
          snrTowards: [12, 20],
          ...(gateway === GATEWAYS[0]
            ? { routeBack: [gateway], snrBack: [3] }
            : { routeBack: [RELAY + 0x300, gateway], snrBack: [8, 4] }),
        },
        o,
      ),
    json: json('traceroute', {
      route: ['Alpha', 'Bravo', 'Charlie'],
      route_back: ['Charlie', 'Bravo', 'Delta', 'Alpha'],
      snr_back: [2],
      snr_towards: [3, 5],
    }),
  },
  {
    name: 'routing acknowledgement',
    options: { to: TARGET, requestId: 55 },
    build: always((o) => envelopes.routingEnvelope(Mesh.Routing_Error.NONE, o)),
    json: emptyJson,
  },
  {
    name: 'waypoint',
    build: always((o) =>
      envelopes.waypointEnvelope(
        {
          id: waypointOf(o),
          latitudeI: 470000000,
          longitudeI: 80000000,
          expire: 2_000_000_000,
          name: 'Hut 🏠',
          description: 'Dry',
          icon: 0x1f3e0,
        },
        o,
      ),
    ),
    json: (o) =>
      jsonEnvelope(
        'waypoint',
        {
          id: waypointOf(o),
          latitude_i: 470000000,
          longitude_i: 80000000,
          expire: 2_000_000_000,
          name: 'Hut ',
          description: 'Dry',
          locked_to: 0,
        },
        o,
      ),
  },
  {
    name: 'paxcounter',
    build: always((o) => envelopes.paxcounterEnvelope({ wifi: 12, ble: 7, uptime: 3600 }, o)),
    json: json('paxcounter', { wifi_count: 12, ble_count: 7, uptime: 3600 }),
  },
  {
    name: 'store and forward',
    build: always((o) =>
      envelopes.storeForwardEnvelope(
        {
          rr: StoreForward.StoreAndForward_RequestResponse.ROUTER_STATS,
          variant: { case: 'stats', value: { messagesTotal: 9, messagesSaved: 4 } },
        },
        o,
      ),
    ),
    json: emptyJson,
  },
  { name: 'unknown port', build: always((o) => dataEnvelope(300, Uint8Array.of(1, 2, 3), o)), json: emptyJson },
  {
    name: 'redacted port',
    build: always((o) => dataEnvelope(PortNum.ADMIN_APP, Uint8Array.of(8, 1), o)),
    json: emptyJson,
  },
  {
    name: 'request without a payload',
    options: { to: TARGET, wantResponse: true },
    build: always((o) => dataEnvelope(PortNum.POSITION_APP, new Uint8Array(), o)),
    json: emptyJson,
  },
  {
    name: 'direct message between two keys',
    isPki: true,
    options: { to: TARGET, wantAck: true },
    build: always((o) =>
      dataEnvelope(PortNum.TEXT_MESSAGE_APP, Buffer.from('secret words, quite long'), {
        ...o,
        channel: 'PKI',
        channelField: 0,
        key: HIDDEN_KEY,
        pkiEncrypted: true,
      }),
    ),
    json: (o) => jsonEnvelope('', undefined, { ...o, channel: 'PKI' }),
  },
];

/** Topics through which the same message comes twice. */
const BRIDGED = 'bridge/msh/EU_868';

interface Place {
  readonly id: number;
  readonly from: number;
  readonly channel: string;
  /** `undefined`: the default key, which the collector has. */
  readonly key: Uint8Array | undefined;
}

/** Every copy of one packet: by four gateways encrypted or decoded, some as JSON too, one through a bridge too. */
function copiesOf(kind: Kind, { id, from, channel, key }: Place): RawMessage[] {
  const at = T0 + id * 60_000;
  return GATEWAYS.flatMap((gateway, index) => {
    const options: EnvelopeOptions = {
      ...kind.options,
      id,
      from,
      gateway,
      channel,
      hopStart: 3,
      hopLimit: index < 2 ? 3 : 2,
      relayNode: index < 2 ? 0 : 0x70 + index,
      rxSnr: 6.25 - index,
      rxRssi: -80 - index,
    };
    const build = kind.build(gateway);
    const encrypted = build({ ...options, ...(key === undefined ? {} : { key }) });
    const decoded = build({ ...options, key: 'plaintext', bitfield: index === 1 ? null : 1 });
    const printed = kind.json({ ...options });
    const forms =
      kind.isPki === true
        ? [[encrypted, printed], [encrypted], [printed], [encrypted]]
        : [[encrypted, printed], [decoded, printed], [printed], [encrypted, decoded]];
    const published = forms[index] ?? [];
    const bridged = index === 0 ? [build({ ...options, ...(key === undefined ? {} : { key }), root: BRIDGED })] : [];
    return [...published, ...bridged].map((envelope, form) =>
      rawMessage(envelope, { receivedAt: at + index * 700 + form * 150 }),
    );
  });
}

/** A packet of every kind, on a channel that can be read and on one that cannot; each has a sender of its own. */
export function meshTraffic(): { readonly packets: readonly Packet[]; readonly prelude: readonly RawMessage[] } {
  const places = KINDS.flatMap((kind, index): [string, Kind, Place][] => {
    const open = { id: 100 + 2 * index, from: 0x71000001 + 2 * index, channel: 'LongFast', key: undefined };
    if (kind.isPki === true) return [[kind.name, kind, open]];
    const hidden = { id: open.id + 1, from: open.from + 1, channel: HIDDEN_CHANNEL, key: HIDDEN_KEY };
    return [
      [kind.name, kind, open],
      [`${kind.name}, encrypted with an unknown key`, kind, hidden],
    ];
  });
  const packets = places.map(([name, kind, place]) => ({ name, copies: copiesOf(kind, place) }));
  return { packets, prelude: places.flatMap(([, , place], index) => preludeOf(place, index)) };
}

/** Messages from before: the nodes and gateways, and a battery reading of each. */
function preludeOf({ from, channel }: Place, index: number): RawMessage[] {
  const receivedAt = T0 - 2 * HOUR_MS + index * 1000;
  const value = { batteryLevel: 60, voltage: 3.7, uptimeSeconds: 100 };
  const own = { from, channel, key: 'plaintext', id: 5000 + index } as const;
  return GATEWAYS.map((gateway, place) =>
    rawMessage(envelopes.telemetryEnvelope({ case: 'deviceMetrics', value }, { ...own, gateway }), {
      receivedAt: receivedAt + place,
    }),
  );
}
