import type { Aggregation } from '@mesh-observatory/contract/aggregations';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { StatName } from '@mesh-observatory/contract/stats';
import type { TrafficGroup, TrafficUnit } from '@mesh-observatory/contract/traffic';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import { lazily, t } from '../i18n';

/** How things are called on the screen. */
export interface Word {
  readonly label: string;
  readonly description: string;
}

export const queryTypeWords = lazily((): Record<QueryType, Word> => ({
  timeseries: {
    label: t('words.query-type.timeseries', 'Time series'),
    description: t('words.query-type.timeseries-description', 'Telemetry of nodes over time'),
  },
  nodes: {
    label: t('words.query-type.nodes', 'Nodes'),
    description: t('words.query-type.nodes-description', 'One row per node as it is now: maps, tables, node lists'),
  },
  positions: {
    label: t('words.query-type.positions', 'Positions'),
    description: t('words.query-type.positions-description', 'Where nodes have been: tracks on a map'),
  },
  links: {
    label: t('words.query-type.links', 'Links'),
    description: t('words.query-type.links-description', 'Who heard whom, with signal quality'),
  },
  messages: {
    label: t('words.query-type.messages', 'Messages'),
    description: t('words.query-type.messages-description', 'Texts, alerts and what sensors say in words'),
  },
  packets: {
    label: t('words.query-type.packets', 'Packets'),
    description: t('words.query-type.packets-description', 'Every packet, with who heard it and how well'),
  },
  traceroutes: {
    label: t('words.query-type.traceroutes', 'Traceroutes'),
    description: t('words.query-type.traceroutes-description', 'Routes there and back with signal per hop'),
  },
  events: {
    label: t('words.query-type.events', 'Events'),
    description: t('words.query-type.events-description', 'New, silent, rebooted, renamed nodes; gateways up and down'),
  },
  traffic: {
    label: t('words.query-type.traffic', 'Traffic'),
    description: t('words.query-type.traffic-description', 'Packets or bytes over time by port, channel, gateway …'),
  },
  gateways: {
    label: t('words.query-type.gateways', 'Gateways'),
    description: t('words.query-type.gateways-description', 'What each gateway contributes'),
  },
  nodegraph: {
    label: t('words.query-type.nodegraph', 'Node graph'),
    description: t('words.query-type.nodegraph-description', 'Nodes and links for the Node graph panel'),
  },
  stat: {
    label: t('words.query-type.stat', 'Counter'),
    description: t('words.query-type.stat-description', 'One number over the time range, or now'),
  },
  values: {
    label: t('words.query-type.values', 'Values'),
    description: t(
      'words.query-type.values-description',
      'One number per node, gateway or channel: alert rules, bar gauges, rankings',
    ),
  },
  channels: {
    label: t('words.query-type.channels', 'Channels'),
    description: t('words.query-type.channels-description', 'What each channel carries, and how it is encrypted'),
  },
  linkpairs: {
    label: t('words.query-type.linkpairs', 'Link pairs'),
    description: t(
      'words.query-type.linkpairs-description',
      'Both directions of a link in one row: asymmetric and one-way links',
    ),
  },
  cutpoints: {
    label: t('words.query-type.cutpoints', 'Cut points'),
    description: t('words.query-type.cutpoints-description', 'Nodes whose loss splits the mesh'),
  },
  findings: {
    label: t('words.query-type.findings', 'Findings'),
    description: t('words.query-type.findings-description', 'Hints at what is not safe or not private'),
  },
  collector: {
    label: t('words.query-type.collector', 'Collector'),
    description: t('words.query-type.collector-description', 'How the collector itself has been, minute by minute'),
  },
  signal: {
    label: t('words.query-type.signal', 'Signal'),
    description: t('words.query-type.signal-description', 'How well gateways hear nodes directly, over time'),
  },
}));

