import type {
  Aggregation,
  CollectorMetric,
  EventKind,
  FindingKind,
  LinkKind,
  QueryType,
  StatName,
  TrafficGroup,
  TrafficUnit,
  VariableKind,
} from '../contract';

/** How things are called on the screen. */
interface Word {
  readonly label: string;
  readonly description: string;
}

export const queryTypeWords: Record<QueryType, Word> = {
  timeseries: { label: 'Time series', description: 'Telemetry of nodes over time' },
  nodes: { label: 'Nodes', description: 'One row per node as it is now: maps, tables, node lists' },
  positions: { label: 'Positions', description: 'Where nodes have been: tracks on a map' },
  links: { label: 'Links', description: 'Who heard whom, with signal quality' },
  messages: { label: 'Messages', description: 'Texts, alerts and what sensors say in words' },
  packets: { label: 'Packets', description: 'Every packet, with who heard it and how well' },
  traceroutes: { label: 'Traceroutes', description: 'Routes there and back with signal per hop' },
  events: { label: 'Events', description: 'New, silent, rebooted, renamed nodes; gateways up and down' },
  traffic: { label: 'Traffic', description: 'Packets or bytes over time by port, channel, gateway …' },
  gateways: { label: 'Gateways', description: 'What each gateway contributes' },
  nodegraph: { label: 'Node graph', description: 'Nodes and links for the Node graph panel' },
  stat: { label: 'Counter', description: 'One number over the time range, or now' },
  values: {
    label: 'Values',
    description: 'One number per node, gateway or channel: alert rules, bar gauges, rankings',
  },
  channels: { label: 'Channels', description: 'What each channel carries, and how it is encrypted' },
  linkpairs: { label: 'Link pairs', description: 'Both directions of a link in one row: asymmetric and one-way links' },
  cutpoints: { label: 'Cut points', description: 'Nodes whose loss splits the mesh' },
  findings: { label: 'Findings', description: 'Hints at what is not safe or not private' },
  collector: { label: 'Collector', description: 'How the collector itself has been, minute by minute' },
};

export const aggregationWords: Record<Aggregation, Word> = {
  mean: { label: 'Mean', description: 'Average per interval' },
  min: { label: 'Minimum', description: 'Lowest per interval' },
  max: { label: 'Maximum', description: 'Highest per interval' },
  last: { label: 'Last', description: 'Newest per interval' },
  sum: { label: 'Sum', description: 'Total per interval' },
  count: { label: 'Count', description: 'Number of readings per interval' },
  rate_per_minute: { label: 'Rate per minute', description: 'How fast a counter grows, one series per node' },
};

export const trafficUnitWords: Record<TrafficUnit, Word> = {
  packets: { label: 'Packets', description: 'Packets per interval' },
  bytes: { label: 'Bytes', description: 'Bytes per interval' },
  packets_per_minute: { label: 'Packets/min', description: 'However long the interval is' },
  bytes_per_second: { label: 'Bytes/s', description: 'However long the interval is' },
};

export const statWords: Record<StatName, Word> = {
  nodes_total: { label: 'Nodes', description: 'Nodes known by the end of the range' },
  nodes_online: { label: 'Nodes online', description: 'Heard within the silence threshold of their role' },
  nodes_silent: { label: 'Nodes silent', description: 'Not heard for longer than their role explains' },
  gateways_online: { label: 'Gateways online', description: 'Gateways that publish' },
  gateways_total: { label: 'Gateways', description: 'Gateways ever heard of' },
  packets: { label: 'Packets', description: 'Distinct packets in the range' },
  packets_per_minute: { label: 'Packets per minute', description: 'Mean rate over the range' },
  receptions: { label: 'Receptions', description: 'Copies of packets from all gateways' },
  duplicates_per_packet: { label: 'Duplicates per packet', description: 'Further copies of a packet, on average' },
  undecryptable: { label: 'Undecryptable packets', description: 'Packets no known key opens' },
  undecryptable_ratio: { label: 'Undecryptable share', description: 'Of all packets in the range' },
  messages: { label: 'Messages', description: 'Messages in the range' },
  links: { label: 'Links', description: 'Links seen in the range' },
  events: { label: 'Events', description: 'Events in the range' },
  channel_utilization_max: { label: 'Highest channel utilization', description: 'Worst newest value of all nodes' },
  channel_utilization_mean: { label: 'Mean channel utilization', description: 'Over the newest value of all nodes' },
  air_util_tx_max: { label: 'Highest air time', description: 'Node that transmits most' },
  battery_low: { label: 'Batteries low', description: 'Nodes below 20 %' },
  last_packet_age: { label: 'Age of the last packet', description: 'Seconds since anything was heard' },
};

