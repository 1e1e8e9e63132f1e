import type { Message } from '@mesh-observatory/contract/resources';
import { nodeId } from './node-id.js';

/** A row of `messages` with the name of its channel. */
export interface MessageRow {
  readonly packet_row: number;
  readonly at: number;
  readonly from_num: number;
  readonly to_num: number;
  readonly packet_id: number;
  readonly channel: string;
  readonly kind: Message['kind'];
  readonly text: string | null;
  readonly reply_id: number | null;
  readonly emoji: number;
  readonly replay: number;
}

export const toMessage = (row: MessageRow): Message => ({
  packetId: row.packet_id,
  fromId: nodeId(row.from_num),
  toId: nodeId(row.to_num),
  channel: row.channel,
  kind: row.kind,
  text: row.text,
  at: row.at,
  replyId: row.reply_id,
  emoji: row.emoji === 1,
  replay: row.replay === 1,
});
