import type { Columns } from '../columns.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const linkpairs = {
  title: 'Bidirectional links',
  description: 'Both directions of a link in one row: asymmetric and one-way links',
  answer: 'Both directions of a link in one row: SNR there and back, their difference, one-way links.',
  options: ['linkKinds', 'thresholds'],
  limit: { of: 'links', default: 2000 },
  search: 'Part of the name or the id of a node at either end',
} as const satisfies QueryDefinition;

export const bidirectionalLinkColumns = {
  fromId: { type: 'string', title: 'From', node: 'fromId', key: true },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  fromLongName: { type: 'string', title: 'From long name', node: 'fromId' },
  toId: { type: 'string', title: 'To', node: 'toId', key: true },
  toName: { type: 'string', title: 'To name', node: 'toId' },
  toLongName: { type: 'string', title: 'To long name', node: 'toId' },
  snr: { type: 'number', title: 'SNR there', description: 'Newest, heard by "To"', unit: 'dB', quantity: 'snr' },
  snrBack: { type: 'number', title: 'SNR back', description: 'Newest, heard by "From"', unit: 'dB', quantity: 'snr' },
  snrDifference: { type: 'number', title: 'SNR difference', unit: 'dB' },
  count: { type: 'number', title: 'Heard there', unit: COUNT_UNIT, decimals: 0 },
  countBack: { type: 'number', title: 'Heard back', unit: COUNT_UNIT, decimals: 0 },
  oneWay: {
    type: 'boolean',
    title: 'One way',
    description: 'Heard in one direction only, although both ends report what they hear; empty = unknown',
  },
  kinds: { type: 'string', title: 'Evidence' },
  lastSeen: { type: 'time', title: 'Last seen' },
  sourceLatitude: { type: 'number', title: 'From latitude', decimals: 5 },
  sourceLongitude: { type: 'number', title: 'From longitude', decimals: 5 },
  targetLatitude: { type: 'number', title: 'To latitude', decimals: 5 },
  targetLongitude: { type: 'number', title: 'To longitude', decimals: 5 },
} as const satisfies Columns;
