import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Subjects of the rows of an attention list. */
export const attentionKinds = {
  collector: { title: 'Collector', description: 'A broker, the database or a backup of the collector' },
  mesh: { title: 'Whole mesh', description: 'Nothing is heard from any node' },
  gateway: { title: 'Gateway', description: 'A gateway is late or silent, or its clock is wrong' },
  node: { title: 'Node', description: 'A node is late or silent' },
  battery: { title: 'Battery', description: 'A battery is nearly empty, or will be soon' },
  link: { title: 'Weak link', description: 'The best link of a node is weak' },
  air: { title: 'Air', description: 'A busy channel, or a node that transmits too much' },
  key: { title: 'Key', description: 'A shared, weak or changed key, or a name taken from another node' },
} as const satisfies Vocabulary;

export type AttentionKind = keyof typeof attentionKinds;
export const attentionKindNames = wordsOf(attentionKinds);

/** How urgent a row is, the most urgent first. */
export const attentionLevels = {
  critical: { title: 'Critical', description: 'Something has failed, or will within a day' },
  warning: { title: 'Warning', description: 'Something is getting worse' },
  unknown: { title: 'Not known', description: 'Nothing can be said about this yet' },
  info: { title: 'Note', description: 'Worth knowing' },
  fine: { title: 'Fine', description: 'Everything was looked at and nothing was found' },
} as const satisfies Vocabulary;

export type AttentionLevel = keyof typeof attentionLevels;
export const attentionLevelNames = wordsOf(attentionLevels);

/** Dashboards that a row leads to, by their ids. */
export const attentionPages = [
  'mesh-overview',
  'mesh-node',
  'mesh-gateways',
  'mesh-links',
  'mesh-traffic',
  'mesh-security',
  'mesh-collector',
] as const;
export type AttentionPage = (typeof attentionPages)[number];
