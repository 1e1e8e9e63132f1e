import {
  BROADCAST,
  type Decoded,
  type MeshPacket,
  type NodeNum,
  type PacketId,
  type RawMessage,
  type Reception,
  type UnixMillis,
} from '../../src/model.js';

/** Hand-made values for tests of the pipeline, which neither decodes nor stores anything itself. */
export const NOW = 1_770_000_000_000 as UnixMillis;

export const reception = (over: Partial<Reception>): Reception => ({
  gateway: 0x0badcafe as NodeNum,
  broker: 'default',
  topic: 'msh/EU_868/2/e/LongFast/!0badcafe',
  root: 'msh/EU_868',
  kind: 'e',
  receivedAt: NOW,
  backlog: false,
  gatewayTime: null,
  rxTime: null,
  snr: 5,
  rssi: -90,
  hopStart: 3,
  hopLimit: 3,
  hopsAway: 0,
  relayNode: null,
  transport: null,
  own: false,
  ...over,
});

export const packet = (over: Partial<MeshPacket>): MeshPacket => ({
  from: 0xa1b2c3d4 as NodeNum,
  to: BROADCAST,
  id: 1 as PacketId,
  channel: 'LongFast',
  channelHash: 8,
  portnum: 67,
  portName: 'TELEMETRY_APP',
  decodeStatus: 'decrypted',
  payloadStatus: 'decoded',
  wantAck: false,
  wantResponse: false,
  requestId: null,
  replyId: null,
  okToMqtt: true,
  priority: 0,
  size: 20,
  encryptedDigest: null,
  payload: null,
  deviceTime: null,
  flags: [],
  ...over,
});

export const decoded = (
  over: Partial<MeshPacket>,
  events: Extract<Decoded, { ok: true }>['events'] = [],
  heard: Partial<Reception> = {},
) => ({ ok: true, packet: packet(over), reception: reception(heard), events }) as const;

export const rawMessage = (over: Partial<RawMessage> = {}): RawMessage => ({
  broker: 'default',
  topic: 'msh/EU_868/2/e/LongFast/!0badcafe',
  payload: new Uint8Array([1, 2, 3]),
  qos: 1,
  retained: false,
  redelivered: false,
  receivedAt: NOW,
  ...over,
});
