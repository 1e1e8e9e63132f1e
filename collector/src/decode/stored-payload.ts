import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import { formatNodeId, type MeshPacket, type NodeNum, type RawMessage, type UnixMillis } from '../model.js';
import { readMessage } from './protobuf.js';

type PacketFacts = Pick<
  MeshPacket,
  'from' | 'to' | 'id' | 'channel' | 'wantAck' | 'wantResponse' | 'requestId' | 'replyId' | 'okToMqtt'
>;

/** A packet whose payload was kept because it could not be decoded. */
export interface StoredPayload extends PacketFacts {
  readonly portnum: number;
  readonly payload: Uint8Array;
  readonly flags: readonly string[];
  /** The gateway that received it first, and when (Unix ms). */
  readonly gateway: NodeNum;
  readonly receivedAt: number;
}

/** The packet as a message of its gateway that was not encrypted. Signal and hops are not in it. */
export function messageOfPayload(stored: StoredPayload): RawMessage {
  const { from, to, id, channel, wantAck, receivedAt } = stored;
  // 0: the gateway was forgotten.
  const gatewayId = formatNodeId(stored.gateway === 0 ? from : stored.gateway);
  const packet = create(Mesh.MeshPacketSchema, {
    from,
    to,
    id,
    wantAck,
    viaMqtt: stored.flags.includes('via_mqtt'),
    payloadVariant: { case: 'decoded', value: dataOf(stored) },
  });
  const envelope = create(Mqtt.ServiceEnvelopeSchema, { packet, channelId: channel, gatewayId });
  return {
    broker: '',
    topic: `msh/2/e/${channel}/${gatewayId}`,
    payload: toBinary(Mqtt.ServiceEnvelopeSchema, envelope),
    qos: 0,
    retained: false,
    redelivered: false,
    receivedAt: receivedAt as UnixMillis,
  };
}

/** With unknown fields around the payload, all of Data was kept. */
function dataOf({ portnum, payload, flags, wantResponse, requestId, replyId, okToMqtt }: StoredPayload): Mesh.Data {
  if (flags.includes('unknown_data_fields')) return readMessage(Mesh.DataSchema, payload);
  return create(Mesh.DataSchema, {
    portnum,
    payload,
    wantResponse,
    requestId: requestId ?? 0,
    replyId: replyId ?? 0,
    ...(okToMqtt === null ? {} : { bitfield: Number(okToMqtt) }),
  });
}
