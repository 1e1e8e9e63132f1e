/** Weak links, a busy channel, and nodes that transmit too much. */
import { isolated } from '@mesh-observatory/contract/isolated';
import {
  MARGIN_FAIR_DB,
  airtimeSteps,
  channelUtilizationSteps,
  type ThresholdStep,
} from '@mesh-observatory/contract/thresholds';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import type { AttentionLevel } from '@mesh-observatory/contract/attention';
import { readCatalogEntries } from '../../catalog.js';
import { cancellable, inRange, sql } from '../../sql.js';
import { bestLinks } from '../best-links.js';
import { latestInRange } from '../latest-values.js';
import { folded, lately, namesOf, type AttentionItem, type AttentionSource } from './item.js';

const MOST = 5;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Nodes whose best link of the last day is poor, the worst first. */
export const findWeakLinks: AttentionSource = ({ context, nums }) => {
  const weak = [...bestLinks(context, { nums, range: lately(context, DAY_MS) })]
    .map(([node, link]) => ({ node, ...link }))
    .filter(({ margin }) => margin < MARGIN_FAIR_DB)
    .sort((one, other) => one.margin - other.margin || one.node - other.node);
  const nameOf = namesOf(
    context,
    weak.flatMap(({ node, other }) => [node, other]),
  );
  const items = weak.map(({ node, other, margin, at }): AttentionItem => ({
    level: 'warning',
    kind: 'link',
    subject: nameOf(node),
    detail: `Its best link, with ${isolated(nameOf(other))}, has a margin of only ${margin.toFixed(1).replace('-', '−')} dB`,
    since: at,
    node,
    page: 'mesh-links',
  }));
  return folded(items, MOST, (count) => ({ subject: `${count} more nodes`, detail: 'Only weak links' }));
};

const levels: Readonly<Record<string, AttentionLevel>> = { yellow: 'info', orange: 'warning', red: 'critical' };

/** Urgency of a value by the steps that color it; undefined = none. */
function levelOf(value: number, steps: readonly ThresholdStep[]): AttentionLevel | undefined {
  const step = steps.findLast(({ from }) => from === null || value >= from);
  return levels[step?.color ?? ''];
}

/** Nodes report these at least once an hour. */
const REPORTED_MS = 2 * HOUR_MS;

const airMetrics = [
  {
    metric: 'device_channel_utilization',
    steps: channelUtilizationSteps,
    text: (value: number) => `Hears the channel in use ${Math.round(value)} % of the time`,
  },
  {
    metric: 'device_air_util_tx',
    steps: airtimeSteps.filter(({ color }) => color !== 'yellow'),
    text: (value: number) => `Transmitted ${value.toFixed(1)} % of the last hour; 10 % is the limit in Europe`,
  },
] as const;

export const findBusyAir: AttentionSource = ({ context, nums }) => {
  const range = lately(context, REPORTED_MS);
  const entries = readCatalogEntries(
    context.reader,
    airMetrics.map(({ metric }) => metric),
  );
  return airMetrics.flatMap(({ metric, steps, text }) => {
    const entry = entries.get(metric);
    if (entry === undefined) return [];
    const busy = [...latestInRange({ ...context, range }, entry.metric_id, nums)]
      .flatMap(([node, { value, at }]) => {
        const level = levelOf(value, steps);
        return level === undefined ? [] : [{ node, value, at, level }];
      })
      .sort((one, other) => other.value - one.value);
    const nameOf = namesOf(
      context,
      busy.map(({ node }) => node),
    );
    const items = busy.map(({ node, value, at, level }): AttentionItem => ({
      ...{ level, kind: 'air', subject: nameOf(node), detail: text(value), since: at, node, page: 'mesh-node' },
    }));
    return folded(items, MOST, (count) => ({ subject: `${count} more nodes`, detail: 'Busy air' }));
  });
};

/** A node floods when it sends so many packets an hour, and so many times more than half of the nodes do. */
const FLOOD_PACKETS = 60;
const FLOOD_FACTOR = 10;

export const findFloods: AttentionSource = ({ context, nums }) => {
  const { reader } = context;
  const hour = lately(context, HOUR_MS);
  const sent = reader.tuples(sql<[number, number]>`
    SELECT ${reader.aliases.currentOf(sql`p.from_num`)} AS node, COUNT(*) FROM packets p
    WHERE ${inRange(sql`p.received_at`, hour)} AND ${cancellable(sql`p.packet_row`)} GROUP BY node ORDER BY 2 DESC, 1`);
  const all = sent.reduce((sum, [, count]) => sum + count, 0);
  const usual = sent[Math.floor(sent.length / 2)]?.[1] ?? 0;
  const asked = nums === null ? null : new Set(nums);
  const floods = sent.filter(
    ([node, count]) => count >= FLOOD_PACKETS && count >= FLOOD_FACTOR * usual && (asked === null || asked.has(node)),
  );
  const nameOf = namesOf(
    context,
    floods.map(([node]) => node),
  );
  return floods.slice(0, MOST).map(([node, count]) => ({
    level: 'warning',
    kind: 'air',
    subject: nameOf(node),
    detail: `Sent ${count} packets in the last hour, ${percent(count / all)} of all; usual here is ${usual}`,
    since: null,
    node,
    page: 'mesh-node',
  }));
};
