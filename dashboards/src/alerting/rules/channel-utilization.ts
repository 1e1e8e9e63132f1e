import type { AlertRule, Severity } from '../rule.js';
import { withNames } from '../promql.js';
import { HOUR } from '../seconds.js';

interface Level {
  readonly percent: number;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
}

const levels: readonly Level[] = [
  {
    percent: 20,
    severity: 'warning',
    title: 'Channel busy',
    description:
      'The air around this node is in use more than a fifth of the time: collisions become frequent and messages need ' +
      'repeats. Look for chatty nodes, and for settings that send positions and telemetry too often.',
  },
  {
    percent: 40,
    severity: 'critical',
    title: 'Channel congested',
    description:
      'The air around this node is in use more than two fifths of the time: firmware holds back its own telemetry, and ' +
      'messages get lost. A node floods, there are too many routers, or the modem preset is too slow for so many nodes.',
  },
];

/** Above 40 % both are true: the warning keeps firing, and the critical alert fires as well. */
export const channelUtilization: readonly AlertRule[] = levels.map(({ percent, severity, title, description }) => ({
  id: `channel-utilization-${percent}`,
  title,
  severity,
  subject: 'node',
  pendingFor: '10m',
  keepFiringFor: '30m',
  summary: (fields) => `${fields.subject} hears the channel in use ${fields.share} of the time`,
  description,
  mesh: {
    query: { metrics: ['device_channel_utilization'] },
    rangeSeconds: 2 * HOUR,
    comparison: '>',
    threshold: percent,
  },
  prometheus: {
    value: withNames('meshtastic_device_channel_utilization_ratio'),
    comparison: '>',
    threshold: percent / 100,
  },
}));