export const trafficGroupWords: Record<TrafficGroup, Word> = {
  port: { label: 'Port', description: 'What packets are about' },
  channel: { label: 'Channel', description: 'Channel names' },
  gateway: { label: 'Gateway', description: 'Who heard them' },
  node: { label: 'Node', description: 'Who sent them' },
  outcome: { label: 'Outcome', description: 'Decoded, undecryptable, duplicate …' },
  hops: { label: 'Hops', description: 'How far they came' },
};

export const linkKindWords: Record<LinkKind, Word> = {
  neighbor: { label: 'Neighbour', description: 'Reported by the receiver (neighbour info)' },
  direct: { label: 'Direct', description: 'Heard by a gateway without a relay' },
  traceroute: { label: 'Traceroute', description: 'A hop of a traceroute' },
  relay: { label: 'Relay', description: 'Relayed by a node that could be told apart' },
};

export const eventKindWords: Record<EventKind, string> = {
  node_new: 'New node',
  node_silent: 'Node silent',
  node_back: 'Node back',
  reboot: 'Reboot',
  name_changed: 'Name changed',
  role_changed: 'Role changed',
  hardware_changed: 'Hardware changed',
  firmware_changed: 'Firmware changed',
  key_changed: 'Key changed',
  key_shared: 'Key shared',
  position_jump: 'Position jump',
  gateway_up: 'Gateway up',
  gateway_down: 'Gateway down',
  flood: 'Flood',
};

export const findingKindWords: Record<FindingKind, Word> = {
  duplicate_key: { label: 'Shared key', description: 'Several nodes with one public key' },
  weak_key: { label: 'Weak key', description: 'A public key that protects nothing' },
  key_changed: { label: 'Key changed', description: 'A node came with another public key' },
  impersonation: { label: 'Impersonation', description: 'Keys that take turns, names that belong to others' },
  unencrypted_channel: { label: 'Channel without encryption', description: 'Packets anybody can read' },
  default_key_channel: { label: 'Public channel', description: 'Packets with the key everybody has' },
  precise_position_public: { label: 'Precise position in public', description: 'Positions that find a house' },
  readable_direct_message: { label: 'Readable direct message', description: 'Texts to one node that all can read' },
};

export const collectorMetricWords: Record<CollectorMetric, Word> = {
  received_per_second: { label: 'Messages received', description: 'Per second, from the brokers' },
  stored_per_second: { label: 'Packets stored', description: 'Per second, not known before' },
  duplicates_per_second: { label: 'Duplicates', description: 'Per second: redeliveries, replays' },
  rejected_per_second: { label: 'Messages rejected', description: 'Per second, cannot become a packet' },
  dropped_per_second: { label: 'Packets dropped', description: 'Per second: filters, flood guard, a full queue' },
  queue_depth: { label: 'Queue', description: 'Messages waiting for the database' },
  commit_p99_seconds: { label: 'Commit (p99)', description: 'How long commits took' },
  lag_p99_seconds: { label: 'Lag (p99)', description: 'From receipt to publication' },
  database_bytes: { label: 'Database', description: 'Size of the file' },
  wal_bytes: { label: 'Write-ahead log', description: 'Size of the log' },
  live_clients: { label: 'Live clients', description: 'Connections to the live stream' },
  resident_memory_bytes: { label: 'Memory', description: 'Of the process' },
  cpu_ratio: { label: 'CPU', description: '1 = one processor all the time' },
  event_loop_lag_p99_seconds: {
    label: 'Event loop lag (p99)',
    description: 'How late the process got to what was due',
  },
  brokers_connected: { label: 'Brokers connected', description: 'Fewest within a point' },
};

export const variableKindWords: Record<VariableKind, Word> = {
  nodes: { label: 'Nodes', description: 'Text: names; value: node id' },
  gateways: { label: 'Gateways', description: 'Text: names; value: node id' },
  channels: { label: 'Channels', description: 'Channel names' },
  roles: { label: 'Roles', description: 'Device roles in use' },
  metrics: { label: 'Metrics', description: 'Text: title; value: metric, for metrics some node has reported' },
  hardware: { label: 'Hardware', description: 'Hardware models in use' },
  regions: { label: 'Regions', description: 'LoRa regions in use' },
  ports: { label: 'Ports', description: 'Text: name; value: port number' },
  values: { label: 'Values', description: 'Text: title; value: name, for what a query of values can ask for' },
};
