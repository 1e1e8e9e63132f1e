import type { Columns } from '../columns.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const channels = {
  title: 'Channels',
  description: 'Traffic and encryption of each channel',
  answer: 'One row per channel: packets, nodes, gateways, messages, undecryptable packets, encryption.',
  options: [],
  limit: { of: 'channels', default: 200 },
} as const satisfies QueryDefinition;

export const channelColumns = {
  channel: { type: 'string', title: 'Channel', key: true },
  packets: { type: 'number', title: 'Packets', description: 'Distinct packets', unit: COUNT_UNIT, decimals: 0 },
  share: {
    type: 'number',
    title: 'Share',
    description: 'Of all packets',
    unit: 'percentunit',
    decimals: 1,
    min: 0,
    max: 1,
  },
  nodes: { type: 'number', title: 'Nodes', description: 'Nodes that sent on it', unit: COUNT_UNIT, decimals: 0 },
  gateways: {
    type: 'number',
    title: 'Gateways',
    description: 'Gateways that published something of it',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  messages: {
    type: 'number',
    title: 'Messages',
    description: 'Texts, alerts and the like',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  undecryptable: {
    type: 'number',
    title: 'Undecryptable',
    description: 'Packets no configured key fits',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  undecryptableShare: {
    type: 'number',
    title: 'Undecryptable share',
    description: 'Of the packets of this channel',
    unit: 'percentunit',
    decimals: 1,
    min: 0,
    max: 1,
  },
  key: {
    type: 'string',
    title: 'Key',
    description: 'Kind of key most of its packets are encrypted with, by their headers',
  },
  preciseNodes: {
    type: 'number',
    title: 'Precise positions',
    description: 'Nodes that shared their position to less than 100 m',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  lastPacket: { type: 'time', title: 'Last packet' },
} as const satisfies Columns;
