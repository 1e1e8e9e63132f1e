import { NODE_SILENT_FLOOR_MS, SILENT_INTERVALS, STOCK_INTERVALS } from '@mesh-observatory/contract/presence';
import { relayRoles } from '@mesh-observatory/contract/roles';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { AlertRule, MeshCondition } from '../rule.js';
import { where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

/** Roles that others rely on: relays and sensors. */
const INFRASTRUCTURE = [...relayRoles, 'CLIENT_BASE', 'SENSOR'];

/** Nodes that are silent for longer are left out: they moved away, or were retired. */
const FORGET_AFTER_DAYS = 7;

const silence: Omit<MeshCondition, 'query'> = {
  rangeSeconds: FORGET_AFTER_DAYS * DAY,
  comparison: '>',
  threshold: 0,
};
const hours = (millis: number) => (millis / HOUR_MS).toFixed(1);
/** Silence of a node whose rhythm is not known. */
const nodeSilence = SILENT_INTERVALS * STOCK_INTERVALS.nodeInfo;

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
    'A node that others rely on has not been heard for more than three of the longest intervals it usually keeps (until ' +
    `they are known: ${hours(nodeSilence)} h; it is never silent before ${hours(NODE_SILENT_FLOOR_MS)} h). ` +
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
    'A personal node has not been heard for more than three of the longest intervals it usually keeps (until they are ' +
    `known: ${hours(nodeSilence)} h; it is never silent before ${hours(NODE_SILENT_FLOOR_MS)} h). ` +
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
