import type { AlertRule } from '../rule.js';
import { withNames } from '../promql.js';
import { HOUR } from '../seconds.js';

const REBOOTS = 3;
const RANGE_HOURS = 6;

export const rebootLoop: AlertRule = {
  id: 'reboot-loop',
  title: 'Reboot loop',
  severity: 'warning',
  subject: 'node',
  pendingFor: '0s',
  keepFiringFor: '1h',
  summary: (fields) => `${fields.subject} rebooted ${fields.whole} times within ${RANGE_HOURS} hours`,
  description:
    `${REBOOTS} reboots or more within ${RANGE_HOURS} hours: a battery that collapses when the radio sends, firmware ` +
    'that crashes, or a bad cable. Every reboot also sends its name and position again.',
  mesh: {
    query: { metrics: ['node_reboots'] },
    rangeSeconds: RANGE_HOURS * HOUR,
    comparison: '>',
    threshold: REBOOTS - 1,
  },
  prometheus: {
    value: withNames(`resets(meshtastic_device_uptime_seconds[${RANGE_HOURS}h])`),
    comparison: '>',
    threshold: REBOOTS - 1,
  },
};
