import { batteryColumns } from '@mesh-observatory/contract/queries/batteries';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Node } from '@mesh-observatory/contract/resources';
import { BATTERY_POWERED_PERCENT } from '@mesh-observatory/contract/thresholds';
import { DAY_MS, HOUR_MS } from '@mesh-observatory/contract/time';
import { parseNodeId } from '../../../../model.js';
import { selectNodes } from '../lists/nodes.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { sql, cancellable, inRange, type TimeRange } from '../sql.js';
import { BATTERY, POWERED, batteryLevel, batteryMetricIds } from '../frames/battery.js';
import { FLAT } from '../frames/battery-trend.js';
import { batteryHistory, type BatteryHistory, type HourOfCharge } from '../frames/battery-history.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const SHORTEST_MS = 3 * DAY_MS;
const LONGEST_MS = 7 * DAY_MS;
const CURRENT_MS = DAY_MS;
const IN_DAYS_FROM_HOURS = 48;

interface Battery {
  readonly node: Node;
  readonly level: number;
  readonly isCurrent: boolean;
  readonly history: BatteryHistory;
  readonly hoursLeft: number | null;
}

type Hours = ReadonlyMap<number, readonly HourOfCharge[]>;

function readHours({ reader }: ContextOf<'batteries'>, metricId: number | undefined, range: TimeRange): Hours {
  const found = new Map<number, HourOfCharge[]>();
  if (metricId === undefined) return found;
  const rows = reader.tuples(sql<[node: number, hour: number, value: number]>`
    SELECT ${reader.aliases.currentOf(sql`s.node_num`)} AS node, s.at - s.at % ${HOUR_MS} AS hour, AVG(s.value)
    FROM samples s WHERE s.metric_id = ${metricId} AND ${inRange(sql`s.at`, range)} AND ${cancellable(sql`s.packet_row`)}
    GROUP BY node, hour ORDER BY node, hour`);
  for (const [node, hour, value] of rows) {
    const hours = found.get(node);
    if (hours === undefined) found.set(node, [[hour, value]]);
    else hours.push([hour, value]);
  }
  return found;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function readBatteries(context: ContextOf<'batteries'>, nodes: readonly Node[]): Battery[] {
  const { reader, range } = context;
  const from = range.to - Math.min(LONGEST_MS, Math.max(SHORTEST_MS, range.to - range.from));
  const ids = batteryMetricIds(context);
  const charges = readHours(context, ids.battery, { from, to: range.to });
  const powered = readHours(context, ids.powered, { from, to: range.to });
  const longitude = mean(nodes.flatMap((node) => node.longitude ?? []));
  return nodes.flatMap((node): Battery[] => {
    const level = batteryLevel(node);
    if (level === null) return [];
    const num = parseNodeId(node.nodeId) ?? 0;
    const lastPowered = (powered.get(num) ?? []).filter(([, value]) => value > 0).at(-1)?.[0] ?? 0;
    const hours = (charges.get(num) ?? []).filter(([hour]) => hour > lastPowered);
    const history = batteryHistory(hours, node.longitude ?? longitude, level);
    const at = levelAt(node);
    const isCurrent = node.state !== 'silent' && at !== null && at >= reader.now - CURRENT_MS;
    const falls = history.trend !== undefined && history.trend < -FLAT && level < BATTERY_POWERED_PERCENT;
    const hoursLeft = isCurrent && falls ? (level / -history.trend) * 24 : null;
    return [{ node, level, isCurrent, history, hoursLeft }];
  });
}

function levelAt({ metrics }: Node): number | null {
  const times = [metrics[BATTERY]?.at, metrics[POWERED]?.at].filter((at) => at !== undefined);
  return times.length === 0 ? null : Math.max(...times);
}

const isPowered = ({ level }: Battery) => level >= BATTERY_POWERED_PERCENT;

function lastsText(battery: Battery): string {
  const { isCurrent, level, history, hoursLeft } = battery;
  if (!isCurrent) return isPowered(battery) ? 'Powered when last heard' : `${Math.round(level)} % when last heard`;
  if (isPowered(battery)) return 'On external power';
  if (history.trend === undefined) return 'Too little history';
  if (hoursLeft === null) return 'Does not fall';
  if (hoursLeft < 1) return 'Less than 1 h';
  return hoursLeft < IN_DAYS_FROM_HOURS ? `${Math.round(hoursLeft)} h` : `${(hoursLeft / 24).toFixed(1)} d`;
}

const powerNames = { solar: 'Solar', battery: 'Battery' } as const;

function powerText(battery: Battery): string | null {
  if (isPowered(battery)) return 'External power';
  const { power } = battery.history;
  return power === undefined ? null : powerNames[power];
}

function columns(context: ContextOf<'batteries'>): Column<Battery>[] {
  return columnsOf<typeof batteryColumns, Battery>(context, batteryColumns, {
    nodeId: ({ node }) => node.nodeId,
    shortName: ({ node }) => node.shortName,
    longName: ({ node }) => node.longName,
    power: powerText,
    level: ({ level, isCurrent }) => (isCurrent ? level : null),
    levelAt: ({ node }) => levelAt(node),
    trend: (battery) => (isPowered(battery) ? null : battery.history.trend),
    lasts: lastsText,
    hoursLeft: ({ hoursLeft }) => hoursLeft,
    chargedByDay: ({ history }) => history.balance?.chargedByDay,
    usedByNight: ({ history }) => history.balance?.usedByNight,
    daysWithoutSun: ({ history }) => history.balance?.daysWithoutSun,
  });
}

/** First those that are empty first, then those whose charge does not fall, the lowest first; silent ones last. */
function byUrgency(a: Battery, b: Battery): number {
  if (a.isCurrent !== b.isCurrent) return a.isCurrent ? -1 : 1;
  return (a.hoursLeft ?? Infinity) === (b.hoursLeft ?? Infinity)
    ? a.level - b.level
    : (a.hoursLeft ?? Infinity) - (b.hoursLeft ?? Infinity);
}

/** One row per battery. */
export const buildBatteries: FrameBuilder<'batteries'> = (context) => {
  const { reader, query, range } = context;
  const limit = query.limit ?? queryDefinitions.batteries.limit.default;
  const scope = resolveScope(reader, query);
  const where = sql`n.first_heard < ${range.to} AND ${inScope(sql`n.node_num`, nodesHeard(reader, scope, range))}
    AND EXISTS (SELECT 1 FROM node_metrics nm JOIN metrics m USING (metric_id)
      WHERE nm.node_num = n.node_num AND m.metric IN (${BATTERY}, ${POWERED}))`;
  const nodes = selectNodes(reader, where, limit + 1, [BATTERY, POWERED]);
  return [
    buildFrame<Battery>({
      kind: 'batteries',
      refId: query.refId,
      notices: truncation(nodes.length > limit, `Only the ${limit} nodes heard last are shown.`),
      columns: columns(context),
      rows: readBatteries(context, nodes.slice(0, limit)).sort(byUrgency),
    }),
  ];
};

export const live: LiveRule<'batteries'> = readAgainAfter(['node'], 10_000);
