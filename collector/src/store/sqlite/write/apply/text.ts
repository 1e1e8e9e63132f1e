import type Database from 'better-sqlite3';
import type { TextEvent } from '../../../../model.js';
import { toMessage, type MessageRow } from '../../rows/message.js';
import type { Dictionaries } from '../dictionaries.js';
import type { EventContext } from '../reception-update.js';

export interface Texts {
  apply(event: TextEvent, context: EventContext): void;
  /** Takes back the message of the packet. */
  retract(context: EventContext): void;
}

export interface TextOptions {
  /** false: messages are stored without their text. */
  readonly storeText: boolean;
}

export function createTexts(db: Database.Database, dictionaries: Dictionaries, { storeText }: TextOptions): Texts {
  const save = db.prepare(`
    INSERT INTO messages (packet_row, at, from_num, to_num, packet_id, channel_id, kind, text, reply_id, emoji, replay)
    VALUES (:packet_row, :at, :from_num, :to_num, :packet_id, :channel_id, :kind, :text, :reply_id, :emoji, :replay)
    ON CONFLICT DO UPDATE SET at = excluded.at, to_num = excluded.to_num, channel_id = excluded.channel_id,
      kind = excluded.kind, text = excluded.text, reply_id = excluded.reply_id, emoji = excluded.emoji,
      replay = excluded.replay`);
  const remove = db.prepare<[number]>('DELETE FROM messages WHERE packet_row = ?');
  const stored = db.prepare<[MessageRow]>('SELECT 1 FROM messages WHERE packet_row = :packet_row');
  const original = db.prepare<[MessageRow]>(
    'SELECT 1 FROM messages WHERE from_num = :from_num AND packet_id = :packet_id AND text IS :text LIMIT 1',
  );
  const dropReplays = db.prepare<[MessageRow]>(
    'DELETE FROM messages WHERE from_num = :from_num AND packet_id = :packet_id AND text IS :text AND replay = 1',
  );

  function apply({ kind, replyId, emoji, text }: TextEvent, context: EventContext): void {
    const { packet, messageOrigin } = context;
    if (messageOrigin === 'retained') return;
    const isReplay = messageOrigin === 'replay';
    const row: MessageRow = {
      packet_row: context.row,
      at: context.at,
      from_num: packet.from,
      to_num: packet.to,
      packet_id: packet.id,
      channel: packet.channel,
      kind,
      text: storeText ? text : null,
      reply_id: replyId,
      emoji: Number(emoji),
      replay: Number(isReplay),
    };
    if (isReplay && original.get(row) !== undefined) return;
    if (!isReplay && packet.id !== 0) dropReplays.run(row);
    const isKnown = context.before !== null && stored.get(row) !== undefined;
    save.run({ ...row, channel_id: dictionaries.channelId(packet.channel) });
    if (!isKnown) context.announce({ kind: 'message', message: toMessage(row) });
  }

  return { apply, retract: ({ row }) => void remove.run(row) };
}
