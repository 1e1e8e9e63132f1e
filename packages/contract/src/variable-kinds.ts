import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Lists a dashboard variable can offer. */
export const variableKinds = {
  nodes: { title: 'Nodes', description: 'Text: name; value: node id' },
  recent_nodes: { title: 'Nodes, last heard first', description: 'Text: name; value: node id' },
  gateways: { title: 'Gateways', description: 'Text: name; value: node id' },
  channels: { title: 'Channels', description: 'Channel names' },
  roles: { title: 'Roles', description: 'Device roles in use' },
  metrics: { title: 'Metrics', description: 'Text: title; value: metric, for metrics at least one node has reported' },
  hardware: { title: 'Hardware', description: 'Hardware models in use' },
  regions: { title: 'Regions', description: 'LoRa regions in use' },
  ports: { title: 'Ports', description: 'Text: name; value: port number' },
  values: { title: 'Values', description: 'Text: title; value: name, for everything a query of values accepts' },
} as const satisfies Vocabulary;

export type VariableKind = keyof typeof variableKinds;
export const variableKindNames = wordsOf(variableKinds);
