import { marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { roleTitles } from '../roles.js';
import { COUNT_UNIT } from '../units.js';
import { yesOrNo } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const nodes = {
  title: 'Nodes',
  description: 'One row per node as it is now: maps, tables, node lists',
  answer: 'One row per node as it is now; `metrics` adds columns.',
  options: ['metrics', 'includeSilent', 'thresholds'],
  limit: { of: 'nodes', default: 5000 },
  search: 'Part of a name or an id',
} as const satisfies QueryDefinition;

/** Columns of every answer; `metrics` adds others behind them. */
export const nodeColumns = {
  nodeId: { type: 'string', title: 'Node', node: 'nodeId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
  longName: { type: 'string', title: 'Name', node: 'nodeId' },
  label: { type: 'string', title: 'Name or id', nullable: false, node: 'nodeId', hidden: true },
  hwModel: { type: 'string', title: 'Hardware' },
  role: { type: 'string', title: 'Role', words: roleTitles },
  latitude: { type: 'number', title: 'Latitude', decimals: 5 },
  longitude: { type: 'number', title: 'Longitude', decimals: 5 },
  precisionBits: {
    type: 'number',
    title: 'Precision bits',
    description: '32 = exact; fewer bits = the center of a cell',
  },
  lastHeard: { type: 'time', title: 'Last heard', nullable: false },
  online: { type: 'boolean', title: 'Online', words: yesOrNo },
  state: { type: 'string', title: 'State', nullable: false, presence: true },
  gateway: { type: 'boolean', title: 'Gateway', words: yesOrNo },
  battery: {
    type: 'number',
    title: 'Battery',
    description: '101 = external power',
    unit: 'percent',
    quantity: 'battery',
  },
  voltage: { type: 'number', title: 'Voltage', description: 'Of the battery', unit: 'volt' },
  channelUtilization: {
    type: 'number',
    title: 'Channel utilization',
    description: 'Share of time the node hears its channel in use',
    unit: 'percent',
    quantity: 'channel_utilization',
  },
  airUtilTx: {
    type: 'number',
    title: 'Air time',
    description: 'Share of the last hour the node transmitted',
    unit: 'percent',
  },
  snr: {
    type: 'number',
    title: 'SNR',
    description: 'At the gateway of the newest direct reception; empty when that was more than a day ago',
    unit: 'dB',
    quantity: 'snr',
  },
  margin: marginColumn,
  rssi: { type: 'number', title: 'RSSI', unit: 'dBm' },
  hopsAway: { type: 'number', title: 'Hops away', decimals: 0 },
  altitude: { type: 'number', title: 'Altitude', unit: 'lengthm' },
  firmware: { type: 'string', title: 'Firmware' },
  region: { type: 'string', title: 'Region' },
  modemPreset: { type: 'string', title: 'Modem preset' },
  channel: { type: 'string', title: 'Channel' },
  status: { type: 'string', title: 'Status' },
  packets: { type: 'number', title: 'Packets', unit: COUNT_UNIT, decimals: 0 },
  firstHeard: { type: 'time', title: 'First heard', nullable: false },
  positionAt: { type: 'time', title: 'Position from' },
  snrAt: { type: 'time', title: 'SNR from', hidden: true },
  hopsAwayAt: { type: 'time', title: 'Hops away from', hidden: true },
  batteryAt: { type: 'time', title: 'Battery from', hidden: true },
  nameAt: { type: 'time', title: 'Name from', hidden: true },
} as const satisfies Columns;
