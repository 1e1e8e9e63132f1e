import { BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import type { AlertRule } from '../rule.js';
import { except, where, withNames } from '../promql.js';
import { DAY } from '../seconds.js';

const DAYS_LEFT = 3;
const TREND_DAYS = 3;

export const batteryLow: AlertRule = {
  id: 'battery-low',
  title: 'Battery low',
  severity: 'warning',
  subject: 'node',
  pendingFor: '15m',
  keepFiringFor: '1h',
  summary: (fields) => `The battery of ${fields.subject} is at ${fields.share}`,
  description:
    `The newest reading is below ${BATTERY_LOW_PERCENT} %, and the node is not on external power. At about 10 % most boards ` +
    'switch off, and a solar node may then need a sunny day to start again.',
  mesh: {
    query: { metrics: ['device_battery_level'] },
    rangeSeconds: DAY,
    comparison: '<',
    threshold: BATTERY_LOW_PERCENT,
  },
  prometheus: {
    value: withNames(except('meshtastic_device_battery_level_ratio', '(meshtastic_device_powered == 1)')),
    comparison: '<',
    threshold: BATTERY_LOW_PERCENT / 100,
  },
};

export const batteryTrend: AlertRule = {
  id: 'battery-trend',
  title: 'Battery empty soon',
  severity: 'warning',
  subject: 'node',
  pendingFor: '1h',
  keepFiringFor: '6h',
  summary: (fields) => `The battery of ${fields.subject} lasts ${fields.tenths} more days`,
  description:
    `At the pace of the last ${TREND_DAYS} days the battery is empty within ${DAYS_LEFT} days. Nights are ` +
    'included, so that a solar node which charges by day does not fire. There is time to swap it, or to clear the panel.',
  mesh: {
    query: { metrics: ['node_battery_days_left'] },
    rangeSeconds: TREND_DAYS * DAY,
    comparison: '<',
    threshold: DAYS_LEFT,
  },
  prometheus: {
    value: withNames(where('node_id:meshtastic_device_battery:days_left', '(meshtastic_node_online == 1)')),
    comparison: '<',
    threshold: DAYS_LEFT,
  },
};
