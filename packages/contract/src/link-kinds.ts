import { wordsOf, type Vocabulary } from './vocabulary.js';

/** The kinds of evidence that one node heard another. */
export const linkKinds = {
  neighbor: { title: 'Neighbor', description: 'Reported by the receiver (NeighborInfo)' },
  direct: { title: 'Direct', description: 'Received by a gateway without a relay' },
  traceroute: { title: 'Traceroute', description: 'One hop of a traceroute' },
  relay: { title: 'Relay', description: 'Relay identified unambiguously from its last byte' },
} as const satisfies Vocabulary;

export type LinkKind = keyof typeof linkKinds;
export const linkKindNames = wordsOf(linkKinds);
