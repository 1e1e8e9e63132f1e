import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { nodeColumns } from '@mesh-observatory/contract/queries/nodes';
import type { Node } from '@mesh-observatory/contract/resources';
import { READING_EXPIRY_MS } from '@mesh-observatory/contract/time';
import { selectNodes } from '../lists/nodes.js';
import { labelOf } from '../directory.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { sql } from '../sql.js';
import { readCatalogEntries, type MetricEntry } from '../catalog.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder, QueriesByType } from '../frames/context.js';
import { BATTERY, POWERED, batteryLevel } from '../frames/battery.js';
import { domainConfig, unitConfig } from '../frames/field-config.js';
import { buildFrame, limitNotice, type Column } from '../frames/frame.js';
import { asksForChannels, asksForGateways, type LiveRule } from '../live/rule.js';

/** Metrics behind the columns every answer has. */
const standing = {
  battery: BATTERY,
  voltage: 'device_voltage',
  channelUtilization: 'device_channel_utilization',
  airUtilTx: 'device_air_util_tx',
} as const;

const latest = ({ metrics }: Node, metric: string) => metrics[metric]?.value ?? null;

/** A signal measured longer ago says nothing about the node now. */
const isCurrent = ({ directAt }: Node, now: number) => directAt !== null && directAt >= now - READING_EXPIRY_MS;

const laterOf = (...times: readonly (number | undefined)[]) => {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 ? null : Math.max(...known);
};

function columns(context: ContextOf<'nodes'>): Column<Node>[] {
  const { now } = context.reader;
  return columnsOf<typeof nodeColumns, Node>(context, nodeColumns, {
    nodeId: (node) => node.nodeId,
    shortName: (node) => node.shortName,
    longName: (node) => node.longName,
    hwModel: (node) => node.hwModel,
    role: (node) => node.role,
    latitude: (node) => node.latitude,
    longitude: (node) => node.longitude,
    precisionBits: (node) => node.precisionBits,
    lastHeard: (node) => node.lastHeard,
    online: (node) => node.online,
    state: (node) => node.state,
    gateway: (node) => node.gateway,
    battery: batteryLevel,
    voltage: (node) => latest(node, standing.voltage),
    channelUtilization: (node) => latest(node, standing.channelUtilization),
    airUtilTx: (node) => latest(node, standing.airUtilTx),
    snr: (node) => (isCurrent(node, now) ? node.snr : null),
    margin: (node) => (isCurrent(node, now) ? context.radio.marginDb(node.snr, node.nodeId) : null),
    rssi: (node) => (isCurrent(node, now) ? node.rssi : null),
    hopsAway: (node) => node.hopsAway,
    altitude: (node) => node.altitude,
    firmware: (node) => node.firmwareVersion,
    region: (node) => node.region,
    modemPreset: (node) => node.modemPreset,
    channel: (node) => node.channel,
    status: (node) => node.statusText,
    packets: (node) => node.packets,
    firstHeard: (node) => node.firstHeard,
    positionAt: (node) => node.positionAt,
    snrAt: (node) => node.directAt,
    hopsAwayAt: (node) => node.newestPacketAt,
    batteryAt: ({ metrics }) => laterOf(metrics[BATTERY]?.at, metrics[POWERED]?.at),
    nameAt: ({ reportedAt }) => laterOf(reportedAt.longName, reportedAt.shortName),
    label: (node) => labelOf(node, node.nodeId),
  });
}

function metricColumn(
  { metric, title, description, unit }: MetricEntry,
  { query, radio }: ContextOf<'nodes'>,
): Column<Node> {
  const config = {
    displayName: title,
    description,
    ...unitConfig(unit),
    ...domainConfig(metric, query.thresholds, radio),
  };
  return { name: metric, type: 'number', config, value: (node) => latest(node, metric) };
}

const limitOf = ({ limit }: QueriesByType['nodes']) => limit ?? queryDefinitions.nodes.limit.default;

/** One row per node as it is now: the table every map and node list starts from. */
export const buildNodes: FrameBuilder<'nodes'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const limit = limitOf(query);
  const standingMetrics: readonly string[] = Object.values(standing);
  const asked = query.metrics.filter((metric) => !standingMetrics.includes(metric));
  const catalog = readCatalogEntries(reader, asked);
  const where = sql`n.first_heard < ${range.to} AND ${inScope(sql`n.node_num`, nodesHeard(reader, scope, range))}
    AND ${query.includeSilent ? sql`TRUE` : sql`n.last_heard >= ${range.from}`}`;
  const nodes = selectNodes(reader, where, limit + 1, [...standingMetrics, POWERED, ...asked]);
  return [
    buildFrame({
      kind: 'nodes',
      refId: query.refId,
      notices: limitNotice(query, nodes.length > limit, `Only the ${limit} nodes heard last are shown.`),
      columns: [...columns(context), ...[...catalog.values()].map((entry) => metricColumn(entry, context))],
      rows: nodes.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'nodes'> = {
  paceMs: 1000,
  effectOf(change, query) {
    if (change.kind !== 'packet' && change.kind !== 'node') return 'none';
    if (asksForGateways(query) || asksForChannels(query)) return 'all';
    // That a node was heard again is announced with its packet, of a node with nothing else new once a minute.
    if (change.kind === 'packet') return { since: change.packet.receivedAt };
    return { since: change.node.lastHeard, key: change.node.nodeId };
  },
  newest: {
    time: () => 'lastHeard' satisfies keyof typeof nodeColumns,
    isTrimmed: ({ includeSilent }) => !includeSilent,
    limit: limitOf,
    narrow: (query) => ({ ...query, includeSilent: false }),
  },
};
