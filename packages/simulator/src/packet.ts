import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh } from '@meshtastic/protobufs';
import type { Coverage, Reception } from './flood.js';
import type { SimNode } from './node.js';

export const BROADCAST_NUM = 0xffffffff;
/** "Broadcast, but not over LoRa". */
export const BROADCAST_NO_LORA_NUM = 1;

/**
 * A payload that grows on its way, as traceroutes do: `path` is every node that decoded it so far and added itself to
 * it, the last being the reader of this copy.
 */
export type TravelingPayload = (path: readonly Reception[]) => Uint8Array;

/** A packet before it is sent. */
export interface Outgoing {
  readonly from: SimNode;
  readonly port: number;
  readonly payload: Uint8Array | TravelingPayload;
  /** Default: broadcast. */
  readonly to?: number;
  /** Channel name. Default: the primary channel. `PKI`: `payload` is ciphertext already. */
  readonly channel?: string;
  /** `lora` (default); `lan`: UDP on the network of the Linux gateway; `mqtt`: the gateway's own, never on air. */
  readonly medium?: 'lora' | 'lan' | 'mqtt';
  readonly hopLimit?: number;
  readonly priority?: number;
  readonly wantAck?: boolean;
  readonly wantResponse?: boolean;
  readonly requestId?: number;
  readonly replyId?: number;
  /** A reaction. */
  readonly emoji?: boolean;
}

/** A packet that has been sent: same (from, id) for every node that receives it. */
export interface SentPacket {
  readonly id: number;
  readonly message: Outgoing;
  readonly to: number;
  readonly channel: string;
  readonly hopStart: number;
  /** Serialized Data as the origin sent it (for `PKI`: empty). */
  readonly data: Uint8Array;
  /** Its ciphertext once a gateway needed it: the same for all gateways unless the payload travels. */
  readonly sealed: { ciphertext?: Uint8Array };
  /** Receptions over the air; empty for other media. */
  readonly coverage: Coverage;
}

/** The serialized Data of a message, as it stands for a reader at the end of `path`. */
export function encodeData(message: Outgoing, path: readonly Reception[]): Uint8Array {
  const wantResponse = message.wantResponse ?? false;
  const okToMqtt = message.from.spec.okToMqtt ?? true;
  const data = create(Mesh.DataSchema);
  data.portnum = message.port;
  data.payload = typeof message.payload === 'function' ? message.payload(path) : message.payload;
  data.wantResponse = wantResponse;
  data.requestId = message.requestId ?? 0;
  data.replyId = message.replyId ?? 0;
  data.emoji = message.emoji === true ? 1 : 0;
  data.bitfield = (okToMqtt ? 1 : 0) | (wantResponse ? 2 : 0);
  return toBinary(Mesh.DataSchema, data);
}
