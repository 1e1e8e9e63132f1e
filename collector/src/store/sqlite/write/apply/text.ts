import type Database from 'better-sqlite3';
import type { Message } from '@mesh-observatory/contract/resources';
import { formatNodeId, type TextEvent } from '../../../../model.js';
import type { Dictionaries } from '../dictionaries.js';
import type { PacketContext } from './packet-context.js';

export type ApplyText = (event: TextEvent, context: PacketContext, replay: boolean) => void;

export interface TextOptions {
  /** false: only the fact that somebody said something is kept. */
  readonly storeText: boolean;
}

export function createApplyText(
  db: Database.Database,
  dictionaries: Dictionaries,
  { storeText }: TextOptions,
): ApplyText {
  const save = db.prepare(`
    INSERT INTO messages (packet_row, at, from_num, to_num, packet_id, channel_id, kind, text, reply_id, emoji, replay)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET text = excluded.text, reply_id = excluded.reply_id, emoji = excluded.emoji`);
  const stored = db.prepare<[number]>('SELECT 1 FROM messages WHERE packet_row = ?');
  const original = db.prepare<[number, number, string | null]>(
    'SELECT 1 FROM messages WHERE from_num = ? AND packet_id = ? AND text IS ? LIMIT 1',
  );
  const dropReplays = db.prepare<[number, number, string | null]>(
    'DELETE FROM messages WHERE from_num = ? AND packet_id = ? AND text IS ? AND replay = 1',
  );

  return (event, context, replay) => {
    const { packet, at, row } = context;
    if (!context.firstHand && !replay) return;
    const text = storeText ? event.text : null;
    if (replay && original.get(packet.from, packet.id, text) !== undefined) return;
    if (!replay && packet.id !== 0) dropReplays.run(packet.from, packet.id, text);
    const known = context.again && stored.get(row) !== undefined;
    const channelId = dictionaries.channelId(packet.channel);
    const { kind, replyId, emoji } = event;
    save.run(row, at, packet.from, packet.to, packet.id, channelId, kind, text, replyId, Number(emoji), Number(replay));
    if (known) return;
    const message: Message = {
      packetId: packet.id,
      fromId: formatNodeId(packet.from),
      toId: formatNodeId(packet.to),
      channel: packet.channel,
      kind,
      text,
      at,
      replyId,
      emoji,
      replay,
    };
    context.announce({ kind: 'message', message });
  };
}
