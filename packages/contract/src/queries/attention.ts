import { attentionLevels } from '../attention.js';
import type { Columns } from '../columns.js';
import { titlesOf } from '../words.js';
import type { QueryDefinition } from './query-definition.js';

export const attention = {
  title: 'Needs attention',
  description: 'What needs attention now: silence, batteries, weak links, air, keys, gateways, the collector',
  answer:
    'What needs attention now, the most urgent first, whatever the time range. One row says so when nothing does; rows of level `unknown` name what cannot be told.',
  options: [],
  limit: { of: 'rows', default: 100 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

export const attentionColumns = {
  level: { type: 'string', title: 'Level', nullable: false, words: titlesOf(attentionLevels) },
  subject: { type: 'string', title: 'What', nullable: false, key: true },
  detail: { type: 'string', title: 'Why', nullable: false },
  since: { type: 'time', title: 'Since' },
  kind: { type: 'string', title: 'Kind', nullable: false, key: true, hidden: true },
  nodeId: { type: 'string', title: 'Node', key: true, hidden: true },
  page: { type: 'string', title: 'Dashboard', description: 'Where to look', nullable: false, hidden: true },
  nodeChoice: { type: 'string', title: 'Node to choose there', nullable: false, hidden: true },
  gatewayChoice: { type: 'string', title: 'Gateway to choose there', nullable: false, hidden: true },
} as const satisfies Columns;
