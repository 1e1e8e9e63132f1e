import { Mqtt } from '@meshtastic/protobufs';
import type { Mesh } from '@meshtastic/protobufs';
import { BROADCAST, parseNodeId } from '../model.js';
import type { NodeNum, PacketFlag, RejectReason } from '../model.js';
import { readMessage, UndecodableError } from './protobuf.js';
import type { ParsedTopic } from './topic.js';

export interface Rejected {
  readonly ok: false;
  readonly reason: RejectReason;
  /** For people; holds no payload and no text from strangers. */
  readonly detail: string;
}

export const reject = (reason: RejectReason, detail: string): Rejected => ({ ok: false, reason, detail });

export interface DecodedEnvelope {
  readonly ok: true;
  readonly packet: Mesh.MeshPacket;
  /** As sent: it goes into the channel hash. Clean it before it is stored. */
  readonly channelId: string;
  readonly gateway: NodeNum;
  readonly flags: readonly PacketFlag[];
  /** Fields of the ServiceEnvelope that nobody here knows. */
  readonly envelopeFields: NonNullable<Mqtt.ServiceEnvelope['$unknown']>;
}

/** Node numbers that no radio has. */
const isReservedNumber = (num: number): boolean => num === 0 || num === BROADCAST;

/** The publishing node, from the message, else from the topic. */
export function chooseGateway(
  claimed: string,
  topic: ParsedTopic,
): { readonly gateway: NodeNum; readonly mismatch: boolean } | undefined {
  const fromTopic = topic.gateway === null ? undefined : parseNodeId(topic.gateway);
  const gateway = parseNodeId(claimed) ?? fromTopic;
  if (gateway === undefined || isReservedNumber(gateway)) return undefined;
  const contradicts = fromTopic !== undefined && fromTopic !== gateway;
  return { gateway, mismatch: contradicts || (claimed !== '' && parseNodeId(claimed) === undefined) };
}

export function rejectSender(from: number): Rejected | undefined {
  if (!isReservedNumber(from)) return undefined;
  return reject('bad_sender', `node number ${from} cannot send: 0 and 4294967295 are reserved`);
}

/** Decodes a ServiceEnvelope: the packet, its channel and the gateway that published it. */
export function decodeEnvelope(payload: Uint8Array, topic: ParsedTopic): DecodedEnvelope | Rejected {
  let envelope: Mqtt.ServiceEnvelope;
  try {
    envelope = readMessage(Mqtt.ServiceEnvelopeSchema, payload);
  } catch (error) {
    if (error instanceof UndecodableError) return reject('malformed', error.message);
    throw error;
  }
  const { packet, channelId, gatewayId } = envelope;
  if (!packet) return reject('no_packet', 'the envelope holds no packet');
  const chosen = chooseGateway(gatewayId, topic);
  if (!chosen) return reject('bad_gateway', 'neither envelope nor topic names the gateway as !xxxxxxxx');
  const badSender = rejectSender(packet.from);
  if (badSender) return badSender;
  const flags: PacketFlag[] = chosen.mismatch ? ['gateway_mismatch'] : [];
  if (channelId !== '' && topic.channel !== null && topic.channel !== channelId) flags.push('channel_mismatch');
  return {
    ok: true,
    packet,
    channelId: channelId === '' ? (topic.channel ?? '') : channelId,
    gateway: chosen.gateway,
    flags,
    envelopeFields: envelope.$unknown ?? [],
  };
}
