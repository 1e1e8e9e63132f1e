import { wordsOf, type Vocabulary } from './vocabulary.js';

/** The kinds of events the collector records. */
export const eventKinds = {
  node_new: { title: 'New node', description: 'A node was heard for the first time' },
  node_renumbered: {
    title: 'Node renumbered',
    description: 'A node has another number since an upgrade to firmware 2.8, by the same public key',
  },
  node_silent: { title: 'Node silent', description: 'A node was not heard for several times its usual interval' },
  node_back: { title: 'Node online again', description: 'A silent node was heard again' },
  reboot: { title: 'Reboot', description: 'The uptime of a node fell' },
  name_changed: { title: 'Name changed', description: 'A node announced another name' },
  role_changed: { title: 'Role changed', description: 'A node announced another role' },
  hardware_changed: { title: 'Hardware changed', description: 'A node announced another hardware model' },
  firmware_changed: { title: 'Firmware changed', description: 'A node announced another firmware version' },
  key_changed: { title: 'Key changed', description: 'A node announced another public key' },
  key_shared: { title: 'Key shared', description: 'Two nodes announced the same public key' },
  position_jump: {
    title: 'Position jump',
    description: 'A node moved faster than anything on the ground or in the air',
  },
  reading_implausible: {
    title: 'Implausible reading',
    description: 'A node reported a value that cannot be; the metric is unknown until the next good one',
  },
  gateway_up: { title: 'Gateway up', description: 'A gateway publishes again' },
  gateway_down: {
    title: 'Gateway down',
    description: 'A gateway has published nothing for several times its usual interval',
  },
  id_reused: {
    title: 'Packet id reused',
    description: 'Two packets of a node had the same id and different content within an hour',
  },
  flood: {
    title: 'Flood',
    description: 'A node uses far more airtime than it usually does, or sends more than the flood guard allows',
  },
} as const satisfies Vocabulary;

export type EventKind = keyof typeof eventKinds;
export const eventKindNames = wordsOf(eventKinds);

export const severities = ['info', 'warning', 'critical'] as const;
/** As people read them. */
export const severityWords: Readonly<Record<Severity, string>> = {
  info: 'Note',
  warning: 'Warning',
  critical: 'Critical',
};

export type Severity = (typeof severities)[number];