export const aggregationWords = lazily((): Record<Aggregation, Word> => ({
  mean: {
    label: t('words.aggregation.mean', 'Mean'),
    description: t('words.aggregation.mean-description', 'Average per interval'),
  },
  min: {
    label: t('words.aggregation.min', 'Minimum'),
    description: t('words.aggregation.min-description', 'Lowest per interval'),
  },
  max: {
    label: t('words.aggregation.max', 'Maximum'),
    description: t('words.aggregation.max-description', 'Highest per interval'),
  },
  last: {
    label: t('words.aggregation.last', 'Last'),
    description: t('words.aggregation.last-description', 'Newest per interval'),
  },
  sum: {
    label: t('words.aggregation.sum', 'Sum'),
    description: t('words.aggregation.sum-description', 'Total per interval'),
  },
  count: {
    label: t('words.aggregation.count', 'Count'),
    description: t('words.aggregation.count-description', 'Number of readings per interval'),
  },
  rate_per_minute: {
    label: t('words.aggregation.rate_per_minute', 'Rate per minute'),
    description: t('words.aggregation.rate_per_minute-description', 'How fast a counter grows, one series per node'),
  },
}));

export const trafficUnitWords = lazily((): Record<TrafficUnit, Word> => ({
  packets: {
    label: t('words.traffic-unit.packets', 'Packets'),
    description: t('words.traffic-unit.packets-description', 'Packets per interval'),
  },
  bytes: {
    label: t('words.traffic-unit.bytes', 'Bytes'),
    description: t('words.traffic-unit.bytes-description', 'Bytes per interval'),
  },
  packets_per_minute: {
    label: t('words.traffic-unit.packets_per_minute', 'Packets/min'),
    description: t('words.traffic-unit.packets_per_minute-description', 'However long the interval is'),
  },
  bytes_per_second: {
    label: t('words.traffic-unit.bytes_per_second', 'Bytes/s'),
    description: t('words.traffic-unit.bytes_per_second-description', 'However long the interval is'),
  },
}));

export const statWords = lazily((): Record<StatName, Word> => ({
  nodes_total: {
    label: t('words.stat.nodes_total', 'Nodes'),
    description: t('words.stat.nodes_total-description', 'Nodes known by the end of the range'),
  },
  nodes_online: {
    label: t('words.stat.nodes_online', 'Nodes online'),
    description: t('words.stat.nodes_online-description', 'Heard within the silence threshold of their role'),
  },
  nodes_silent: {
    label: t('words.stat.nodes_silent', 'Nodes silent'),
    description: t('words.stat.nodes_silent-description', 'Not heard for longer than their role explains'),
  },
  gateways_online: {
    label: t('words.stat.gateways_online', 'Gateways online'),
    description: t('words.stat.gateways_online-description', 'Gateways that publish'),
  },
  gateways_total: {
    label: t('words.stat.gateways_total', 'Gateways'),
    description: t('words.stat.gateways_total-description', 'Gateways ever heard of'),
  },
  packets: {
    label: t('words.stat.packets', 'Packets'),
    description: t('words.stat.packets-description', 'Distinct packets in the range'),
  },
  packets_per_minute: {
    label: t('words.stat.packets_per_minute', 'Packets per minute'),
    description: t('words.stat.packets_per_minute-description', 'Mean rate over the range'),
  },
  receptions: {
    label: t('words.stat.receptions', 'Receptions'),
    description: t('words.stat.receptions-description', 'Copies of packets from all gateways'),
  },
  duplicates_per_packet: {
    label: t('words.stat.duplicates_per_packet', 'Duplicates per packet'),
    description: t('words.stat.duplicates_per_packet-description', 'Further copies of a packet, on average'),
  },
  undecryptable: {
    label: t('words.stat.undecryptable', 'Undecryptable packets'),
    description: t('words.stat.undecryptable-description', 'Packets no known key opens'),
  },
  undecryptable_ratio: {
    label: t('words.stat.undecryptable_ratio', 'Undecryptable share'),
    description: t('words.stat.undecryptable_ratio-description', 'Of all packets in the range'),
  },
  messages: {
    label: t('words.stat.messages', 'Messages'),
    description: t('words.stat.messages-description', 'Messages in the range'),
  },
  links: {
    label: t('words.stat.links', 'Links'),
    description: t('words.stat.links-description', 'Links seen in the range'),
  },
  events: {
    label: t('words.stat.events', 'Events'),
    description: t('words.stat.events-description', 'Events in the range'),
  },
  channel_utilization_max: {
    label: t('words.stat.channel_utilization_max', 'Highest channel utilization'),
    description: t('words.stat.channel_utilization_max-description', 'Worst newest value of all nodes'),
  },
  channel_utilization_mean: {
    label: t('words.stat.channel_utilization_mean', 'Mean channel utilization'),
    description: t('words.stat.channel_utilization_mean-description', 'Over the newest value of all nodes'),
  },
  air_util_tx_max: {
    label: t('words.stat.air_util_tx_max', 'Highest air time'),
    description: t('words.stat.air_util_tx_max-description', 'Node that transmits most'),
  },
  battery_low: {
    label: t('words.stat.battery_low', 'Batteries low'),
    description: t('words.stat.battery_low-description', 'Nodes below 20 %'),
  },
  last_packet_age: {
    label: t('words.stat.last_packet_age', 'Age of the last packet'),
    description: t('words.stat.last_packet_age-description', 'Seconds since anything was heard'),
  },
}));

