import type { AlertRule } from '../rule.js';
import { MINUTE } from '../seconds.js';

const LAG_SECONDS = 5;
const FULL_SHARE = 0.9;

/** Metrics of the collector's health; the range does not matter, there is one number now. */
const now = (metric: string) => ({
  query: { metrics: [metric] },
  rangeSeconds: 10 * MINUTE,
});

export const collectorLag: AlertRule = {
  id: 'collector-lag',
  title: 'Collector is behind',
  severity: 'warning',
  subject: 'collector',
  pendingFor: '10m',
  keepFiringFor: '10m',
  summary: (fields) => `Messages take ${fields.tenths} s from receipt to the dashboards`,
  description:
    `One message in a hundred takes longer than ${LAG_SECONDS} s: the disk is slow, the computer is busy, or more arrives than it ` +
    'can take. Nothing is lost as long as the queue does not fill up.',
  mesh: { ...now('collector_lag_seconds'), comparison: '>', threshold: LAG_SECONDS },
  prometheus: {
    value: 'instance:meshobs_collector_end_to_end_seconds:p99_5m',
    comparison: '>',
    threshold: LAG_SECONDS,
  },
};

export const storeBlocked: AlertRule = {
  id: 'store-blocked',
  title: 'Database cannot be written',
  severity: 'critical',
  subject: 'collector',
  pendingFor: '1m',
  summary: () => 'The collector cannot write its database',
  description:
    'The disk is full or refuses to be written. Nothing is acknowledged, so the broker keeps the messages, until its own ' +
    'limits are reached. Free some space; the collector continues by itself.',
  mesh: { ...now('collector_store_blocked'), comparison: '>', threshold: 0 },
  prometheus: { value: 'meshobs_collector_store_blocked', comparison: '>', threshold: 0 },
};

export const databaseFull: AlertRule = {
  id: 'database-full',
  title: 'Database nearly full',
  severity: 'warning',
  subject: 'collector',
  pendingFor: '30m',
  keepFiringFor: '30m',
  summary: (fields) => `The database uses ${fields.share} of the space its disk has for it`,
  description:
    'Little is left of the disk that holds the database. When it is full, the collector stops storing. Free some space, ' +
    'or keep less.',
  mesh: { ...now('collector_disk_ratio'), comparison: '>', threshold: FULL_SHARE },
  prometheus: { value: 'instance:meshobs_collector_database:ratio', comparison: '>', threshold: FULL_SHARE },
};

export const brokerDisconnected: AlertRule = {
  id: 'broker-disconnected',
  title: 'Broker disconnected',
  severity: 'critical',
  subject: 'broker',
  pendingFor: '5m',
  summary: (fields) => `The collector is not connected to the broker ${fields.subject}`,
  description:
    'The broker is down, cannot be reached, or refuses the account. What it keeps for the collector arrives after the ' +
    'connection is restored; what gateways send while the broker itself is down is lost.',
  mesh: { ...now('collector_broker_connected'), comparison: '<', threshold: 1 },
  prometheus: { value: 'meshobs_collector_broker_connected', comparison: '<', threshold: 1 },
};
