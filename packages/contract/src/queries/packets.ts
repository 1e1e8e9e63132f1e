import { marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { decodeStatuses, payloadStatuses } from '../decode-statuses.js';
import { titlesOf } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const packets = {
  title: 'Packets',
  description: 'Every packet with its receptions',
  answer: 'Every packet with its receptions by gateways; as log lines with `format: logs`.',
  options: ['format', 'thresholds'],
  limit: { of: 'packets', default: 1000 },
  search: 'Part of the summary of a packet',
} as const satisfies QueryDefinition;

export const packetColumns = {
  time: { type: 'time', title: 'Time', nullable: false, key: true },
  fromId: { type: 'string', title: 'From', node: 'fromId', key: true },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  toId: { type: 'string', title: 'To' },
  toName: { type: 'string', title: 'To name' },
  channel: { type: 'string', title: 'Channel' },
  port: { type: 'string', title: 'Port' },
  decodeStatus: { type: 'string', title: 'Decoding', words: titlesOf(decodeStatuses) },
  payloadStatus: { type: 'string', title: 'Payload', words: titlesOf(payloadStatuses) },
  size: { type: 'number', title: 'Size', unit: 'bytes', decimals: 0 },
  hopsAway: { type: 'number', title: 'Hops away', decimals: 0 },
  gateways: { type: 'number', title: 'Gateways', decimals: 0 },
  snr: { type: 'number', title: 'Best SNR', unit: 'dB', quantity: 'snr' },
  margin: { ...marginColumn, title: 'Best margin' },
  rssi: { type: 'number', title: 'Best RSSI', unit: 'dBm' },
  summary: { type: 'string', title: 'Summary' },
  flags: { type: 'string', title: 'Flags' },
  gatewayIds: { type: 'string', title: 'Heard by' },
  packetId: { type: 'string', title: 'Packet', key: true },
} as const satisfies Columns;
