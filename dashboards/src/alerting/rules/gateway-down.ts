import type { AlertRule } from '../rule.js';
import { where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

export const gatewayDown: AlertRule = {
  id: 'gateway-down',
  title: 'Gateway down',
  severity: 'critical',
  subject: 'gateway',
  pendingFor: '5m',
  summary: (fields) => `The gateway ${fields.subject} has sent nothing for ${fields.duration}`,
  description:
    'A gateway has published nothing, neither of its own nor of others, for more than three of the longest intervals it ' +
    'usually keeps: half an hour at least, longer in a quiet mesh. Its power, its Wi-Fi or its account at the broker is ' +
    'gone, and with it everything that only this gateway receives. The alert ends by itself after 7 days.',
  mesh: {
    query: { metrics: ['gateway_silent_seconds'], includeSilent: false },
    rangeSeconds: 7 * DAY,
    comparison: '>',
    threshold: 0,
  },
  prometheus: {
    value: withNames(
      where('time() - meshtastic_gateway_last_seen_timestamp_seconds', '(meshtastic_gateway_online == 0)'),
    ),
    comparison: '>',
    threshold: 0,
  },
};
