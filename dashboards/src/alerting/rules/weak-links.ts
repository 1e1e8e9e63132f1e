import type { AlertRule } from '../rule.js';
import { where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

/** Where the map turns red. The slow presets still decode some decibels below that, with losses. */
const WEAK_SNR_DB = -15;

export const weakLinks: AlertRule = {
  id: 'weak-links',
  title: 'Only weak links',
  severity: 'info',
  subject: 'node',
  pendingFor: '1h',
  keepFiringFor: '6h',
  summary: (say) => `The best link of ${say.subject} has an SNR of ${say.tenths} dB`,
  description:
    `Nobody heard this node, and it heard nobody, better than ${WEAK_SNR_DB} dB within a day: rain, leaves or a closed ` +
    'window are enough to lose it. A better antenna, a higher place or a node in between helps.',
  mesh: {
    query: { metrics: ['node_best_snr'] },
    rangeSeconds: DAY,
    comparison: '<',
    threshold: WEAK_SNR_DB,
  },
  prometheus: {
    value: withNames(where('node_id:meshtastic_link_snr_decibels:max', '(meshtastic_node_online == 1)')),
    comparison: '<',
    threshold: WEAK_SNR_DB,
  },
};
