import { conversationColumns } from '@mesh-observatory/contract/queries/conversations';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { messageColumns } from '@mesh-observatory/contract/queries/messages';
import type { Message } from '@mesh-observatory/contract/resources';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { BROADCAST, formatNodeId, parseNodeId } from '../../../../model.js';
import { readDirectory, shortNameOf } from '../directory.js';
import { selectMessages } from '../lists/messages.js';
import { isOneOf, sql } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { messageConditions } from '../frames/conditions.js';
import { asConversations, type Said } from '../frames/conversation.js';
import { buildFrame, truncation } from '../frames/frame.js';
import { packetIdText } from '../frames/log-lines.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

/** A reply may answer a message from before the range. */
const ANSWERED_MS = 7 * DAY_MS;

/** Texts of the range that the query's filters let through. */
const textsOf = (context: ContextOf<'conversations'>) =>
  sql`${messageConditions(context)} AND m.kind = 'text' AND m.replay = 0`;

/** The messages that these answer, as far as they were sent before the range; the filters hold for them too. */
function readAnswered(context: ContextOf<'conversations'>, messages: readonly Message[]): Message[] {
  const { reader, range } = context;
  const known = new Set(messages.map(({ packetId }) => packetId));
  const wanted = messages.flatMap(({ replyId }) => (replyId === null || known.has(replyId) ? [] : [replyId]));
  if (wanted.length === 0) return [];
  const before = { ...context, range: { ...range, from: range.from - ANSWERED_MS, to: range.from } };
  const where = sql`${textsOf(before)} AND ${isOneOf(sql`m.packet_id`, wanted)}`;
  return selectMessages(reader, where, wanted.length).map(({ item }) => item);
}

function textOf({ message: { text }, isReply, isOrphan }: Said): string {
  const shown = text ?? messageColumns.text.noValue;
  if (!isReply) return shown;
  return isOrphan ? `↳ ${shown} (answers a message that is not shown)` : `↳ ${shown}`;
}

const reactionsOf = ({ reactions }: Said): string | null =>
  reactions.length === 0
    ? null
    : reactions.map(([text, count]) => (count === 1 ? text : `${text} ${count}`)).join('  ');

/** Texts as people read them. */
export const buildConversations: FrameBuilder<'conversations'> = (context) => {
  const { reader, query } = context;
  const limit = query.limit ?? queryDefinitions.conversations.limit.default;
  const found = selectMessages(reader, textsOf(context), limit + 1).map(({ item }) => item);
  const messages = found.slice(0, limit);
  const rows = asConversations([...messages, ...readAnswered(context, messages)]);
  const directory = readDirectory(
    reader,
    rows.flatMap(({ message }) => [message.fromId, message.toId].flatMap((id) => parseNodeId(id) ?? [])),
  );
  return [
    buildFrame<Said>({
      kind: 'messages',
      refId: query.refId,
      notices: truncation(found.length > limit, `Only the newest ${limit} messages are shown.`),
      columns: columnsOf<typeof conversationColumns, Said>(context, conversationColumns, {
        text: textOf,
        fromName: ({ message }) => shortNameOf(directory, message.fromId),
        time: ({ message }) => message.at,
        reactions: reactionsOf,
        channel: ({ message }) => message.channel,
        toName: ({ message: { toId } }) => (toId === formatNodeId(BROADCAST) ? null : shortNameOf(directory, toId)),
        fromId: ({ message }) => message.fromId,
        packetId: ({ message }) => packetIdText(message.packetId),
      }),
      rows,
    }),
  ];
};

export const live: LiveRule<'conversations'> = readAgainAfter(['message'], 2000);
