import type { Message } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import {
  anyOf,
  nodeId,
  nodeNums,
  olderThan,
  onChannels,
  textMatches,
  type ListReader,
  type Placed,
} from './list-reader.js';
import { inRange, allOf, sql, cancellable, type Sql } from '../sql.js';

interface MessageRow {
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

const toMessage = (row: MessageRow): Message => ({
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

/** Newest first; `where` may use `m`. */
export function selectMessages(reader: Reader, where: Sql, limit: number): Placed<Message>[] {
  const rows = reader.all(sql<MessageRow>`
    SELECT m.*, c.name AS channel FROM messages m JOIN channels c USING (channel_id)
    WHERE ${where} AND ${cancellable(sql`m.packet_row`)} ORDER BY m.at DESC, m.packet_row DESC LIMIT ${limit}`);
  return rows.map((row) => ({ key: [row.at, row.packet_row], item: toMessage(row) }));
}

export const listMessages: ListReader<Message> = {
  keyShape: ['number', 'number'],
  select(reader, filter, after, limit) {
    const where = allOf([
      anyOf(sql`m.from_num`, nodeNums(filter.nodeIds)),
      onChannels(sql`m.channel_id`, filter.channels),
      anyOf(sql`m.kind`, filter.kinds),
      textMatches(sql`m.text`, filter.search),
      inRange(sql`m.at`, filter),
      olderThan(sql`m.at`, sql`m.packet_row`, after),
    ]);
    return selectMessages(reader, where, limit);
  },
};
