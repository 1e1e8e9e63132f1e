import type { AlertRule, MeshCondition } from '../rule.js';
import { where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

/** Roles that others rely on: relays and sensors. */
const INFRASTRUCTURE = ['ROUTER', 'ROUTER_LATE', 'ROUTER_CLIENT', 'REPEATER', 'CLIENT_BASE', 'SENSOR'];

/** Nodes that are silent for longer are left out: they moved away, or were retired. */
const FORGET_AFTER_DAYS = 7;

const silence: Omit<MeshCondition, 'query'> = {
  rangeSeconds: FORGET_AFTER_DAYS * DAY,
  comparison: '>',
  threshold: 0,
};
const query = { metrics: ['node_silent_seconds'], includeSilent: false };

const silentSeconds = where('time() - meshtastic_node_last_heard_timestamp_seconds', '(meshtastic_node_online == 0)');

export const infrastructureSilent: AlertRule = {
  id: 'infrastructure-silent',
  title: 'Router or sensor silent',
  severity: 'warning',
  subject: 'node',
  pendingFor: '5m',
  summary: (fields) => `${fields.subject} has not been heard for ${fields.duration}`,
  description:
    'A node that others rely on is silent beyond the threshold of its role (routers 13 h, sensors 3 h, otherwise 2 h). ' +
    'Look at its last battery readings and at who else in its neighborhood went silent. The alert ends by itself when ' +
    `the node is heard again, or after ${FORGET_AFTER_DAYS} days.`,
  mesh: { ...silence, query: { ...query, roles: INFRASTRUCTURE } },
  prometheus: {
    value: withNames(silentSeconds, `{role=~"${INFRASTRUCTURE.join('|')}"}`),
    comparison: '>',
    threshold: 0,
  },
};

export const nodeSilent: AlertRule = {
  id: 'node-silent',
  title: 'Node silent',
  severity: 'info',
  subject: 'node',
  pendingFor: '5m',
  summary: (fields) => `${fields.subject} has not been heard for ${fields.duration}`,
  description:
    'A personal node is silent beyond the threshold of its role (trackers 3 h, hidden clients 25 h, otherwise 2 h). ' +
    'Switched off and out of range look the same. The alert ends by itself when the node is heard again, or after ' +
    `${FORGET_AFTER_DAYS} days.`,
  mesh: {
    ...silence,
    query: { ...query, filters: [{ key: 'role', operator: '!=|', value: '', values: INFRASTRUCTURE }] },
  },
  prometheus: {
    value: withNames(silentSeconds, `{role!~"${INFRASTRUCTURE.join('|')}"}`),
    comparison: '>',
    threshold: 0,
  },
};
