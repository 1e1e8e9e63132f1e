import type { QueryDefinition } from './query-definition.js';

export const cutpoints = {
  title: 'Critical nodes',
  description: 'Nodes whose loss splits the mesh (articulation points)',
  answer: 'Nodes whose loss splits the mesh (articulation points), with the number of nodes that would be cut off.',
  options: ['linkKinds'],
} as const satisfies QueryDefinition;
