import { linkEndColumns, linkPlaceColumns, marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { linkKinds } from '../link-kinds.js';
import { COUNT_UNIT } from '../units.js';
import { titlesOf } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const links = {
  title: 'Links',
  description: 'Which node heard which, with signal quality',
  answer: 'Which node heard which: a row per direction and kind of evidence.',
  options: ['linkKinds', 'thresholds'],
  limit: { of: 'links', default: 5000 },
  search: 'Part of the name or the id of a node at either end',
} as const satisfies QueryDefinition;

export const linkColumns = {
  ...linkEndColumns,
  ...linkPlaceColumns,
  kind: { type: 'string', title: 'Kind', key: true, words: titlesOf(linkKinds) },
  snr: { type: 'number', title: 'SNR', unit: 'dB', quantity: 'snr' },
  margin: marginColumn,
  snrAvg: { type: 'number', title: 'Mean SNR', unit: 'dB', quantity: 'snr' },
  rssi: { type: 'number', title: 'RSSI', unit: 'dBm' },
  count: { type: 'number', title: 'Count', unit: COUNT_UNIT, decimals: 0 },
  firstSeen: { type: 'time', title: 'First seen' },
  snrAt: { type: 'time', title: 'SNR from', hidden: true },
  lastSeen: { type: 'time', title: 'Last seen' },
} as const satisfies Columns;
