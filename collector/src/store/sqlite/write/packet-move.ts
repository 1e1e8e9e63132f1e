import type Database from 'better-sqlite3';
import type { NodeNum } from '../../../model.js';
import type { NodeDraft } from './node-draft.js';
import type { SourcedField } from './node-state.js';

/** Time of everything in a packet, and the gateway of its first reception. */
export interface PacketTime {
  readonly at: number;
  readonly gateway: NodeNum;
}

/**
 * Moves what a packet said about its sender to another first reception: a copy that was received earlier may be
 * committed later, or show that the packet was heard long before. Rows that are written again with the content of the packet are not touched.
 */
export type MovePacket = (sender: NodeDraft, packetId: number, from: PacketTime, to: PacketTime) => void;

export function createMovePacket(db: Database.Database): MovePacket {
  const moveEvents = db.prepare<[number, number, number]>('UPDATE events SET at = ? WHERE node_num = ? AND at = ?');
  const moveKeys = db.prepare<[Record<string, number>]>(`
    UPDATE node_keys SET
      gateway_num = CASE WHEN first_seen = :from THEN :gateway ELSE gateway_num END,
      first_seen = CASE WHEN first_seen = :from THEN :to ELSE first_seen END,
      last_seen = CASE WHEN last_seen = :from THEN :to ELSE last_seen END
    WHERE node_num = :node AND (first_seen = :from OR last_seen = :from)`);

  return (sender, packetId, from, to) => {
    const { provenance, uptime, newest } = sender.state;
    for (const [field, [rank, at]] of Object.entries(provenance)) {
      if (at === from.at) sender.setProvenance(field as SourcedField, rank, to.at);
    }
    if (uptime?.at === from.at) sender.note({ uptime: { ...uptime, at: to.at } });
    if (newest.at === from.at && newest.packetId === packetId) {
      sender.note({ newest: { at: to.at, packetId } });
      sender.set('newestPacketAt', to.at);
    }
    if (from.at !== to.at) moveEvents.run(to.at, sender.num, from.at);
    moveKeys.run({ node: sender.num, from: from.at, to: to.at, gateway: to.gateway });
  };
}
