import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { Node } from '@mesh-observatory/contract/resources';

/** Names of the Grafana Live streams. */
export const topicNames = ['nodes', 'positions', 'messages', 'events'] as const;
export type TopicName = (typeof topicNames)[number];

export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

interface Column {
  readonly name: string;
  readonly type: 'time' | 'number' | 'string' | 'boolean';
  readonly config?: Readonly<Record<string, unknown>>;
}

/** More than any mesh has; beyond it the oldest are forgotten. */
const MAX_KNOWN_NODES = 20_000;

/** Nodes by id, put together from the patches since the feed was opened. */
export type KnownNodes = Map<string, Partial<Node>>;

export interface Topic {
  readonly columns: readonly Column[];
  /** One row per change. */
  rowsOf(changes: LiveChanges, known: KnownNodes): Row[];
}

const goTypes = { time: 'time.Time', number: 'float64', string: 'string', boolean: 'bool' } as const;

const column = (name: string, type: Column['type'], displayName: string, config = {}): Column => ({
  name,
  type,
  config: { displayName, ...config },
});
const time = column('time', 'time', 'Time');
const latitude = column('latitude', 'number', 'Latitude');
const longitude = column('longitude', 'number', 'Longitude');

const nodes: Topic = {
  columns: [
    time,
    column('nodeId', 'string', 'Node'),
    column('shortName', 'string', 'Short name'),
    column('longName', 'string', 'Long name'),
    column('role', 'string', 'Role'),
    column('online', 'boolean', 'Online'),
    latitude,
    longitude,
    column('snr', 'number', 'SNR', { unit: 'dB' }),
    column('hopsAway', 'number', 'Hops away'),
    column('battery', 'number', 'Battery', { unit: 'percent' }),
  ],
  rowsOf: ({ nodes: patches = [] }, known) =>
    patches.map((patch) => {
      const before = known.get(patch.nodeId);
      const node = { ...before, ...patch, metrics: { ...before?.metrics, ...patch.metrics } };
      known.set(patch.nodeId, node);
      forgetOldest(known);
      return nodeRow(node);
    }),
};

function forgetOldest(known: KnownNodes): void {
  const [oldest] = known.size > MAX_KNOWN_NODES ? known.keys() : [];
  if (oldest !== undefined) {
    known.delete(oldest);
  }
}

export function nodeRow(node: Partial<Node>): Row {
  return [
    node.lastHeard,
    node.nodeId,
    node.shortName,
    node.longName,
    node.role,
    node.online,
    node.latitude,
    node.longitude,
    node.snr,
    node.hopsAway,
    node.metrics?.['device_battery_level']?.value,
  ].map((cell) => cell ?? null);
}

const positions: Topic = {
  columns: [
    time,
    column('nodeId', 'string', 'Node'),
    latitude,
    longitude,
    column('altitude', 'number', 'Altitude', { unit: 'lengthm' }),
    column('precisionBits', 'number', 'Precision bits'),
  ],
  rowsOf: ({ positions: given = [] }) =>
    given.map((one) => [one.at, one.nodeId, one.latitude, one.longitude, one.altitude, one.precisionBits]),
};

const messages: Topic = {
  columns: [
    time,
    column('fromId', 'string', 'From'),
    column('toId', 'string', 'To'),
    column('channel', 'string', 'Channel'),
    column('kind', 'string', 'Kind'),
    column('text', 'string', 'Text'),
  ],
  rowsOf: ({ messages: given = [] }) =>
    given.map(({ at, fromId, toId, channel, kind, text }) => [at, fromId, toId, channel, kind, text]),
};

interface LiveEventOfMesh {
  readonly at: number;
  readonly kind: string;
  readonly severity: string;
  readonly nodeId: string | null;
  readonly title: string;
  readonly text: string;
}

const events: Topic = {
  columns: [
    time,
    column('kind', 'string', 'Kind'),
    column('severity', 'string', 'Severity'),
    column('nodeId', 'string', 'Node'),
    column('title', 'string', 'Title'),
    column('text', 'string', 'Text'),
  ],
  rowsOf: ({ events: given = [] }) =>
    given
      .filter(isEvent)
      .map(({ at, kind, severity, nodeId, title, text }) => [at, kind, severity, nodeId, title, text]),
};

function isEvent(value: unknown): value is LiveEventOfMesh {
  return typeof value === 'object' && value !== null && 'at' in value && 'kind' in value;
}

export const topics: Readonly<Record<TopicName, Topic>> = { nodes, positions, messages, events };

/** Rows as a data frame, in the form Grafana Live takes. */
export function frameOf(name: TopicName, rows: readonly Row[]): Buffer {
  const { columns } = topics[name];
  const fields = columns.map(({ name: field, type, config }) => ({
    name: field,
    type,
    typeInfo: { frame: goTypes[type], nullable: true },
    config,
  }));
  const values = columns.map((_, index) => rows.map((row) => row[index] ?? null));
  return Buffer.from(JSON.stringify({ schema: { name, fields }, data: { values } }));
}
