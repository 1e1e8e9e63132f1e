import { create, toBinary } from '@bufbuild/protobuf';
import { Config, Mesh, Mqtt, Portnums, Telemetry } from '@meshtastic/protobufs';
import { formatNodeId, type NodeId } from '@mesh-observatory/contract/node-id';
import { type ChannelCipher, createChannelCipher } from './channel-cipher.js';
import { PRIMARY, ROOT_TOPIC } from './channels.js';
import { createRandom, type Random } from './prng.js';
import { CENTER } from './region.js';

export interface LoadOptions {
  readonly nodes: number;
  readonly gateways: number;
  /** Unique packets per second: spaces the timestamps. The publisher has to pace them. */
  readonly ratePerSecond: number;
  /** Share of packets (0–1) that a second gateway hears, too. */
  readonly duplicateShare: number;
  readonly seed: number;
  /** Time of the first packet. Without it devices have no clock: every timestamp is 0, which is legal. */
  readonly startAt?: number;
}

/** One message to publish. */
export interface LoadMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly fromId: NodeId;
  readonly packetId: number;
  readonly portnum: number;
  /** True for the second gateway's copy of the packet before. */
  readonly copy: boolean;
}

interface LoadNode {
  readonly num: number;
  readonly id: NodeId;
  readonly user: Uint8Array;
  readonly latitudeI: number;
  readonly longitudeI: number;
  packetCounter: number;
}

interface Payload {
  readonly portnum: number;
  readonly bytes: Uint8Array;
}

const PortNum = Portnums.PortNum;
const LORA = Mesh.MeshPacket_TransportMechanism.TRANSPORT_LORA;
/** Half a degree each way around the center. */
const SPREAD_E7 = 5_000_000;
const HOP_START = 3;

function createNode(index: number, random: Random): LoadNode {
  // Neighboring numbers with a random start are unique without keeping a set.
  const num = (0x4d00_0000 + index * 2654 + random.integer(0, 2653)) >>> 0;
  const id = formatNodeId(num);
  const user = create(Mesh.UserSchema, {
    id,
    longName: `Load ${id.slice(1)} (sim)`,
    shortName: id.slice(-4),
    hwModel: Mesh.HardwareModel.HELTEC_V3,
    role: Config.Config_DeviceConfig_Role.CLIENT,
    publicKey: random.bytes(32),
  });
  return {
    num,
    id,
    user: toBinary(Mesh.UserSchema, user),
    latitudeI: Math.round(CENTER.latitude * 1e7) + random.integer(-SPREAD_E7, SPREAD_E7),
    longitudeI: Math.round(CENTER.longitude * 1e7) + random.integer(-SPREAD_E7, SPREAD_E7),
    packetCounter: random.integer(0, 1023),
  };
}

function position(node: LoadNode, seconds: number, random: Random): Payload {
  const message = create(Mesh.PositionSchema, {
    latitudeI: node.latitudeI + random.integer(-2000, 2000),
    longitudeI: node.longitudeI + random.integer(-2000, 2000),
    altitude: random.integer(200, 900),
    time: seconds,
    satsInView: random.integer(4, 14),
    precisionBits: 32,
  });
  return { portnum: PortNum.POSITION_APP, bytes: toBinary(Mesh.PositionSchema, message) };
}

function deviceMetrics(seconds: number, random: Random): Payload {
  const message = create(Telemetry.TelemetrySchema, {
    time: seconds,
    variant: {
      case: 'deviceMetrics',
      value: {
        batteryLevel: random.integer(5, 101),
        voltage: random.between(3.4, 4.2),
        channelUtilization: random.between(0, 30),
        airUtilTx: random.between(0, 6),
        uptimeSeconds: random.integer(60, 5_000_000),
      },
    },
  });
  return { portnum: PortNum.TELEMETRY_APP, bytes: toBinary(Telemetry.TelemetrySchema, message) };
}

function environmentMetrics(seconds: number, random: Random): Payload {
  const message = create(Telemetry.TelemetrySchema, {
    time: seconds,
    variant: {
      case: 'environmentMetrics',
      value: {
        temperature: random.between(-10, 35),
        relativeHumidity: random.between(20, 99),
        barometricPressure: random.between(960, 1035),
      },
    },
  });
  return { portnum: PortNum.TELEMETRY_APP, bytes: toBinary(Telemetry.TelemetrySchema, message) };
}

