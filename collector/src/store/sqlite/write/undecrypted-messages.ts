import type Database from 'better-sqlite3';
import { isUnicast, type MeshPacket, type Reception } from '../../../model.js';
import type { Dictionaries } from './dictionaries.js';

/** Keeps messages whose packet no key decrypted, for `redecode`. */
export interface UndecryptedMessages {
  /** @param message as it was received. */
  keep(row: number, packet: MeshPacket, reception: Reception, message: Uint8Array): void;
}

/** Bytes of a row and its index entry beside the message itself. */
const ROW_BYTES = 100;

/**
 * Name of what a copy can say and the other copies of its packet cannot. Gateways publish the same encrypted bytes, and
 * one of them is enough, with two exceptions: what a packet to one node says may depend on the gateway (traceroutes), and
 * `hop_start` 0 means something only in a packet that can be read.
 */
function copyOf({ encryptedDigest, channel, to }: MeshPacket, { gateway, hopStart }: Reception): string {
  const differs = isUnicast(to) || hopStart === null;
  return `${encryptedDigest ?? ''} ${differs ? gateway : '-'} ${channel}`;
}

export function createUndecryptedMessages(db: Database.Database, dictionaries: Dictionaries): UndecryptedMessages {
  const insert = db.prepare(`
    INSERT INTO undecrypted_messages (packet_row, copy, gateway_num, received_at, topic_id, backlog, bytes, message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  return {
    keep(row, packet, reception, message) {
      const { gateway, receivedAt, broker, topic, backlog } = reception;
      const topicId = dictionaries.topicId(broker, topic);
      const bytes = message.length + ROW_BYTES;
      insert.run(row, copyOf(packet, reception), gateway, receivedAt, topicId, Number(backlog), bytes, message);
    },
  };
}
