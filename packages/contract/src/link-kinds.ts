import { wordsOf, type Vocabulary } from './vocabulary.js';

/** The kinds of evidence that one node heard another; all but `internet` are evidence of radio. */
export const linkKinds = {
  neighbor: { title: 'Neighbor', description: 'Reported by the receiver (NeighborInfo)' },
  direct: { title: 'Direct', description: 'Received by a gateway without a relay' },
  traceroute: { title: 'Traceroute', description: 'One hop of a traceroute' },
  relay: { title: 'Relay', description: 'Relay identified unambiguously from its last byte' },
  internet: {
    title: 'Internet',
    description: 'A hop without radio: through MQTT or a network, or a traceroute hop without SNR',
  },
} as const satisfies Vocabulary;

export type LinkKind = keyof typeof linkKinds;
export const linkKindNames = wordsOf(linkKinds);

/** The kinds whose ends hear each other over the air. */
export const radioLinkKinds: readonly LinkKind[] = linkKindNames.filter((kind) => kind !== 'internet');
