/** Every alert rule there is, in the groups they are evaluated in. */
import type { AlertRule } from './rule.js';
import { airtimeLimit } from './rules/airtime-limit.js';
import { batteryLow, batteryTrend } from './rules/battery.js';
import { channelUtilization } from './rules/channel-utilization.js';
import { brokerDisconnected, collectorLag, databaseFull, storeBlocked } from './rules/collector-health.js';
import { gatewayDown } from './rules/gateway-down.js';
import { keyChange } from './rules/key-change.js';
import { noData } from './rules/no-data.js';
import { infrastructureSilent, nodeSilent } from './rules/node-silent.js';
import { rebootLoop } from './rules/reboot-loop.js';
import { undecryptableSurge } from './rules/undecryptable-surge.js';
import { weakLinks } from './rules/weak-links.js';

export interface RuleGroup {
  readonly name: string;
  /** A mesh changes within minutes: evaluating more often costs more and detects nothing earlier. */
  readonly intervalSeconds: number;
  readonly rules: readonly AlertRule[];
}

export const catalog: readonly RuleGroup[] = [
  {
    name: 'Collector',
    intervalSeconds: 60,
    rules: [noData, storeBlocked, brokerDisconnected, collectorLag, databaseFull],
  },
  { name: 'Gateways and channels', intervalSeconds: 60, rules: [gatewayDown, undecryptableSurge] },
  {
    name: 'Nodes',
    intervalSeconds: 60,
    rules: [
      infrastructureSilent,
      nodeSilent,
      batteryLow,
      rebootLoop,
      ...channelUtilization,
      ...airtimeLimit,
      keyChange,
    ],
  },
  // These look back over days, and change as slowly.
  { name: 'Trends', intervalSeconds: 600, rules: [batteryTrend, weakLinks] },
];

export const allRules: readonly AlertRule[] = catalog.flatMap(({ rules }) => rules);
