import { MARGIN_FAIR_DB } from '@mesh-observatory/contract/thresholds';
import type { AlertRule } from '../rule.js';
import { where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

export const weakLinks: AlertRule = {
  id: 'weak-links',
  title: 'Only weak links',
  severity: 'info',
  subject: 'node',
  pendingFor: '1h',
  keepFiringFor: '6h',
  summary: (fields) => `The best link of ${fields.subject} has a margin of ${fields.tenths} dB`,
  description:
    `No link of this node, in either direction, was ${MARGIN_FAIR_DB} dB or more above the decoding limit of the modem ` +
    'preset within a day: rain, leaves or a closed window are enough to lose it. A better antenna, a higher place or a node in between helps.',
  mesh: {
    query: { metrics: ['node_best_margin'] },
    rangeSeconds: DAY,
    comparison: '<',
    threshold: MARGIN_FAIR_DB,
  },
  prometheus: {
    value: withNames(where('node_id:meshtastic_link_margin_decibels:max', '(meshtastic_node_online == 1)')),
    comparison: '<',
    threshold: MARGIN_FAIR_DB,
  },
};
