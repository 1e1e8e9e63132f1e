import { wordsOf, type Vocabulary } from './vocabulary.js';

/** How the payload of a packet became readable, or why it did not; `duplicate` is counted beside them. */
export const decodeStatuses = {
  decrypted: { title: 'Decrypted', description: 'With a configured or the default channel key' },
  plaintext: { title: 'Not encrypted', description: 'The gateway publishes decoded packets' },
  'plaintext-in-encrypted': {
    title: 'Channel without key',
    description: 'The bytes that should be encrypted are plain',
  },
  json: { title: 'JSON', description: 'From a JSON topic of the firmware' },
  undecryptable: { title: 'Undecryptable', description: 'No configured key decrypts it' },
  pki: { title: 'For one node (PKI)', description: 'A direct message that no other node can read' },
  empty: { title: 'Empty', description: 'A header only' },
  suspect: {
    title: 'Suspect',
    description: 'Decrypted, but encoded unlike the firmware does: other software, or a wrong key',
  },
  duplicate: { title: 'Further copies', description: 'Copies of a packet through other gateways' },
} as const satisfies Vocabulary;

export type DecodeStatusName = keyof typeof decodeStatuses;
export const decodeStatusNames = wordsOf(decodeStatuses);

/** Content of a packet. */
export const payloadStatuses = {
  decoded: { title: 'Decoded', description: 'Became readings, texts and the like' },
  not_decoded: { title: 'Not decoded', description: 'Only counted; raw bytes are kept' },
  undecodable: { title: 'Damaged', description: 'Not what the port prescribes; raw bytes are kept' },
  redacted: { title: 'Left out', description: 'Control traffic or secrets: neither decoded nor kept' },
  none: { title: 'Nothing readable', description: 'Without readable content' },
} as const satisfies Vocabulary;
