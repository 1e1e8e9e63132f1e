import { dutyCyclePercent } from '@mesh-observatory/contract/mesh-radio';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import { stats, type StatName } from '@mesh-observatory/contract/stats';
import { BATTERY_LOW_PERCENT } from '@mesh-observatory/contract/thresholds';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { publishedOn } from '../node-channels.js';
import { inScope, nodesHeard, resolveScope, type Scope } from '../scope.js';
import { gatewayIs, gatewayIsOnline, nodeIs, nodeIsOnline } from '../presence.js';
import { heardBy } from '../lists/packets.js';
import { allOf, isOneOf, sql, inRange, type Sql } from '../sql.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { eventConditions, linkConditions, messageConditions } from '../frames/conditions.js';
import { domainConfig } from '../frames/field-config.js';
import { buildFrame } from '../frames/frame.js';
import { trafficSource } from '../frames/traffic-source.js';
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

function nodes(input: StatInput, condition: Sql): number | null {
  const { reader, range } = input.context;
  const heard = nodesHeard(reader, input.scope, range);
  return number(
    input,
    sql`SELECT COUNT(*) FROM nodes n WHERE n.first_heard < ${range.to} AND ${condition}
        AND ${inScope(sql`n.node_num`, heard)}`,
  );
}

function gateways(input: StatInput, condition: Sql): number | null {
  const { scope } = input;
  return number(
    input,
    sql`SELECT COUNT(*) FROM gateways g WHERE ${condition} AND ${isOneOf(sql`g.gateway_num`, scope.gateways)}
        AND ${inScope(sql`g.gateway_num`, scope.nodes)} AND ${publishedOn(scope.channelIds, input.context.range)}`,
  );
}

/** Packets, or all their copies, in the range; optionally of one outcome. */
function traffic(input: StatInput, what: 'packets' | 'receptions', outcome?: string): number {
  const { scope, context } = input;
  const source = trafficSource(what === 'receptions' ? 'gateway' : 'port', scope, context.range);
  const outcomes = trafficSource('outcome', scope, context.range);
  const query =
    outcome === undefined
      ? sql`SELECT SUM(packets) FROM (${source})`
      : sql`SELECT SUM(packets) FROM (${outcomes}) WHERE key = ${outcome}`;
  return number(input, query) ?? 0;
}

/** Aggregates the latest value of every node that reported in the range. */
function latest(input: StatInput, aggregate: Sql, metric: string, condition: Sql = sql`TRUE`): number | null {
  const { reader, range } = input.context;
  const heard = nodesHeard(reader, input.scope, range);
  return number(
    input,
    sql`SELECT ${aggregate} FROM node_metrics nm JOIN metrics m USING (metric_id) JOIN nodes n USING (node_num)
        WHERE m.metric = ${metric} AND ${inRange(sql`nm.at`, range)} AND ${condition}
          AND ${inScope(sql`nm.node_num`, heard)}`,
  );
}

/** A node that went on external power after its last low reading is not low any more. */
const onBattery = sql`NOT EXISTS (SELECT 1 FROM node_metrics pw JOIN metrics pm USING (metric_id)
  WHERE pw.node_num = nm.node_num AND pm.metric = 'device_powered' AND pw.value = 1 AND pw.at >= nm.at)`;

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);

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

function minutes({ context: { range } }: StatInput): number {
  return (range.to - range.from) / MINUTE_MS;
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
  packets_per_minute: (input) => ratio(traffic(input, 'packets'), minutes(input)),
  receptions: (input) => traffic(input, 'receptions'),
  duplicates_per_packet: (input) => {
    const packets = traffic(input, 'packets');
    return ratio(traffic(input, 'receptions') - packets, packets);
  },
  undecryptable: (input) => traffic(input, 'packets', 'undecryptable'),
  undecryptable_ratio: (input) => ratio(traffic(input, 'packets', 'undecryptable'), traffic(input, 'packets')),
  messages: (input) => number(input, sql`SELECT COUNT(*) FROM messages m WHERE ${messageConditions(input.context)}`),
  links: (input) =>
    number(input, sql`SELECT COUNT(*) FROM links l WHERE ${linkConditions(input.context, radioLinkKinds)}`),
  events: (input) => number(input, sql`SELECT COUNT(*) FROM events e WHERE ${eventConditions(input.context)}`),
  channel_utilization_max: (input) => latest(input, sql`MAX(nm.value)`, 'device_channel_utilization'),
  channel_utilization_mean: (input) => latest(input, sql`AVG(nm.value)`, 'device_channel_utilization'),
  air_util_tx_max: (input) => latest(input, sql`MAX(nm.value)`, 'device_air_util_tx'),
  battery_low: (input) =>
    latest(input, sql`COUNT(*)`, 'device_battery_level', sql`nm.value < ${BATTERY_LOW_PERCENT} AND ${onBattery}`),
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
