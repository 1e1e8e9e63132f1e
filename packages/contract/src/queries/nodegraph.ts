import type { QueryDefinition } from './query-definition.js';

export const nodegraph = {
  title: 'Node graph',
  description: 'Nodes and links for the Node graph panel',
  answer: 'Frames `nodes` and `edges` for the node graph and network layers of maps.',
  options: ['linkKinds'],
  limit: { of: 'nodes', default: 1500 },
} as const satisfies QueryDefinition;
