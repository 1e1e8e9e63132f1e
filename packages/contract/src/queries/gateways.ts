import type { Columns } from '../columns.js';
import { COUNT_UNIT } from '../units.js';
import { yesOrNo } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const gateways = {
  title: 'Gateways',
  description: 'Packets, nodes and share of each gateway',
  answer: 'One row per gateway: packets it received, packets only it received, its share.',
  options: ['includeSilent'],
  limit: { of: 'gateways', default: 500 },
} as const satisfies QueryDefinition;

export const gatewayColumns = {
  gatewayId: { type: 'string', title: 'Gateway', node: 'gatewayId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'gatewayId' },
  longName: { type: 'string', title: 'Name', node: 'gatewayId' },
  label: { type: 'string', title: 'Name or id', nullable: false, node: 'gatewayId', hidden: true },
  online: { type: 'boolean', title: 'Online', words: yesOrNo },
  state: { type: 'string', title: 'State', nullable: false, presence: true },
  firstSeen: { type: 'time', title: 'First seen' },
  lastSeen: { type: 'time', title: 'Last seen' },
  receptions: { type: 'number', title: 'Receptions', unit: COUNT_UNIT, decimals: 0 },
  packets: { type: 'number', title: 'Packets', unit: COUNT_UNIT, decimals: 0 },
  exclusivePackets: { type: 'number', title: 'Only here', unit: COUNT_UNIT, decimals: 0 },
  nodes: { type: 'number', title: 'Nodes', unit: COUNT_UNIT, decimals: 0 },
  directNodes: { type: 'number', title: 'Direct nodes', unit: COUNT_UNIT, decimals: 0 },
  share: { type: 'number', title: 'Share', unit: 'percentunit', decimals: 1, min: 0, max: 1 },
  clockOffsetSeconds: { type: 'number', title: 'Clock offset', unit: 's', decimals: 0 },
  channels: { type: 'string', title: 'Channels' },
  brokers: { type: 'string', title: 'Brokers' },
  latitude: { type: 'number', title: 'Latitude', decimals: 5 },
  longitude: { type: 'number', title: 'Longitude', decimals: 5 },
} as const satisfies Columns;
