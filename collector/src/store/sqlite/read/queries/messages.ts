import { isolated } from '@mesh-observatory/contract/isolated';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { messageColumns } from '@mesh-observatory/contract/queries/messages';
import type { Message } from '@mesh-observatory/contract/resources';
import { longNameOf, shortNameOf, type Directory } from '../directory.js';
import type { Placed } from '../lists/list-reader.js';
import { selectMessages } from '../lists/messages.js';
import { columnsOf } from '../frames/columns.js';
import type { FrameBuilder, FrameContext, QueriesByType } from '../frames/context.js';
import type { Column } from '../frames/frame.js';
import { packetIdText, type LogLine } from '../frames/log-lines.js';
import { buildNewestFirst, timeColumnOf } from '../frames/newest-first.js';
import { messageConditions } from '../frames/conditions.js';
import { asksForGateways, isRenamed, mayChangeScope, type LiveRule } from '../live/rule.js';

const severityOf = (kind: Message['kind']): LogLine['severity'] => (kind === 'alert' ? 'critical' : 'info');

function toLine(directory: Directory, { item: message, key }: Placed<Message>): LogLine {
  const { fromId, toId, channel, kind, at, text } = message;
  return {
    at,
    body: `${isolated(shortNameOf(directory, fromId))}: ${text ?? messageColumns.text.noValue}`,
    severity: severityOf(kind),
    id: `message-${key.join('-')}`,
    labels: { node: fromId, shortName: shortNameOf(directory, fromId), to: toId, channel, kind },
  };
}

function columns(context: FrameContext, directory: Directory): Column<Message>[] {
  return columnsOf<typeof messageColumns, Message>(context, messageColumns, {
    time: (message) => message.at,
    fromId: (message) => message.fromId,
    fromName: (message) => shortNameOf(directory, message.fromId),
    fromLongName: (message) => longNameOf(directory, message.fromId),
    toId: (message) => message.toId,
    toName: (message) => shortNameOf(directory, message.toId),
    channel: (message) => message.channel,
    kind: (message) => message.kind,
    text: (message) => message.text,
    emoji: (message) => message.emoji,
    replay: (message) => message.replay,
    packetId: (message) => packetIdText(message.packetId),
    replyId: (message) => (message.replyId === null ? null : packetIdText(message.replyId)),
  });
}

const limitOf = ({ limit }: QueriesByType['messages']) => limit ?? queryDefinitions.messages.limit.default;

/** Newest first, as a table or as log lines. */
export const buildMessages: FrameBuilder<'messages'> = (context) => {
  const { reader, query } = context;
  const limit = limitOf(query);
  return buildNewestFirst(context, {
    kind: 'messages',
    found: selectMessages(reader, messageConditions(context), limit + 1),
    limit,
    toLine,
    columns: (directory) => columns(context, directory),
  });
};

export const live: LiveRule<'messages'> = {
  paceMs: 1000,
  effectOf(change, query) {
    if (change.kind === 'message') return { since: change.message.at };
    if (change.kind === 'packet') return asksForGateways(query) ? 'all' : 'none';
    return isRenamed(change) || mayChangeScope(change, query) ? 'all' : 'none';
  },
  newest: { time: timeColumnOf, isTrimmed: () => true, limit: limitOf },
};
