import { linkEndColumns, linkPlaceColumns, marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const linkpairs = {
  title: 'Bidirectional links',
  description: 'Both directions of a link in one row: asymmetric and one-way links',
  answer:
    'Both directions of a link in one row: SNR there and back, their difference, one-way links, margin, trend. When one node is asked for, it is `from` in every row.',
  options: ['linkKinds', 'thresholds'],
  limit: { of: 'links', default: 2000 },
  search: 'Part of the name or the id of a node at either end',
} as const satisfies QueryDefinition;

export const bidirectionalLinkColumns = {
  ...linkEndColumns,
  snr: { type: 'number', title: 'SNR there', description: 'Newest, heard by "To"', unit: 'dB', quantity: 'snr' },
  snrBack: { type: 'number', title: 'SNR back', description: 'Newest, heard by "From"', unit: 'dB', quantity: 'snr' },
  margin: { ...marginColumn, title: 'Margin there' },
  marginBack: { ...marginColumn, title: 'Margin back' },
  weakestMargin: {
    ...marginColumn,
    title: 'Weakest margin',
    description: 'Mean margin of the worse direction; of directions with at least five readings',
  },
  snrDifference: {
    type: 'number',
    title: 'SNR difference',
    description: 'Between the mean SNR of both directions, when each has at least five readings',
    unit: 'dB',
  },
  trend: {
    type: 'number',
    title: 'Trend',
    description: 'Change of the SNR per day over the range, of direct receptions by gateways; needs two days of them',
    unit: 'suffix: dB/d',
  },
  count: { type: 'number', title: 'Heard there', unit: COUNT_UNIT, decimals: 0 },
  countBack: { type: 'number', title: 'Heard back', unit: COUNT_UNIT, decimals: 0 },
  oneWay: {
    type: 'boolean',
    title: 'One way',
    description: 'Heard in one direction only, although both ends report what they hear; empty = unknown',
    words: { true: 'One way', false: 'Both ways' },
  },
  kinds: { type: 'string', title: 'Evidence' },
  lastSeen: { type: 'time', title: 'Last seen' },
  ...linkPlaceColumns,
} as const satisfies Columns;
