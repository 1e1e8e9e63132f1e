import type { Message, Packet } from '@mesh-observatory/contract/resources';
import type { Change } from '../../src/store/store.js';

/** A text message as the store announces it. */
export const messageChange = (text: string, over: Partial<Message> = {}): Change => ({
  kind: 'message',
  message: {
    packetId: 1,
    fromId: '!00000001',
    toId: '!ffffffff',
    channel: 'LongFast',
    kind: 'text',
    text,
    at: 1,
    replyId: null,
    emoji: false,
    replay: false,
    ...over,
  },
});

/** A packet as the store announces it. */
export const packetChange = (packetId: number, over: Partial<Packet> = {}): Change => ({
  kind: 'packet',
  packet: {
    packetId,
    fromId: '!00000001',
    toId: '!ffffffff',
    channel: 'LongFast',
    channelHash: 8,
    portnum: 1,
    portName: 'TEXT_MESSAGE_APP',
    decodeStatus: 'decrypted',
    payloadStatus: 'decoded',
    receivedAt: 1,
    size: 10,
    wantAck: false,
    requestId: null,
    replyId: null,
    flags: [],
    summary: null,
    payload: null,
    receptions: [],
    ...over,
  },
});
