import type { Columns } from '../columns.js';
import { roleTitles } from '../roles.js';
import type { QueryDefinition } from './query-definition.js';

export const values = {
  title: 'Values',
  description: 'One number per node, gateway or channel: alert rules, bar gauges, rankings',
  answer:
    'One number per node, gateway, channel or broker (`numeric-long`): a frame per metric, labels as text fields. See below.',
  options: ['metrics', 'linkKinds', 'includeSilent', 'above', 'below', 'labels', 'thresholds'],
  required: ['metrics'],
  initial: { metrics: ['node_silent_seconds'] },
  limit: { of: 'values', default: 5000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

/** Labels of the values, by what they are about; the value is in one more column, named after its metric. */
export const valueLabelColumns = {
  node: {
    node_id: { type: 'string', title: 'Node', nullable: false, node: 'node_id', key: true },
    short_name: { type: 'string', title: 'Short name', nullable: false, node: 'node_id' },
    long_name: { type: 'string', title: 'Name', nullable: false, node: 'node_id' },
    role: { type: 'string', title: 'Role', nullable: false, words: roleTitles },
  },
  gateway: {
    gateway_id: { type: 'string', title: 'Gateway', nullable: false, node: 'gateway_id', key: true },
    short_name: { type: 'string', title: 'Short name', nullable: false, node: 'gateway_id' },
    long_name: { type: 'string', title: 'Name', nullable: false, node: 'gateway_id' },
  },
  channel: { channel: { type: 'string', title: 'Channel', nullable: false, key: true } },
  broker: { broker: { type: 'string', title: 'Broker', nullable: false, key: true } },
  collector: {},
} as const satisfies Readonly<Record<string, Columns>>;
