import type { Node } from '@mesh-observatory/contract/resources';
import { presenceNumbers } from '@mesh-observatory/contract/presence';
import type { Scrape } from './scrape.js';
import { labelText } from './label-text.js';
import { secondsOf, single, type MetricSpec } from './metric-spec.js';

interface NodeMetricOptions {
  readonly type?: MetricSpec['type'];
  /** Exported also of nodes that have been silent for longer than readings are. */
  readonly whileSilent?: boolean;
  /** Time of the value, which is not exported once it has expired. Default: when the node was heard. */
  readonly measuredAt?: (node: Node) => number | null;
}

/** A metric with one value per exported node. Values expire like readings of telemetry, each by its own time. */
function perNode(
  name: string,
  help: string,
  read: (node: Node, scrape: Scrape) => number | null,
  { type = 'gauge', whileSilent = false, measuredAt = ({ lastHeard }) => lastHeard }: NodeMetricOptions = {},
): MetricSpec {
  return {
    name: `meshtastic_node_${name}`,
    help,
    type,
    labels: ['node_id'],
    *collect(scrape) {
      for (const { node, labels } of scrape.nodes) {
        if (!whileSilent && Math.min(node.lastHeard, measuredAt(node) ?? 0) < scrape.earliest) continue;
        const value = read(node, scrape);
        if (value !== null && Number.isFinite(value)) yield { labels, value };
      }
    },
  };
}

const directAt = (node: Node) => node.directAt;
const positionAt = (node: Node) => node.positionAt;

const nodeInfo: MetricSpec = {
  name: 'meshtastic_node_info',
  help: 'Names, hardware and role of a node; always 1. The only metric with names: join on node_id.',
  type: 'gauge',
  labels: ['node_id', 'long_name', 'short_name', 'hw_model', 'role', 'firmware_version', 'region'],
  *collect({ nodes }) {
    for (const { node, labels } of nodes) {
      const names = {
        ...labels,
        long_name: labelText(node.longName),
        short_name: labelText(node.shortName),
        hw_model: labelText(node.hwModel),
        role: labelText(node.role),
        firmware_version: labelText(node.firmwareVersion),
        region: labelText(node.region),
      };
      yield { labels: names, value: 1 };
    }
  },
};

export const nodeMetrics: readonly MetricSpec[] = [
  nodeInfo,
  perNode(
    'last_heard_timestamp_seconds',
    'When the collector last heard the node, by its own clock.',
    (node) => secondsOf(node.lastHeard),
    { whileSilent: true },
  ),
  perNode(
    'online',
    '1 = online or late, 0 = silent. Absent while the node has not been heard since the start.',
    (node) => (node.state === 'unknown' ? null : Number(node.online)),
    { whileSilent: true },
  ),
  perNode(
    'state',
    '2 = online, 1 = late, 0 = silent by its own rhythm, -1 = not heard since the start.',
    (node) => presenceNumbers[node.state],
    { whileSilent: true },
  ),
  perNode('gateway', '1 = has published packets to MQTT.', (node) => Number(node.gateway), { whileSilent: true }),
  perNode('packets_total', 'Packets heard from the node since it was first heard.', (node) => node.packets, {
    type: 'counter',
  }),
  perNode(
    'key_changed_timestamp_seconds',
    'When the node last announced another public key than before. Since the collector started.',
    (node, { keyChangedAt }) => secondsOf(keyChangedAt(node.nodeId)),
  ),
  perNode('snr_decibels', 'Signal-to-noise ratio at the gateway of the newest direct reception.', (node) => node.snr, {
    measuredAt: directAt,
  }),
  perNode('rssi_dbm', 'Signal strength at the gateway of the newest direct reception.', (node) => node.rssi, {
    measuredAt: directAt,
  }),
  perNode('hops_away', 'Minimum hops of the newest packet over all gateways.', (node) => node.hopsAway, {
    measuredAt: ({ newestPacketAt }) => newestPacketAt,
  }),
  perNode('latitude_degrees', 'Newest position, north positive.', (node) => node.latitude, { measuredAt: positionAt }),
  perNode('longitude_degrees', 'Newest position, east positive.', (node) => node.longitude, { measuredAt: positionAt }),
  perNode('altitude_meters', 'Newest position, above mean sea level.', (node) => node.altitude, {
    measuredAt: positionAt,
  }),
  perNode(
    'position_precision',
    'Significant bits of the newest position: 32 = exact, fewer = the center of a cell.',
    (node) => node.precisionBits,
    { measuredAt: positionAt },
  ),
  perNode(
    'position_timestamp_seconds',
    'When the newest position was received.',
    (node) => secondsOf(node.positionAt),
    { measuredAt: positionAt },
  ),
  single('gauge', 'meshtastic_nodes', 'Nodes in memory, silent ones included.', ({ nodesKnown }) => nodesKnown),
  single('gauge', 'meshtastic_nodes_online', 'Nodes that are online or late.', ({ nodesOnline }) => nodesOnline),
  single(
    'gauge',
    'meshtastic_nodes_not_exported',
    'Recently heard nodes without a series because METRICS_MAX_NODES is reached; REST has them all.',
    ({ nodesNotExported }) => nodesNotExported,
  ),
];
