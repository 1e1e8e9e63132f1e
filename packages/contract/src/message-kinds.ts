import { wordsOf, type Vocabulary } from './vocabulary.js';

/** The kinds of messages people and sensors send. */
export const messageKinds = {
  text: { title: 'Text', description: 'A text message' },
  alert: { title: 'Alert', description: 'A critical alert (ALERT_APP)' },
  detection: { title: 'Detection', description: 'A detection sensor was triggered' },
  range_test: { title: 'Range test', description: 'A packet of the range test module' },
  reply: { title: 'Reply', description: 'An automatic reply (REPLY_APP)' },
  beacon: { title: 'Beacon', description: 'A mesh beacon' },
  status: { title: 'Status', description: 'The status text of a node' },
  host: { title: 'Host', description: 'The text that the owner of a Linux node adds to its telemetry' },
} as const satisfies Vocabulary;

export type MessageKind = keyof typeof messageKinds;
export const messageKindNames = wordsOf(messageKinds);
