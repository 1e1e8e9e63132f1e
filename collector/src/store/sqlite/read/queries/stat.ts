import { dutyCyclePercent } from '@mesh-observatory/contract/mesh-radio';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import { stats, type StatName } from '@mesh-observatory/contract/stats';
import { BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import { DAY_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { TrafficGroup } from '@mesh-observatory/contract/traffic';
import { readCatalogEntries } from '../catalog.js';
import { publishedOn } from '../node-channels.js';
import { inScope, nodesHeard, resolveScope, type Scope } from '../scope.js';
import { gatewayIs, gatewayIsOnline, nodeIs, nodeIsOnline } from '../presence.js';
import { heardBy } from '../lists/packets.js';
import { allOf, isOneOf, sql, type Sql, type TimeRange } from '../sql.js';
import type { Buckets } from '../frames/buckets.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { eventConditions, linkConditions, messageConditions } from '../frames/conditions.js';
import { domainConfig } from '../frames/field-config.js';
import { buildFrame } from '../frames/frame.js';
import { readSamples, type BucketAggregation } from '../frames/samples.js';
import { countedSince, trafficSource } from '../frames/traffic-source.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

interface StatInput {
  readonly context: ContextOf<'stat'>;
  readonly scope: Scope;
}
/** Reads the number; null = there is none. */
type Stat = (input: StatInput) => number | null;

function number(input: StatInput, query: Sql): number | null {
  return input.context.reader.tuples(query as Sql<[number | null]>)[0]?.[0] ?? null;
}

/** The time of figures about now, whatever the range: its length back from now, for filters by gateway and channel. */
function untilNow({ context: { reader, range } }: StatInput): TimeRange {
  return { from: reader.now - (range.to - range.from), to: reader.now + 1 };
}

function nodes(input: StatInput, condition: Sql): number | null {
  const { reader } = input.context;
  const heard = nodesHeard(reader, input.scope, untilNow(input));
  return number(input, sql`SELECT COUNT(*) FROM nodes n WHERE ${condition} AND ${inScope(sql`n.node_num`, heard)}`);
}

function gateways(input: StatInput, condition: Sql): number | null {
  const { scope } = input;
  return number(
    input,
    sql`SELECT COUNT(*) FROM gateways g WHERE ${condition} AND ${isOneOf(sql`g.gateway_num`, scope.gateways)}
        AND ${inScope(sql`g.gateway_num`, scope.nodes)} AND ${publishedOn(scope.channelIds, untilNow(input))}`,
  );
}

/** Packets, or all their copies, in the range; optionally of one outcome. null = of all that time no traffic is known. */
function traffic(input: StatInput, what: 'packets' | 'receptions', outcome?: string): number | null {
  const { scope, context } = input;
  const by = outcome !== undefined ? 'outcome' : what === 'receptions' ? 'gateway' : 'port';
  if (knownTime(input, by) < 0) return null;
  const source = trafficSource(by, scope, context.range);
  const query =
    outcome === undefined
      ? sql`SELECT SUM(packets) FROM (${source})`
      : sql`SELECT SUM(packets) FROM (${source}) WHERE key = ${outcome}`;
  return number(input, query) ?? 0;
}

/** The part of the range that traffic is known of, ms; negative when there is none. */
function knownTime({ context: { reader, range }, scope }: StatInput, by: TrafficGroup): number {
  const since = countedSince(reader, by, scope) ?? Infinity;
  return Math.min(range.to, reader.now) - Math.max(range.from, since);
}

function packetsPerMinute(input: StatInput): number | null {
  // Traffic is counted by the minute: less than one would make a peak of a single packet.
  return ratio(traffic(input, 'packets'), Math.max(knownTime(input, 'port'), MINUTE_MS) / MINUTE_MS);
}

/** The whole range as one. */
function wholeOf({ from, to }: TimeRange): Buckets {
  const width = Math.max(1, to - from);
  // Not on full hours: the hours at its ends count with the readings in the range only.
  return { width, widest: width, onFullHours: false, startOf: () => from, after: () => to, sql: () => sql`${from}` };
}

/** Aggregates all readings of all nodes in the range. */
function readings(input: StatInput, aggregation: BucketAggregation, metric: string): number | null {
  const { reader, range } = input.context;
  const metricId = readCatalogEntries(reader, [metric]).get(metric)?.metric_id;
  if (metricId === undefined) return null;
  const heard = nodesHeard(reader, input.scope, range);
  const nodes = reader.tuples(sql<[number]>`SELECT nm.node_num FROM node_metrics nm
    WHERE nm.metric_id = ${metricId} AND nm.at >= ${range.from} AND ${inScope(sql`nm.node_num`, heard)}`);
  const [point] = readSamples(reader, {
    metricId,
    nodes: nodes.map(([node]) => node),
    channelIds: input.scope.channelIds,
    range,
    buckets: wholeOf(range),
    aggregation,
  });
  return point?.[1] ?? null;
}

/** Nodes whose latest reading is low; readings of days ago say nothing about now. */
function batteryLow(input: StatInput): number | null {
  const { reader } = input.context;
  const heard = nodesHeard(reader, input.scope, untilNow(input));
  const [row] = reader.tuples(
    sql<[known: number, low: number]>`
    SELECT COUNT(*), COALESCE(SUM(nm.value < ${BATTERY_LOW_PERCENT} AND ${onBattery}), 0)
    FROM node_metrics nm JOIN metrics m USING (metric_id) JOIN nodes n USING (node_num)
    WHERE m.metric = 'device_battery_level' AND nm.at >= ${reader.now - DAY_MS} AND ${inScope(sql`nm.node_num`, heard)}`,
  );
  // None that reports its battery is not the same as none that is low.
  return row === undefined || row[0] === 0 ? null : row[1];
}

/** A node that went on external power after its last low reading is not low any more. */
const onBattery = sql`NOT EXISTS (SELECT 1 FROM node_metrics pw JOIN metrics pm USING (metric_id)
  WHERE pw.node_num = nm.node_num AND pm.metric = 'device_powered' AND pw.value = 1 AND pw.at >= nm.at)`;

const ratio = (part: number | null, whole: number | null) =>
  part === null || whole === null || whole === 0 ? null : part / whole;

function lastPacketAge(input: StatInput): number | null {
  const { reader } = input.context;
  const { scope } = input;
  const where = allOf([
    inScope(sql`p.from_num`, scope.nodes),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    heardBy(sql`p.packet_row`, scope.gateways),
  ]);
  const newest = number(
    input,
    sql`SELECT p.received_at FROM packets p WHERE ${where} ORDER BY p.received_at DESC LIMIT 1`,
  );
  return newest === null ? null : Math.max(0, reader.now - newest) / 1000;
}

const readers: Readonly<Record<StatName, Stat>> = {
  nodes_total: (input) => nodes(input, sql`TRUE`),
  nodes_online: (input) => nodes(input, nodeIsOnline),
  nodes_late: (input) => nodes(input, nodeIs('late')),
  nodes_silent: (input) => nodes(input, nodeIs('silent')),
  nodes_unknown: (input) => nodes(input, nodeIs('unknown')),
  gateways_online: (input) => gateways(input, gatewayIsOnline),
  gateways_late: (input) => gateways(input, gatewayIs('late')),
  gateways_silent: (input) => gateways(input, gatewayIs('silent')),
  gateways_unknown: (input) => gateways(input, gatewayIs('unknown')),
  gateways_total: (input) => gateways(input, sql`TRUE`),
  packets: (input) => traffic(input, 'packets'),
  packets_per_minute: packetsPerMinute,
  receptions: (input) => traffic(input, 'receptions'),
  duplicates_per_packet: (input) => {
    const packets = traffic(input, 'packets');
    const receptions = traffic(input, 'receptions');
    return packets === null || receptions === null ? null : ratio(receptions - packets, packets);
  },
  undecryptable: (input) => traffic(input, 'packets', 'undecryptable'),
  undecryptable_ratio: (input) => ratio(traffic(input, 'packets', 'undecryptable'), traffic(input, 'packets')),
  messages: (input) => number(input, sql`SELECT COUNT(*) FROM messages m WHERE ${messageConditions(input.context)}`),
  links: (input) =>
    number(input, sql`SELECT COUNT(*) FROM links l WHERE ${linkConditions(input.context, radioLinkKinds)}`),
  events: (input) => number(input, sql`SELECT COUNT(*) FROM events e WHERE ${eventConditions(input.context)}`),
  channel_utilization_max: (input) => readings(input, 'max', 'device_channel_utilization'),
  channel_utilization_mean: (input) => readings(input, 'mean', 'device_channel_utilization'),
  air_util_tx_max: (input) => readings(input, 'max', 'device_air_util_tx'),
  battery_low: batteryLow,
  duty_cycle: ({ context }) => dutyCyclePercent(context.radio.region) ?? null,
  last_packet_age: lastPacketAge,
};

/** One number. When there is none the frame has no row, which Grafana shows as "No data". */
export const buildStat: FrameBuilder<'stat'> = (context) => {
  const { query, reader } = context;
  const { title, description, unit, decimals } = stats[query.stat];
  const found = readers[query.stat]({ context, scope: resolveScope(reader, query) });
  const domain = query.stat.startsWith('channel_utilization')
    ? domainConfig('device_channel_utilization', query.thresholds, context.radio)
    : {};
  return [
    buildFrame<number>({
      kind: 'stat',
      name: query.stat,
      refId: query.refId,
      columns: [
        {
          name: query.stat,
          type: 'number',
          nullable: false,
          config: { displayName: query.legend ?? title, description, unit, decimals, ...domain },
          value: (number_) => number_,
        },
      ],
      rows: found === null ? [] : [found],
    }),
  ];
};

export const live: LiveRule<'stat'> = readAgainAfter(['node', 'gateway', 'packet', 'message', 'link', 'event'], 5000);
