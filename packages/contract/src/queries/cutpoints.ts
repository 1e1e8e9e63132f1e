import type { QueryDefinition } from './query-definition.js';

export const cutpoints = {
  title: 'Critical nodes',
  description: 'Nodes whose loss splits the mesh (articulation points)',
  answer: 'Nodes whose loss splits the mesh (articulation points), with the number of nodes that would be cut off.',
  options: ['linkKinds'],
  limit: { of: 'nodes', default: 200 },
  search: 'Part of the name or the id of a node whose loss is of interest',
} as const satisfies QueryDefinition;
