import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Message } from '@mesh-observatory/contract/resources';
import { longNameOf, shortNameOf, type Directory } from '../directory.js';
import type { Placed } from '../lists/list-reader.js';
import { selectMessages } from '../lists/messages.js';
import { idColumn, nameColumn, type FrameBuilder, type FrameContext } from '../frames/context.js';
import type { Column } from '../frames/frame.js';
import { packetIdText, type LogLine } from '../frames/log-lines.js';
import { buildNewestFirst } from '../frames/newest-first.js';
import { messageConditions } from '../frames/conditions.js';

const UNSTORED = '(text not stored)';

const severityOf = (kind: Message['kind']): LogLine['severity'] => (kind === 'alert' ? 'critical' : 'info');

function toLine(directory: Directory, { item: message, key }: Placed<Message>): LogLine {
  const { fromId, toId, channel, kind, at, text } = message;
  return {
    at,
    body: `${shortNameOf(directory, fromId)}: ${text ?? UNSTORED}`,
    severity: severityOf(kind),
    id: `message-${key.join('-')}`,
    labels: { node: fromId, shortName: shortNameOf(directory, fromId), to: toId, channel, kind },
  };
}

function columns(context: FrameContext, directory: Directory): Column<Message>[] {
  return [
    { name: 'time', type: 'time', nullable: false, config: { displayName: 'Time' }, value: (m) => m.at },
    idColumn(context, 'fromId', 'From', (message) => message.fromId),
    nameColumn(context, 'fromName', 'From name', 'fromId', (message) => shortNameOf(directory, message.fromId)),
    nameColumn(context, 'fromLongName', 'From long name', 'fromId', (message) => longNameOf(directory, message.fromId)),
    { name: 'toId', type: 'string', config: { displayName: 'To' }, value: (message) => message.toId },
    {
      name: 'toName',
      type: 'string',
      config: { displayName: 'To name' },
      value: (m) => shortNameOf(directory, m.toId),
    },
    { name: 'channel', type: 'string', config: { displayName: 'Channel' }, value: (message) => message.channel },
    { name: 'kind', type: 'string', config: { displayName: 'Kind' }, value: (message) => message.kind },
    {
      name: 'text',
      type: 'string',
      config: { displayName: 'Text', noValue: UNSTORED },
      value: (message) => message.text,
    },
    { name: 'emoji', type: 'boolean', config: { displayName: 'Reaction' }, value: (message) => message.emoji },
    { name: 'replay', type: 'boolean', config: { displayName: 'Replay' }, value: (message) => message.replay },
    { name: 'packetId', type: 'string', config: { displayName: 'Packet' }, value: (m) => packetIdText(m.packetId) },
    {
      name: 'replyId',
      type: 'string',
      config: { displayName: 'Reply to' },
      value: (message) => (message.replyId === null ? null : packetIdText(message.replyId)),
    },
  ];
}

/** Newest first, as a table or as log lines. */
export const buildMessages: FrameBuilder<'messages'> = (context) => {
  const { reader, query } = context;
  const limit = query.limit ?? queryDefinitions.messages.limit.default;
  return buildNewestFirst(context, {
    kind: 'messages',
    found: selectMessages(reader, messageConditions(context), limit + 1),
    limit,
    toLine,
    columns: (directory) => columns(context, directory),
  });
};
