import type { AlertRule, MeshQueryModel } from '../rule.js';
import { withNames } from '../promql.js';
import { HOUR } from '../seconds.js';

/** Regions whose limit differs from 10 %, the limit of most regions and the common practice where there is none. */
const STRICTER: Readonly<Record<string, number>> = { UA_868: 1, EU_866: 2.5 };
const DEFAULT_LIMIT_PERCENT = 10;
/** Firmware stops sending at the limit and so hardly ever exceeds it: the alert has to fire below it. */
const SHARE_OF_LIMIT = 0.8;

interface Limit {
  readonly id: string;
  readonly title: string;
  readonly percent: number;
  readonly filter: NonNullable<MeshQueryModel['filters']>[number];
  readonly matchers: string;
  readonly where: string;
}

const slug = (region: string) => region.toLowerCase().replace('_', '-');

const limits: readonly Limit[] = [
  {
    id: 'airtime-limit',
    title: 'Airtime limit near',
    percent: DEFAULT_LIMIT_PERCENT,
    filter: { key: 'region', operator: '!=|', value: '', values: Object.keys(STRICTER) },
    matchers: `{region!~"${Object.keys(STRICTER).join('|')}"}`,
    where: 'in most regions',
  },
  ...Object.entries(STRICTER).map(([region, percent]) => ({
    id: `airtime-limit-${slug(region)}`,
    title: `Airtime limit near (${region})`,
    percent,
    filter: { key: 'region' as const, operator: '=' as const, value: region },
    matchers: `{region="${region}"}`,
    where: `in ${region}`,
  })),
];

export const airtimeLimit: readonly AlertRule[] = limits.map(({ id, title, percent, filter, matchers, where }) => ({
  id,
  title,
  severity: 'warning',
  subject: 'node',
  pendingFor: '10m',
  keepFiringFor: '30m',
  summary: (fields) => `${fields.subject} transmits ${fields.share} of the time`,
  description:
    `Over the last hour the node used more than ${SHARE_OF_LIMIT * 100} % of the ${percent} % of airtime that it may use ` +
    `${where}. At the limit its firmware stops sending. A node whose region is not known counts with ` +
    `${DEFAULT_LIMIT_PERCENT} %.`,
  mesh: {
    query: { metrics: ['device_air_util_tx'], filters: [filter] },
    rangeSeconds: 2 * HOUR,
    comparison: '>',
    threshold: percent * SHARE_OF_LIMIT,
  },
  prometheus: {
    value: withNames('meshtastic_device_air_util_tx_ratio', matchers),
    comparison: '>',
    threshold: (percent * SHARE_OF_LIMIT) / 100,
  },
}));
