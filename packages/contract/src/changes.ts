import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Kinds of changes, each a row of a list of changes. */
export const changeKinds = {
  traffic: { title: 'Packets', description: 'Packets of the range, against the same hours before' },
  new_nodes: { title: 'New nodes', description: 'Nodes heard for the first time' },
  lost_nodes: { title: 'Nodes lost', description: 'Nodes that went silent and have not come back' },
  lost_gateways: { title: 'Gateways lost', description: 'Gateways that went down and have not come back' },
  links_gained: { title: 'Links gained', description: 'Pairs of nodes that heard each other for the first time' },
  links_lost: { title: 'Links lost', description: 'Pairs of nodes that heard each other before, and not any more' },
  firmware: { title: 'Firmware', description: 'Nodes that announced another firmware version' },
  role: { title: 'Role', description: 'Nodes that announced another role' },
  name: { title: 'Name or number', description: 'Nodes that announced another name or have another number' },
  hardware: { title: 'Hardware', description: 'Nodes that announced another hardware model' },
  key: { title: 'Key', description: 'Nodes that announced another public key' },
  reboots: { title: 'Restarts', description: 'Nodes that restarted' },
} as const satisfies Vocabulary;

export type ChangeKind = keyof typeof changeKinds;
export const changeKindNames = wordsOf(changeKinds);
