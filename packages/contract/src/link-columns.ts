import type { ColumnDefinition, Columns } from './columns.js';

/** Columns of both ends of a link. */
export const linkEndColumns = {
  fromId: { type: 'string', title: 'From', node: 'fromId', key: true },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  fromLongName: { type: 'string', title: 'From long name', node: 'fromId' },
  toId: { type: 'string', title: 'To', node: 'toId', key: true },
  toName: { type: 'string', title: 'To name', node: 'toId' },
  toLongName: { type: 'string', title: 'To long name', node: 'toId' },
} as const satisfies Columns;

/** Columns of the places of both ends, which the map draws the link between. */
export const linkPlaceColumns = {
  sourceLatitude: { type: 'number', title: 'From latitude', decimals: 5 },
  sourceLongitude: { type: 'number', title: 'From longitude', decimals: 5 },
  targetLatitude: { type: 'number', title: 'To latitude', decimals: 5 },
  targetLongitude: { type: 'number', title: 'To longitude', decimals: 5 },
} as const satisfies Columns;

/** A margin above the decoding limit. */
export const marginColumn = {
  type: 'number',
  title: 'Margin',
  description: 'SNR above the decoding limit of the modem preset',
  unit: 'dB',
  quantity: 'margin',
} as const satisfies ColumnDefinition;
