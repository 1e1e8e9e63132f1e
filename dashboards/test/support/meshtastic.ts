/** Packets as gateways publish them over MQTT: `ServiceEnvelope`s of Meshtastic's protobufs, written out by hand. */
import { bytes, fixed32, float, message, uint32 } from './protobuf.js';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

const BROADCAST = 0xffffffff;
const PORT = { text: 1, nodeInfo: 4, telemetry: 67, mapReport: 73 } as const;
export const ROLE = { client: 0, router: 2, sensor: 6 } as const;
export const REGION = { EU_868: 3, UA_868: 15, EU_866: 29 } as const;

export const idOf = (node: number) => `!${node.toString(16).padStart(8, '0')}`;

let lastId = Math.floor(Math.random() * 0x7fffffff);

export interface Hearing {
  readonly from: number;
  readonly gateway: number;
  readonly channel?: string;
  /** dB at the gateway; left out when the gateway speaks of itself. */
  readonly snr?: number;
}

function envelope(
  { from, gateway, channel = 'LongFast', snr }: Hearing,
  content: ReturnType<typeof bytes>,
): MqttMessage {
  lastId = (lastId + 1) >>> 0;
  const direct = snr === undefined ? [] : [float(8, snr), uint32(9, 3), uint32(15, 3)];
  const packet = message(fixed32(1, from), fixed32(2, BROADCAST), content, fixed32(6, lastId), ...direct);
  return {
    topic: `msh/EU_868/2/e/${channel}/${idOf(gateway)}`,
    payload: message(bytes(1, packet), bytes(2, channel), bytes(3, idOf(gateway))),
  };
}

const plain = (hearing: Hearing, port: number, payload: Buffer) =>
  envelope(hearing, bytes(4, message(uint32(1, port), bytes(2, payload), uint32(9, 1))));

export const text = (hearing: Hearing, words: string): MqttMessage => plain(hearing, PORT.text, Buffer.from(words));

export interface DeviceMetrics {
  /** Per cent; above 100 = external power. */
  readonly battery: number;
  readonly channelUtilization: number;
  readonly airUtilTx: number;
  readonly uptimeSeconds: number;
}

export function deviceMetrics(hearing: Hearing, metrics: DeviceMetrics): MqttMessage {
  const device = message(
    uint32(1, metrics.battery),
    float(2, 3.9),
    float(3, metrics.channelUtilization),
    float(4, metrics.airUtilTx),
    uint32(5, metrics.uptimeSeconds),
  );
  return plain(hearing, PORT.telemetry, message(bytes(2, device)));
}

export interface User {
  readonly longName: string;
  readonly role: number;
  readonly publicKey: Uint8Array;
}

export function nodeInfo(hearing: Hearing, { longName, role, publicKey }: User): MqttMessage {
  const user = message(
    bytes(1, idOf(hearing.from)),
    bytes(2, longName),
    bytes(3, longName.slice(0, 4)),
    uint32(5, 9),
    uint32(7, role),
    bytes(8, publicKey),
  );
  return plain(hearing, PORT.nodeInfo, user);
}

/** Gateways say of themselves where in the world, and so under which rules, they transmit. */
export function mapReport(gateway: number, { longName, role }: User, region: number): MqttMessage {
  const report = message(
    bytes(1, longName),
    bytes(2, longName.slice(0, 4)),
    uint32(3, role),
    uint32(4, 9),
    bytes(5, '2.7.15'),
    uint32(6, region),
  );
  const { payload } = plain({ from: gateway, gateway }, PORT.mapReport, report);
  return { topic: 'msh/EU_868/2/map/', payload };
}

/** Nobody here has the key. */
export function unreadable(hearing: Hearing): MqttMessage {
  const noise = Buffer.from(`${hearing.channel ?? ''} ${String(lastId)} nobody can read this`);
  const { topic, payload } = envelope(hearing, bytes(5, noise));
  return { topic, payload };
}
