import { createHash } from 'node:crypto';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { LRUCache } from 'lru-cache';
import type { MeshPacket, RawMessage } from '../model.js';

/** Messages without a packet id (map reports, gateway status) repeat legitimately: the same bytes later are new. */
const ANONYMOUS_WINDOW_MS = 10 * MINUTE_MS;

/**
 * Identity of a message: 16 bytes over topic and payload. A redelivery is byte-identical and has the same key; another
 * gateway's copy of the packet differs. Deliberately without the broker's name: two brokers that bridge to each other
 * bring the same message.
 */
export function messageKey(message: RawMessage, packet: MeshPacket): Uint8Array {
  const hash = createHash('sha256').update(message.topic).update('\0').update(message.payload);
  if (packet.id === 0 && !message.retained) {
    hash.update(`\0${Math.floor(message.receivedAt / ANONYMOUS_WINDOW_MS)}`);
  }
  return hash.digest().subarray(0, 16);
}

export type Verdict = 'accepted' | 'flood';

/** Remembers the decision about a packet, so that it also applies to copies from other gateways, which count once. */
export interface RecentPackets {
  verdict(packet: MeshPacket): Verdict | undefined;
  remember(packet: MeshPacket, verdict: Verdict): void;
}

export function createRecentPackets(max = 10_000): RecentPackets {
  const verdicts = new LRUCache<string, Verdict>({ max });
  // A string key: `from * 2 ** 32 + id` is not exact in a double.
  const key = (packet: MeshPacket) => `${packet.from}:${packet.id}`;
  return {
    verdict: (packet) => (packet.id === 0 ? undefined : verdicts.get(key(packet))),
    remember: (packet, verdict) => {
      if (packet.id !== 0) verdicts.set(key(packet), verdict);
    },
  };
}