/** A busy mesh's mix: mostly positions and telemetry, some people. */
function drawPayload(node: LoadNode, seconds: number, random: Random): Payload {
  const dice = random.next();
  if (dice < 0.35) return position(node, seconds, random);
  if (dice < 0.65) return deviceMetrics(seconds, random);
  if (dice < 0.82) return environmentMetrics(seconds, random);
  if (dice < 0.92) return { portnum: PortNum.NODEINFO_APP, bytes: node.user };
  const text = `load ${String(random.uint32())} says hello`;
  return { portnum: PortNum.TEXT_MESSAGE_APP, bytes: new TextEncoder().encode(text) };
}

interface LoadPacket {
  readonly node: LoadNode;
  readonly id: number;
  readonly portnum: number;
  readonly ciphertext: Uint8Array;
  readonly channelHash: number;
  readonly seconds: number;
}

function seal(node: LoadNode, payload: Payload, seconds: number, cipher: ChannelCipher, random: Random): LoadPacket {
  node.packetCounter = (node.packetCounter + 1) & 0x3ff;
  const id = (((random.uint32() & 0x1fffff) << 10) | node.packetCounter) >>> 0 || 1;
  const data = create(Mesh.DataSchema, { portnum: payload.portnum, payload: payload.bytes, bitfield: 1 });
  const ciphertext = cipher.encrypt(toBinary(Mesh.DataSchema, data), node.num, id);
  return { node, id, portnum: payload.portnum, ciphertext, channelHash: cipher.hash, seconds };
}

function publishBy(gateway: NodeId, packet: LoadPacket, copy: boolean, random: Random): LoadMessage {
  const envelope = create(Mqtt.ServiceEnvelopeSchema, {
    channelId: PRIMARY.name,
    gatewayId: gateway,
    packet: create(Mesh.MeshPacketSchema, {
      from: packet.node.num,
      to: 0xffffffff,
      id: packet.id,
      channel: packet.channelHash,
      payloadVariant: { case: 'encrypted', value: packet.ciphertext },
      rxTime: packet.seconds,
      rxSnr: random.integer(-60, 40) / 4,
      rxRssi: random.integer(-125, -60),
      hopLimit: random.integer(0, HOP_START),
      hopStart: HOP_START,
      relayNode: random.integer(1, 255),
      transportMechanism: LORA,
    }),
  });
  return {
    topic: `${ROOT_TOPIC}/2/e/${PRIMARY.name}/${gateway}`,
    payload: toBinary(Mqtt.ServiceEnvelopeSchema, envelope),
    fromId: packet.node.id,
    packetId: packet.id,
    portnum: packet.portnum,
    copy,
  };
}

function* generate(options: LoadOptions): Generator<LoadMessage, never, undefined> {
  const random = createRandom(options.seed);
  const cipher = createChannelCipher(PRIMARY);
  const nodes = Array.from({ length: options.nodes }, (_, i) => createNode(i, random));
  const gateways = Array.from({ length: options.gateways }, (_, i) => formatNodeId(0x6a7e_0001 + i));
  for (let n = 0; ; n += 1) {
    const node = random.pick(nodes);
    const seconds = options.startAt === undefined ? 0 : Math.floor(options.startAt / 1000 + n / options.ratePerSecond);
    const packet = seal(node, drawPayload(node, seconds, random), seconds, cipher, random);
    const first = random.integer(0, gateways.length - 1);
    yield publishBy(gateways[first] ?? '!00000000', packet, false, random);
    if (!random.chance(options.duplicateShare)) continue;
    const second = (first + random.integer(1, gateways.length - 1)) % gateways.length;
    yield publishBy(gateways[second] ?? '!00000000', packet, true, random);
  }
}

/**
 * Endless unique packets of mixed ports from many nodes, for load tests; the second copies follow their packet. The same
 * options give the same messages each time it is iterated. Throws RangeError for counts that make no mesh.
 */
export function createLoad(options: LoadOptions): Iterable<LoadMessage, never> {
  const { nodes, gateways, duplicateShare, ratePerSecond } = options;
  if (nodes < 1 || nodes > 100_000) throw new RangeError(`load: nodes is ${String(nodes)}, but must be 1–100000`);
  if (gateways < 1 || gateways > 1000)
    throw new RangeError(`load: gateways is ${String(gateways)}, but must be 1–1000`);
  if (!(ratePerSecond > 0))
    throw new RangeError(`load: ratePerSecond is ${String(ratePerSecond)}, but must be above 0`);
  if (!(duplicateShare >= 0 && duplicateShare <= 1)) {
    throw new RangeError(`load: duplicateShare is ${String(duplicateShare)}, but must be 0–1`);
  }
  if (duplicateShare > 0 && gateways < 2) throw new RangeError('load: copies need a second gateway');
  return { [Symbol.iterator]: () => generate(options) };
}
