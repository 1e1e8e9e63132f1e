/**
 * Grafana's wire form of a data frame (`DataFrameJSON` of @grafana/data 13): what `/api/query` answers, what the
 * browser hands to `dataFrameFromJSON` and what the backend passes through byte for byte.
 */
export type FieldType = 'time' | 'number' | 'string' | 'boolean' | 'other';

export interface FieldConfigJson {
  displayName?: string;
  displayNameFromDS?: string;
  description?: string;
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  noValue?: string;
  interval?: number;
  mappings?: unknown[];
  thresholds?: { mode: 'absolute'; steps: { value: number | null; color: string }[] };
  color?: { mode: string; fixedColor?: string };
  links?: { title: string; url: string; targetBlank?: boolean }[];
  custom?: Record<string, unknown>;
}

export interface FieldSchemaJson {
  name: string;
  type: FieldType;
  typeInfo: { frame: string; nullable: boolean };
  labels?: Record<string, string>;
  config?: FieldConfigJson;
}

export interface FrameNotice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

/**
 * Kinds of frames, by what one row of them is. The collector declares the kind of every frame as
 * `meta.custom.frameKind`, so that a map does not have to guess it from the names of the fields.
 */
export const frameKinds = [
  /** A node: one row per node, the latest state of it; or a vertex of a node graph. */
  'nodes',
  /** A connection of a node graph. */
  'edges',
  /** A position of a node at a time. */
  'positions',
  /** A directed link and its kind of evidence. */
  'links',
  /** Both directions of a link. */
  'linkpairs',
  'waypoints',
  'traceroutes',
  /** A hop of a traceroute. */
  'hops',
  'messages',
  'packets',
  'events',
  'gateways',
  'channels',
  /** A battery. */
  'batteries',
  /** A node whose loss splits the mesh. */
  'cutpoints',
  'findings',
  /** Something that needs attention now. */
  'attention',
  /** A kind of change, and how many there were. */
  'changes',
  /** Settings of a node. */
  'inventory',
  /** A value of one series at a time. */
  'timeseries',
  /** The latest value of one node, gateway, channel or broker. */
  'values',
  /** The only value of the frame. */
  'stat',
  /** A log line. */
  'logs',
] as const;
export type FrameKind = (typeof frameKinds)[number];

export interface FrameMetaJson {
  type?: string;
  typeVersion?: [number, number];
  preferredVisualisationType?: 'graph' | 'table' | 'logs' | 'trace' | 'nodeGraph';
  notices?: FrameNotice[];
  /** `key`: the fields whose values together identify a row, where there are any. */
  custom?: { frameKind: FrameKind; key?: string[] };
}

export interface FrameJson {
  schema: { refId?: string; name?: string; meta?: FrameMetaJson; fields: FieldSchemaJson[] };
  data: { values: unknown[][] };
}
