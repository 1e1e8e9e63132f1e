import { marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { presenceStates } from '../presence.js';
import { roleTitles } from '../roles.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const nodegraph = {
  title: 'Node graph',
  description: 'Nodes and links for the Node graph panel',
  answer: 'Frames `nodes` and `edges` for the node graph and network layers of maps.',
  options: ['linkKinds'],
  limit: { of: 'nodes', default: 1500 },
} as const satisfies QueryDefinition;

export const vertexColumns = {
  id: { type: 'string', title: 'Node', nullable: false, node: 'id', key: true },
  title: { type: 'string', title: 'Name' },
  subtitle: { type: 'string', title: 'Long name' },
  mainstat: { type: 'number', title: 'Links', unit: COUNT_UNIT, decimals: 0 },
  secondarystat: { type: 'number', title: 'SNR', unit: 'dB' },
  arc__online: { type: 'number', title: presenceStates.online.title },
  arc__gateway: { type: 'number', title: 'Online gateway' },
  arc__late: { type: 'number', title: presenceStates.late.title },
  arc__silent: { type: 'number', title: presenceStates.silent.title },
  arc__unknown: { type: 'number', title: presenceStates.unknown.title },
  detail__role: { type: 'string', title: 'Role', words: roleTitles },
  detail__hwModel: { type: 'string', title: 'Hardware' },
  detail__lastHeard: { type: 'time', title: 'Last heard' },
  detail__battery: { type: 'number', title: 'Battery', unit: 'percent', decimals: 0 },
  latitude: { type: 'number', title: 'Latitude', decimals: 5 },
  longitude: { type: 'number', title: 'Longitude', decimals: 5 },
} as const satisfies Columns;

export const edgeColumns = {
  id: { type: 'string', title: 'Link', nullable: false, key: true },
  source: { type: 'string', title: 'From', nullable: false },
  target: { type: 'string', title: 'To', nullable: false },
  mainstat: { type: 'number', title: 'SNR', unit: 'dB' },
  detail__margin: marginColumn,
  secondarystat: { type: 'number', title: 'Count', unit: COUNT_UNIT, decimals: 0 },
  detail__kind: { type: 'string', title: 'Kind' },
  detail__lastSeen: { type: 'time', title: 'Last seen' },
  thickness: { type: 'number', title: 'Thickness' },
  color: { type: 'string', title: 'Color' },
  strokeDasharray: { type: 'string', title: 'Dashes' },
} as const satisfies Columns;
