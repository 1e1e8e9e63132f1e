import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Node } from '@mesh-observatory/contract/resources';
import { READING_EXPIRY_MS } from '@mesh-observatory/contract/time';
import { selectNodes } from '../lists/nodes.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { sql } from '../sql.js';
import { readCatalogEntries, type MetricEntry } from '../catalog.js';
import { idColumn, nameColumn, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { BATTERY, POWERED, batteryLevel } from '../frames/battery.js';
import { domainConfig, hidden, presenceConfig, snrConfig, unitConfig } from '../frames/field-config.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';

type Measure = Pick<MetricEntry, 'metric' | 'title' | 'description' | 'unit'>;
/** Columns every nodes table has, whether or not a node has reported the metric behind it. */
const standing: readonly (Measure & { readonly column: string })[] = [
  { column: 'battery', metric: BATTERY, title: 'Battery', description: '101 = external power', unit: 'percent' },
  { column: 'voltage', metric: 'device_voltage', title: 'Voltage', description: 'Of the battery', unit: 'volt' },
  {
    column: 'channelUtilization',
    metric: 'device_channel_utilization',
    title: 'Channel utilization',
    description: 'Share of time the node hears its channel in use',
    unit: 'percent',
  },
  {
    column: 'airUtilTx',
    metric: 'device_air_util_tx',
    title: 'Air time',
    description: 'Share of the last hour the node transmitted',
    unit: 'percent',
  },
];

function latest(node: Node, metric: string): number | null {
  return metric === BATTERY ? batteryLevel(node) : (node.metrics[metric]?.value ?? null);
}

function metricColumn(name: string, entry: Measure, thresholds: boolean): Column<Node> {
  return {
    name,
    type: 'number',
    config: {
      displayName: entry.title,
      description: entry.description,
      ...unitConfig(entry.unit),
      ...domainConfig(entry.metric, thresholds),
    },
    value: (node) => latest(node, entry.metric),
  };
}

/** The time of another column. */
const timeOf = (name: string, displayName: string, value: (node: Node) => number | null): Column<Node> => ({
  name,
  type: 'time',
  config: { displayName, ...hidden },
  value,
});

/** A signal measured longer ago says nothing about the node now. */
const isCurrent = ({ directAt }: Node, now: number) => directAt !== null && directAt >= now - READING_EXPIRY_MS;

const laterOf = (...times: readonly (number | undefined)[]) => {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 ? null : Math.max(...known);
};

function timeColumns(): Column<Node>[] {
  return [
    timeOf('snrAt', 'SNR from', (node) => node.directAt),
    timeOf('hopsAwayAt', 'Hops away from', (node) => node.newestPacketAt),
    timeOf('batteryAt', 'Battery from', ({ metrics }) => laterOf(metrics[BATTERY]?.at, metrics[POWERED]?.at)),
    timeOf('nameAt', 'Name from', ({ reportedAt }) => laterOf(reportedAt.longName, reportedAt.shortName)),
  ];
}

const text = (name: string, displayName: string, value: (node: Node) => string | null): Column<Node> => ({
  name,
  type: 'string',
  config: { displayName },
  value,
});

function identityColumns(context: ContextOf<'nodes'>): Column<Node>[] {
  return [
    idColumn(context, 'nodeId', 'Node', (node) => node.nodeId),
    nameColumn(context, 'shortName', 'Short name', 'nodeId', (node) => node.shortName),
    nameColumn(context, 'longName', 'Name', 'nodeId', (node) => node.longName),
    text('hwModel', 'Hardware', (node) => node.hwModel),
    text('role', 'Role', (node) => node.role),
    { name: 'latitude', type: 'number', config: { displayName: 'Latitude', decimals: 5 }, value: (n) => n.latitude },
    { name: 'longitude', type: 'number', config: { displayName: 'Longitude', decimals: 5 }, value: (n) => n.longitude },
    {
      name: 'precisionBits',
      type: 'number',
      config: { displayName: 'Precision bits', description: '32 = exact; fewer bits = the center of a cell' },
      value: (node) => node.precisionBits,
    },
    {
      name: 'lastHeard',
      type: 'time',
      nullable: false,
      config: { displayName: 'Last heard' },
      value: (n) => n.lastHeard,
    },
    { name: 'online', type: 'boolean', config: { displayName: 'Online' }, value: (node) => node.online },
    { name: 'state', type: 'string', nullable: false, config: presenceConfig, value: (node) => node.state },
    { name: 'gateway', type: 'boolean', config: { displayName: 'Gateway' }, value: (node) => node.gateway },
  ];
}

function radioColumns(thresholds: boolean, now: number): Column<Node>[] {
  return [
    {
      name: 'snr',
      type: 'number',
      config: {
        displayName: 'SNR',
        description: 'At the gateway of the newest direct reception; empty when that was more than a day ago',
        ...snrConfig(thresholds),
      },
      value: (node) => (isCurrent(node, now) ? node.snr : null),
    },
    {
      name: 'rssi',
      type: 'number',
      config: { displayName: 'RSSI', ...unitConfig('dBm') },
      value: (node) => (isCurrent(node, now) ? node.rssi : null),
    },
    {
      name: 'hopsAway',
      type: 'number',
      config: { displayName: 'Hops away', decimals: 0 },
      value: (node) => node.hopsAway,
    },
    {
      name: 'altitude',
      type: 'number',
      config: { displayName: 'Altitude', ...unitConfig('lengthm') },
      value: (n) => n.altitude,
    },
    text('firmware', 'Firmware', (node) => node.firmwareVersion),
    text('region', 'Region', (node) => node.region),
    text('modemPreset', 'Modem preset', (node) => node.modemPreset),
    text('channel', 'Channel', (node) => node.channel),
    text('status', 'Status', (node) => node.statusText),
    {
      name: 'packets',
      type: 'number',
      config: { displayName: 'Packets', unit: COUNT_UNIT, decimals: 0 },
      value: (n) => n.packets,
    },
    {
      name: 'firstHeard',
      type: 'time',
      nullable: false,
      config: { displayName: 'First heard' },
      value: (n) => n.firstHeard,
    },
    { name: 'positionAt', type: 'time', config: { displayName: 'Position from' }, value: (node) => node.positionAt },
  ];
}

/** One row per node as it is now: the table every map and node list starts from. */
export const buildNodes: FrameBuilder<'nodes'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const limit = query.limit ?? queryDefinitions.nodes.limit.default;
  const standingMetrics = standing.map(({ metric }) => metric);
  const asked = query.metrics.filter((metric) => !standingMetrics.includes(metric));
  const catalog = readCatalogEntries(reader, asked);
  const where = sql`n.first_heard < ${range.to} AND ${inScope(sql`n.node_num`, nodesHeard(reader, scope, range))}
    AND ${query.includeSilent ? sql`TRUE` : sql`n.last_heard >= ${range.from}`}`;
  const nodes = selectNodes(reader, where, limit + 1, [...standingMetrics, POWERED, ...asked]);
  return [
    buildFrame({
      kind: 'nodes',
      refId: query.refId,
      notices: truncation(nodes.length > limit, `Only the ${limit} nodes heard last are shown.`),
      columns: [
        ...identityColumns(context),
        ...standing.map((measure) => metricColumn(measure.column, measure, query.thresholds)),
        ...radioColumns(query.thresholds, reader.now),
        ...timeColumns(),
        ...[...catalog.values()].map((entry) => metricColumn(entry.metric, entry, query.thresholds)),
      ],
      rows: nodes.slice(0, limit),
    }),
  ];
};
