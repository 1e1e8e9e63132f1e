import { BROADCAST, parseNodeId } from '../model.js';
import type { Decoded, PacketId, RawMessage } from '../model.js';
import { reject } from './envelope.js';
import { decodeUtf8 } from './protobuf.js';
import type { ParsedTopic } from './topic.js';

/**
 * The `stat` topic of firmware up to 2.4: a retained "online", and "offline" as the last will. The packet around it is
 * made up: from the gateway, id 0, no port.
 */
export function decodeGatewayStatus(message: RawMessage, topic: ParsedTopic): Decoded {
  const gateway = topic.gateway === null ? undefined : parseNodeId(topic.gateway);
  if (gateway === undefined || gateway === 0 || gateway === BROADCAST) {
    return reject('bad_gateway', 'the topic does not name the gateway as !xxxxxxxx');
  }
  const status = decodeUtf8(message.payload).trim().toLowerCase();
  if (status !== 'online' && status !== 'offline')
    return reject('malformed', 'a gateway status is "online" or "offline"');
  return {
    ok: true,
    packet: {
      from: gateway,
      to: BROADCAST,
      id: 0 as PacketId,
      channel: '',
      channelHash: null,
      portnum: null,
      portName: null,
      decodeStatus: 'plaintext',
      payloadStatus: 'decoded',
      wantAck: false,
      wantResponse: false,
      requestId: null,
      replyId: null,
      okToMqtt: null,
      priority: 0,
      size: 0,
      encryptedDigest: null,
      payload: null,
      deviceTime: null,
      flags: message.retained ? ['retained'] : [],
    },
    reception: {
      gateway,
      broker: message.broker,
      topic: message.topic,
      root: topic.root,
      kind: topic.kind,
      receivedAt: message.receivedAt,
      backlog: message.backlog ?? false,
      gatewayTime: null,
      rxTime: null,
      snr: null,
      rssi: null,
      hopStart: null,
      hopLimit: null,
      hopsAway: null,
      relayNode: null,
      transport: null,
      own: true,
    },
    events: [{ type: 'gateway_status', online: status === 'online' }],
  };
}
