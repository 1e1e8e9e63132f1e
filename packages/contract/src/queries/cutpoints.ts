import type { Columns } from '../columns.js';
import { roleTitles } from '../roles.js';
import { COUNT_UNIT } from '../units.js';
import type { QueryDefinition } from './query-definition.js';

export const cutpoints = {
  title: 'Critical nodes',
  description: 'Nodes whose loss splits the mesh (articulation points)',
  answer: 'Nodes whose loss splits the mesh (articulation points), with the number of nodes that would be cut off.',
  options: ['linkKinds'],
  limit: { of: 'nodes', default: 200 },
  search: 'Part of the name or the id of a node whose loss is of interest',
} as const satisfies QueryDefinition;

export const criticalNodeColumns = {
  nodeId: { type: 'string', title: 'Node', node: 'nodeId', key: true },
  shortName: { type: 'string', title: 'Short name', node: 'nodeId' },
  longName: { type: 'string', title: 'Name', node: 'nodeId' },
  role: { type: 'string', title: 'Role', words: roleTitles },
  cutOff: {
    type: 'number',
    title: 'Nodes cut off',
    description: 'Nodes that lose the largest group when this one fails',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  groups: {
    type: 'number',
    title: 'Groups',
    description: 'Groups of nodes that are left when this one fails',
    unit: COUNT_UNIT,
    decimals: 0,
  },
  links: { type: 'number', title: 'Links', description: 'Nodes it has a link with', unit: COUNT_UNIT, decimals: 0 },
  cutOffNames: { type: 'string', title: 'Cut off' },
} as const satisfies Columns;
