import type { Columns } from '../columns.js';
import { messageKinds } from '../message-kinds.js';
import { titlesOf, yesOrNo } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const messages = {
  title: 'Messages',
  description: 'Texts, alerts and sensor messages',
  answer: 'Texts, alerts and sensor messages; as log lines with `format: logs`.',
  options: ['format'],
  limit: { of: 'messages', default: 1000 },
  search: 'Part of the text',
} as const satisfies QueryDefinition;

export const messageColumns = {
  text: { type: 'string', title: 'Text', noValue: '(text not stored)' },
  fromId: { type: 'string', title: 'From', node: 'fromId', key: true },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  fromLongName: { type: 'string', title: 'From long name', node: 'fromId' },
  time: { type: 'time', title: 'Time', nullable: false, key: true },
  toId: { type: 'string', title: 'To' },
  toName: { type: 'string', title: 'To name' },
  channel: { type: 'string', title: 'Channel' },
  kind: { type: 'string', title: 'Kind', words: titlesOf(messageKinds) },
  emoji: { type: 'boolean', title: 'Reaction', words: yesOrNo },
  replay: { type: 'boolean', title: 'Replay', words: yesOrNo },
  packetId: { type: 'string', title: 'Packet', key: true },
  replyId: { type: 'string', title: 'Reply to' },
} as const satisfies Columns;
