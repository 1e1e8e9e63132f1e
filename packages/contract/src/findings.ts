import { wordsOf, type Term } from './vocabulary.js';

interface FindingTerm extends Term {
  /** The exact condition, for the documentation. */
  readonly reason: string;
}

/** Possible security and privacy problems, each with its reason; none of them proves anything by itself. */
export const findingKinds = {
  duplicate_key: {
    title: 'Shared key',
    description: 'Several nodes with one public key',
    reason: 'Several nodes have one public key; critical when two of them are online.',
  },
  weak_key: {
    title: 'Weak key',
    description: 'Known-weak public key',
    reason: 'A key that protects nothing: a point with which every secret is 0, or bytes that are not random.',
  },
  key_changed: {
    title: 'Key changed',
    description: 'A node announced another public key',
    reason: 'A node announced another public key than before.',
  },
  impersonation: {
    title: 'Impersonation',
    description: 'Alternating keys, or a name taken from another node',
    reason: 'Two keys of one node number alternate, or a node has the name that another node had before it.',
  },
  unencrypted_channel: {
    title: 'Unencrypted channel',
    description: 'Packets without encryption',
    reason: 'Packets without encryption.',
  },
  default_key_channel: {
    title: 'Public channel',
    description: 'Packets encrypted with the default key',
    reason: 'Packets encrypted with the default key, which is published. Normal for a public channel.',
  },
  precise_position_public: {
    title: 'Precise public position',
    description: 'Positions precise enough to identify a building',
    reason: 'Positions of 19 bits or more (a cell of 91 m) that everyone could read.',
  },
  readable_direct_message: {
    title: 'Readable direct message',
    description: 'Direct messages that everyone on the channel can read',
    reason: 'A text to one node that everyone with the key of its channel can read.',
  },
  gateway_clock_wrong: {
    title: 'Wrong gateway clock',
    description: 'The clock of a gateway differs from the time of the collector',
    reason:
      'A gateway dates what it hears more than 5 minutes wrong. Its clock is not used; correct it, so that its dates can be.',
  },
} as const satisfies Readonly<Record<string, FindingTerm>>;

export type FindingKind = keyof typeof findingKinds;
export const findingKindNames = wordsOf(findingKinds);

/** The key a channel's packets are encrypted with; `unknown` = its gateways publish them decoded. */
export const channelKeys = ['none', 'default', 'own', 'unknown'] as const;
export type ChannelKeyKind = (typeof channelKeys)[number];
