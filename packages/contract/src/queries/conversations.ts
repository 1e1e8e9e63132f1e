import type { Columns } from '../columns.js';
import type { QueryDefinition } from './query-definition.js';

export const conversations = {
  title: 'Conversations',
  description: 'Texts with replies under what they answer, and reactions counted',
  answer:
    'Texts as people read them: conversations with the newest message first, replies under what they answer, reactions counted.',
  options: [],
  limit: { of: 'messages', default: 500 },
  search: 'Part of the text',
} as const satisfies QueryDefinition;

export const conversationColumns = {
  text: { type: 'string', title: 'Message', nullable: false },
  fromName: { type: 'string', title: 'From', node: 'fromId' },
  time: { type: 'time', title: 'Time', nullable: false },
  reactions: { type: 'string', title: 'Reactions' },
  channel: { type: 'string', title: 'Channel' },
  toName: { type: 'string', title: 'To', description: 'Of a direct message', hidden: true },
  fromId: { type: 'string', title: 'From id', key: true, hidden: true },
  packetId: { type: 'string', title: 'Packet', key: true, hidden: true },
} as const satisfies Columns;
