import { HOUR_MS } from '@mesh-observatory/contract/time';
import { LRUCache } from 'lru-cache';
import type { NodeNum } from '../../../model.js';
import type { NodeStore } from './node-store.js';
import type { ReceptionUpdate } from './reception-update.js';
import { nameOfGateway } from './wording.js';

/** Records that a node, or someone in its name, used a packet id again. Each packet is flagged and counted. */
export type RecordIdReuse = (update: ReceptionUpdate) => void;

/** An event of each node at most this often: who sends with weak random numbers repeats ids all the time. */
const RECORD_EVERY_MS = HOUR_MS;
const MAX_NODES = 5_000;

export function createIdReuse(nodes: NodeStore): RecordIdReuse {
  const recordedAt = new LRUCache<NodeNum, number>({ max: MAX_NODES });
  return ({ packet, reception, at, recordEvent }) => {
    const last = recordedAt.get(packet.from);
    if (last !== undefined && Math.abs(at - last) < RECORD_EVERY_MS) return;
    recordedAt.set(packet.from, at);
    const name = nameOfGateway(packet.from, nodes.draft(packet.from)?.node);
    const gateway = nameOfGateway(reception.gateway, nodes.draft(reception.gateway)?.node);
    recordEvent({
      at,
      kind: 'id_reused',
      severity: 'warning',
      node: packet.from,
      title: `${name} used a packet id twice`,
      text: `Two packets with the id ${packet.id} and different content within an hour: a restart, weak random numbers, or someone else who sends in its name; the second came through ${gateway}`,
      data: { packetId: packet.id, portnum: packet.portnum },
    });
  };
}