export const trafficGroupWords = lazily((): Record<TrafficGroup, Word> => ({
  port: {
    label: t('words.traffic-group.port', 'Port'),
    description: t('words.traffic-group.port-description', 'What packets are about'),
  },
  channel: {
    label: t('words.traffic-group.channel', 'Channel'),
    description: t('words.traffic-group.channel-description', 'Channel names'),
  },
  gateway: {
    label: t('words.traffic-group.gateway', 'Gateway'),
    description: t('words.traffic-group.gateway-description', 'Who heard them'),
  },
  node: {
    label: t('words.traffic-group.node', 'Node'),
    description: t('words.traffic-group.node-description', 'Who sent them'),
  },
  outcome: {
    label: t('words.traffic-group.outcome', 'Outcome'),
    description: t('words.traffic-group.outcome-description', 'Decoded, undecryptable, duplicate …'),
  },
  hops: {
    label: t('words.traffic-group.hops', 'Hops'),
    description: t('words.traffic-group.hops-description', 'How far they came'),
  },
}));

export const variableKindWords = lazily((): Record<VariableKind, Word> => ({
  nodes: {
    label: t('words.variable-kind.nodes', 'Nodes'),
    description: t('words.variable-kind.nodes-description', 'Text: names; value: node id'),
  },
  gateways: {
    label: t('words.variable-kind.gateways', 'Gateways'),
    description: t('words.variable-kind.gateways-description', 'Text: names; value: node id'),
  },
  channels: {
    label: t('words.variable-kind.channels', 'Channels'),
    description: t('words.variable-kind.channels-description', 'Channel names'),
  },
  roles: {
    label: t('words.variable-kind.roles', 'Roles'),
    description: t('words.variable-kind.roles-description', 'Device roles in use'),
  },
  metrics: {
    label: t('words.variable-kind.metrics', 'Metrics'),
    description: t(
      'words.variable-kind.metrics-description',
      'Text: title; value: metric, for metrics some node has reported',
    ),
  },
  hardware: {
    label: t('words.variable-kind.hardware', 'Hardware'),
    description: t('words.variable-kind.hardware-description', 'Hardware models in use'),
  },
  regions: {
    label: t('words.variable-kind.regions', 'Regions'),
    description: t('words.variable-kind.regions-description', 'LoRa regions in use'),
  },
  ports: {
    label: t('words.variable-kind.ports', 'Ports'),
    description: t('words.variable-kind.ports-description', 'Text: name; value: port number'),
  },
  values: {
    label: t('words.variable-kind.values', 'Values'),
    description: t(
      'words.variable-kind.values-description',
      'Text: title; value: name, for what a query of values can ask for',
    ),
  },
}));
