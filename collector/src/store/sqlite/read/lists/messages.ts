import type { Message } from '@mesh-observatory/contract/resources';
import type { Reader } from '../connection.js';
import { anyOf, nodeNums, olderThan, onChannels, textMatches, type ListReader, type Placed } from './list-reader.js';
import { inRange, allOf, sql, cancellable, type Sql } from '../sql.js';
import { toMessage, type MessageRow } from '../../rows/message.js';

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
