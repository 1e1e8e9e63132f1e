/**
 * Derived metrics of nodes, for `values` queries: one number per node, by node number; nodes without a value are left
 * out.
 */
import type { DerivedOf } from '@mesh-observatory/contract/derived-metrics';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import type { FrameNotice } from '@mesh-observatory/contract/frames';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import { nodeState } from '../../presence.js';
import { nodeId } from '../../../rows/node-id.js';
import { heardBy } from '../../lists/packets.js';
import { inScope, nodesHeard, onPorts, type Scope } from '../../scope.js';
import { allOf, isOneOf, sql, cancellable, inRange, type Sql } from '../../sql.js';
import { airtime, ownAirtime, timesHabit } from '../airtime.js';
import { batteryDaysLeft, batteryTrends } from '../battery-trend.js';
import { bestLinks } from '../best-links.js';
import { hasFewNodes, lastWeekOf, type ContextOf } from '../context.js';
import { truncation } from '../frame.js';

/** A node the query asks about. */
export interface ValueNode {
  readonly node_num: number;
  readonly short_name: string | null;
  readonly long_name: string | null;
  readonly role: string | null;
  readonly last_heard: number;
  readonly state: PresenceState;
}

export interface NodeSelection {
  readonly context: ContextOf<'values'>;
  readonly scope: Scope;
  /** Numbers of `nodes` for a clause; null = all nodes there are, or nearly. */
  readonly nums: readonly number[] | null;
  /** Most recently heard first. */
  readonly nodes: readonly ValueNode[];
}

export interface NodeReadings {
  readonly values: ReadonlyMap<number, number>;
  readonly notices?: readonly FrameNotice[];
}

/** Selects the nodes of a `values` query. */
export function selectValueNodes(context: ContextOf<'values'>, scope: Scope): NodeSelection {
  const { reader, query, range } = context;
  const nums = nodesHeard(reader, scope, range);
  const where = allOf([
    sql`n.first_heard < ${range.to}`,
    inScope(sql`n.node_num`, nums),
    query.includeSilent ? sql`TRUE` : sql`n.last_heard >= ${range.from}`,
  ]);
  const nodes = reader.all(sql<ValueNode>`
    SELECT n.node_num, n.short_name, n.long_name, n.role, n.last_heard, ${nodeState} AS state FROM nodes n
    WHERE ${where} ORDER BY n.last_heard DESC, n.node_num DESC`);
  return { context, scope, nums, nodes };
}

/** A node without a name is labeled by its id, so that an alert can name it. */
export function nodeLabels(node: ValueNode): string[] {
  const id = nodeId(node.node_num);
  return [id, node.short_name ?? id, node.long_name ?? node.short_name ?? id, node.role ?? ''];
}

/** A value computed from each node itself. */
const ofEach = (selection: NodeSelection, value: (node: ValueNode) => number): NodeReadings => ({
  values: new Map(selection.nodes.map((node) => [node.node_num, value(node)])),
});

/** A count for each node, 0 where nothing was found, so that an alert on a count can resolve. */
const counted = ({ nodes }: NodeSelection, found: ReadonlyMap<number, number>): NodeReadings => ({
  values: new Map(nodes.map(({ node_num }) => [node_num, found.get(node_num) ?? 0])),
});

const secondsSince = (at: number, now: number) => Math.max(0, now - at) / 1000;

function eventsOf(selection: NodeSelection, kind: 'reboot' | 'key_changed'): NodeReadings {
  const { reader, range } = selection.context;
  const rows = reader.tuples(sql<[number, number]>`
    SELECT ${reader.aliases.currentOf(sql`e.node_num`)} AS node, COUNT(*) FROM events e
    WHERE e.kind = ${kind} AND ${inRange(sql`e.at`, range)} AND ${inScope(sql`e.node_num`, selection.nums)}
      AND ${cancellable(sql`e.event_id`)}
    GROUP BY node`);
  return counted(selection, new Map(rows));
}

/** Either end, the newest reading of each link that was measured in or after the range. */
function bestSnr({ context: { reader, query, range }, nums }: NodeSelection): NodeReadings {
  const end = (node: Sql) => sql`
    SELECT ${node} AS node_num, l.snr FROM links l
    WHERE l.last_seen >= ${range.from} AND l.snr_at >= ${range.from} AND l.first_seen < ${range.to} AND l.snr IS NOT NULL
      AND ${isOneOf(sql`l.kind`, query.linkKinds.length === 0 ? radioLinkKinds : query.linkKinds)}
      AND ${inScope(node, nums)} AND ${cancellable(node)}`;
  const rows = reader.tuples(sql<[number, number]>`
    SELECT node_num, MAX(snr) FROM (${end(sql`l.from_num`)} UNION ALL ${end(sql`l.to_num`)}) GROUP BY node_num`);
  return { values: new Map(rows) };
}

const bestMargin = ({ context, nums }: NodeSelection): NodeReadings => {
  const { range, query } = context;
  const best = bestLinks(context, { nums, range, kinds: query.linkKinds });
  return { values: new Map([...best].map(([node, { margin }]) => [node, margin])) };
};

function packetsOf(selection: NodeSelection): NodeReadings {
  const { context, scope, nums } = selection;
  const { reader, range } = context;
  const { from } = hasFewNodes(selection.nodes) ? range : lastWeekOf(range);
  const where = allOf([
    inRange(sql`p.received_at`, { from, to: range.to }),
    isOneOf(sql`p.channel_id`, scope.channelIds),
    scope.portnums === null ? sql`TRUE` : onPorts(sql`p.portnum`, scope.portnums),
    heardBy(sql`p.packet_row`, scope.gateways),
    cancellable(sql`p.packet_row`),
  ]);
  // Node by node: the index on the sender holds all that is counted.
  const rows = reader.tuples(sql<[number, number]>`
    SELECT n.node_num, (SELECT COUNT(*) FROM packets p WHERE ${reader.aliases.isNode(sql`p.from_num`, sql`n.node_num`)} AND ${where})
    FROM nodes n WHERE ${inScope(sql`n.node_num`, nums)}`);
  const notices = truncation(from > range.from, 'Packets are counted for the last 7 days of the range.');
  return { ...counted(selection, new Map(rows)), notices };
}

export const nodeReaders: Readonly<Record<DerivedOf<'node'>, (selection: NodeSelection) => NodeReadings>> = {
  node_silent_seconds: (selection) =>
    ofEach(selection, ({ state, last_heard }) =>
      state === 'silent' ? secondsSince(last_heard, selection.context.reader.now) : 0,
    ),
  node_last_heard_age_seconds: (selection) =>
    ofEach(selection, ({ last_heard }) => secondsSince(last_heard, selection.context.reader.now)),
  node_reboots: (selection) => eventsOf(selection, 'reboot'),
  node_key_changes: (selection) => eventsOf(selection, 'key_changed'),
  node_battery_change_per_day: ({ context, nums }) => ({ values: batteryTrends(context, nums) }),
  node_battery_days_left: ({ context, nums }) => ({ values: batteryDaysLeft(context, nums) }),
  node_best_snr: bestSnr,
  node_best_margin: bestMargin,
  node_packets: packetsOf,
  node_airtime_share: ({ context, nums }) => ({ values: airtime(context, nums, lastWeekOf(context.range)) }),
  node_airtime_own_share: ({ context, nums }) => ({ values: ownAirtime(context, nums, lastWeekOf(context.range)) }),
  node_airtime_habit_ratio: ({ context, nums }) => ({ values: timesHabit(context, nums, lastWeekOf(context.range)) }),
};
