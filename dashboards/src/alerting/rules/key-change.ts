import type { AlertRule } from '../rule.js';
import { withNames } from '../promql.js';
import { DAY } from '../seconds.js';

export const keyChange: AlertRule = {
  id: 'key-change',
  title: 'Public key changed',
  severity: 'warning',
  subject: 'node',
  pendingFor: '0s',
  summary: (fields) => `${fields.subject} has another public key`,
  description:
    'Within a day the node announced another public key. After a factory reset or on a new board that is normal; otherwise ' +
    'another device may be using its number. Ask the owner before trusting direct messages.',
  mesh: {
    query: { metrics: ['node_key_changes'] },
    rangeSeconds: DAY,
    comparison: '>',
    threshold: 0,
  },
  prometheus: {
    value: withNames('time() - meshtastic_node_key_changed_timestamp_seconds'),
    comparison: '<',
    threshold: DAY,
  },
};
