import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt, Portnums } from '@meshtastic/protobufs';
import type { ChannelCipher } from './channel-cipher.js';
import { PKI_CHANNEL } from './channels.js';
import { type Reception, pathOf } from './flood.js';
import { relayByte, type SimNode } from './node.js';
import { encodeData, type SentPacket } from './packet.js';

const Transport = Mesh.MeshPacket_TransportMechanism;
const DEFAULT_PRIORITY = Mesh.MeshPacket_Priority.BACKGROUND;

/** One gateway's copy of a packet. */
export interface Copy {
  readonly packet: SentPacket;
  readonly gateway: SimNode;
  /** Undefined for the gateway's own packet and for what came over its LAN. */
  readonly reception: Reception | undefined;
  /** Seconds by the gateway's clock. */
  readonly rxTimeSeconds: number;
  /** The gateway's own number of the channel, used when it uplinks decoded packets. */
  readonly channelIndex: number;
}

/** Firmware before 2.7.21 uplinks encrypted traceroutes as heard; later ones add themselves (protocol 1.3). */
function addsItselfToTraceroutes(gateway: SimNode): boolean {
  if (gateway.spec.gateway?.encryption === false) return true;
  const [major = 0, minor = 0, patch = 0] = gateway.spec.firmware.split('.').map(Number);
  return major > 2 || minor > 7 || (minor === 7 && patch >= 21);
}

/** The Data this gateway publishes: the same for all, except for payloads that grow on their way. */
export function dataOf({ packet, gateway, reception }: Copy): Uint8Array {
  if (typeof packet.message.payload !== 'function' || reception === undefined) return packet.data;
  const path = pathOf(reception, packet.coverage);
  return encodeData(packet.message, addsItselfToTraceroutes(gateway) ? path : path.slice(0, -1));
}

/** Sets the header fields of the reception by the gateway. */
function setReception(header: Mesh.MeshPacket, { packet, gateway, reception }: Copy): void {
  const own = packet.message.from === gateway;
  header.rxSnr = reception?.snr ?? 0;
  header.rxRssi = reception?.rssi ?? 0;
  header.hopLimit = reception?.hopLimit ?? packet.hopStart;
  header.relayNode = relayByte((reception?.relay ?? packet.message.from).num);
  header.transportMechanism = own
    ? Transport.TRANSPORT_INTERNAL
    : reception === undefined
      ? Transport.TRANSPORT_MULTICAST_UDP
      : Transport.TRANSPORT_LORA;
  // Sender-local, never on air: only a gateway's own packets show it.
  if (own) header.priority = packet.message.priority ?? DEFAULT_PRIORITY;
}

/** Sets the payload: ciphertext as received, or the decoded packet with the gateway's channel number. */
function setPayload(header: Mesh.MeshPacket, copy: Copy, cipher: ChannelCipher | undefined): void {
  const { packet, gateway, channelIndex } = copy;
  const { from, payload } = packet.message;
  if (packet.channel === PKI_CHANNEL) {
    header.pkiEncrypted = true;
    header.payloadVariant = { case: 'encrypted', value: typeof payload === 'function' ? payload([]) : payload };
    return;
  }
  const data = dataOf(copy);
  if (gateway.spec.gateway?.encryption === false) {
    header.channel = channelIndex;
    header.payloadVariant = { case: 'decoded', value: fromBinary(Mesh.DataSchema, data) };
    return;
  }
  if (cipher === undefined) throw new RangeError(`no key for the simulated channel ${packet.channel}`);
  const encrypt = (): Uint8Array => cipher.encrypt(data, from.num, packet.id);
  const value = data === packet.data ? (packet.sealed.ciphertext ??= encrypt()) : encrypt();
  header.channel = cipher.hash;
  header.payloadVariant = { case: 'encrypted', value };
}

/** A complete ServiceEnvelope, as published on `…/2/e/`. */
export function encodeEnvelope(copy: Copy, cipher: ChannelCipher | undefined): Uint8Array {
  const { packet, gateway } = copy;
  // Fields are set one by one: building initializers out of spreads costs more than the encoding itself.
  const header = create(Mesh.MeshPacketSchema);
  header.from = packet.message.from.num;
  header.to = packet.to;
  header.id = packet.id;
  header.rxTime = copy.rxTimeSeconds;
  header.hopStart = packet.hopStart;
  header.wantAck = packet.message.wantAck ?? false;
  setReception(header, copy);
  setPayload(header, copy, cipher);
  const envelope = create(Mqtt.ServiceEnvelopeSchema);
  envelope.channelId = packet.channel;
  envelope.gatewayId = gateway.id;
  envelope.packet = header;
  return toBinary(Mqtt.ServiceEnvelopeSchema, envelope);
}

/** A map report: plain, without id, hops or reception, on the topic that ends in `/2/map/`. */
export function encodeMapReport(gateway: SimNode, channel: string, report: Uint8Array): Uint8Array {
  return toBinary(
    Mqtt.ServiceEnvelopeSchema,
    create(Mqtt.ServiceEnvelopeSchema, {
      channelId: channel,
      gatewayId: gateway.id,
      packet: create(Mesh.MeshPacketSchema, {
        from: gateway.num,
        to: 0xffffffff,
        payloadVariant: {
          case: 'decoded',
          value: create(Mesh.DataSchema, { portnum: Portnums.PortNum.MAP_REPORT_APP, payload: report }),
        },
      }),
    }),
  );
}
