import { marginColumn } from '../link-columns.js';
import type { Columns } from '../columns.js';
import { linkKinds } from '../link-kinds.js';
import { titlesOf } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const traceroutes = {
  title: 'Traceroutes',
  description: 'Routes there and back with the signal of each hop',
  answer:
    'One row per request: the way there and back, merged from request and reply, and whether an answer was seen. A second frame `hops` has a row per hop; `partial` = the way was only overheard.',
  options: ['thresholds'],
  limit: { of: 'traceroutes', default: 500 },
} as const satisfies QueryDefinition;

export const tracerouteColumns = {
  time: { type: 'time', title: 'Time', nullable: false, key: true },
  fromId: { type: 'string', title: 'From', node: 'fromId', key: true },
  fromName: { type: 'string', title: 'From name', node: 'fromId' },
  toId: { type: 'string', title: 'To', node: 'toId' },
  toName: { type: 'string', title: 'To name', node: 'toId' },
  kind: { type: 'string', title: 'Kind', words: { request: 'Request', reply: 'Reply' } },
  complete: { type: 'boolean', title: 'Complete', words: { true: 'Answered', false: 'No answer seen' } },
  answer: { type: 'string', title: 'Answer' },
  hops: { type: 'number', title: 'Hops', decimals: 0 },
  weakestSnr: { type: 'number', title: 'Weakest SNR', unit: 'dB', quantity: 'snr' },
  weakestMargin: { ...marginColumn, title: 'Weakest margin' },
  route: { type: 'string', title: 'Route' },
  routeBack: { type: 'string', title: 'Way back' },
  packetId: { type: 'string', title: 'Packet', key: true },
} as const satisfies Columns;

/** One row per hop of the traceroutes. */
export const hopColumns = {
  time: { type: 'time', title: 'Time', nullable: false, key: true },
  packetId: { type: 'string', title: 'Packet', key: true },
  direction: { type: 'string', title: 'Direction', key: true },
  hop: { type: 'number', title: 'Hop', decimals: 0, key: true },
  partial: {
    type: 'boolean',
    title: 'Partial',
    description: 'Part of a way that was only overheard: where it went on is not known',
    words: { true: 'Only overheard', false: 'Traced' },
  },
  routeName: { type: 'string', title: 'Traceroute' },
  fromId: { type: 'string', title: 'From', node: 'fromId' },
  fromName: { type: 'string', title: 'From name' },
  toId: { type: 'string', title: 'To', node: 'toId' },
  toName: { type: 'string', title: 'To name' },
  snr: { type: 'number', title: 'SNR', unit: 'dB', quantity: 'snr' },
  margin: marginColumn,
  kind: {
    type: 'string',
    title: 'Kind',
    description: 'Of the link; internet = no radio measured the hop',
    words: titlesOf(linkKinds),
  },
  sourceLatitude: { type: 'number', title: 'From latitude', decimals: 5 },
  sourceLongitude: { type: 'number', title: 'From longitude', decimals: 5 },
  targetLatitude: { type: 'number', title: 'To latitude', decimals: 5 },
  targetLongitude: { type: 'number', title: 'To longitude', decimals: 5 },
} as const satisfies Columns;
