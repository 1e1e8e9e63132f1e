import type { Columns } from '../columns.js';
import type { QueryDefinition } from './query-definition.js';

export const findings = {
  title: 'Findings',
  description: 'Weaknesses of security and privacy',
  answer: 'Weaknesses of security and privacy, the most severe first. See below.',
  options: ['findingKinds'],
  limit: { of: 'findings', default: 1000 },
  search: 'Part of the name or the id of a node',
} as const satisfies QueryDefinition;

export const findingColumns = {
  severity: { type: 'string', title: 'Severity' },
  kind: { type: 'string', title: 'Finding', key: true },
  nodeId: { type: 'string', title: 'Node', node: 'nodeId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
  longName: { type: 'string', title: 'Name', node: 'nodeId' },
  label: {
    type: 'string',
    title: 'Name or id',
    description: 'Of the node; of the channel where there is none',
    node: 'nodeId',
    hidden: true,
  },
  channel: { type: 'string', title: 'Channel', key: true },
  detail: { type: 'string', title: 'Detail', key: true },
  time: { type: 'time', title: 'Time', nullable: false, key: true },
} as const satisfies Columns;
