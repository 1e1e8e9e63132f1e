import type { AlertRule } from '../rule.js';
import { HOUR, MINUTE } from '../seconds.js';

/** A gateway publishes something at least once an hour; the collector counts it as gone after 70 minutes, too. */
const SILENCE_MINUTES = 70;

/** While nothing has come since the start, the start is what counts: a restart is not an alert. */
const lastMessage = 'meshobs_collector_last_message_timestamp_seconds or meshobs_collector_process_start_time_seconds';

export const noData: AlertRule = {
  id: 'no-data',
  title: 'No data from the mesh',
  severity: 'critical',
  subject: 'collector',
  pendingFor: '5m',
  absenceFires: true,
  summary: () => 'Nothing is received from the mesh anymore',
  description:
    `The collector does not answer, or no message has come for more than ${SILENCE_MINUTES} minutes: no other alert can be ` +
    'trusted until this one has ended. Look at the collector, then at the broker, then at the gateways.',
  mesh: {
    query: { metrics: ['collector_last_message_age_seconds'] },
    rangeSeconds: HOUR,
    comparison: '>',
    threshold: SILENCE_MINUTES * MINUTE,
  },
  prometheus: {
    value: `time() - (${lastMessage})`,
    comparison: '>',
    threshold: SILENCE_MINUTES * MINUTE,
  },
};
