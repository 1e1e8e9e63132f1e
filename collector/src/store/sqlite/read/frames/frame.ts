/** Data frames in Grafana's wire form, from rows and a description of the columns. */
import type {
  FieldConfigJson,
  FieldSchemaJson,
  FieldType,
  FrameJson,
  FrameKind,
  FrameMetaJson,
  FrameNotice,
} from '@mesh-observatory/contract/frames';

/** One field: its name, its type, and how to get its value from a row. */
export interface Column<Row> {
  readonly name: string;
  readonly type: FieldType;
  /** Default true; time series fields must not be. */
  readonly nullable?: boolean;
  readonly labels?: Record<string, string>;
  /** The values of these columns together identify a row. */
  readonly key?: boolean;
  readonly config?: FieldConfigJson;
  readonly value: (row: Row) => unknown;
}

/** Go types of Grafana's server, which refuses a frame whose values do not fit. */
const goTypes: Record<FieldType, string> = {
  time: 'time.Time',
  number: 'float64',
  string: 'string',
  boolean: 'bool',
  other: 'json.RawMessage',
};

const table: FrameMetaJson = { preferredVisualisationType: 'table' };
export const nodeGraph: FrameMetaJson = { preferredVisualisationType: 'nodeGraph' };
/** Kinds that are not shown as a table; with their types of Grafana's data plane contract. */
const metaOf: Partial<Record<FrameKind, FrameMetaJson>> = {
  edges: nodeGraph,
  timeseries: { type: 'timeseries-multi', typeVersion: [0, 1], preferredVisualisationType: 'graph' },
  logs: { type: 'log-lines', typeVersion: [0, 0], preferredVisualisationType: 'logs' },
  values: { type: 'numeric-long', typeVersion: [0, 1] },
  stat: { type: 'numeric-multi', typeVersion: [0, 1] },
};

export interface FrameParts<Row> {
  readonly kind: FrameKind;
  /** Default: the kind. */
  readonly name?: string;
  readonly refId: string;
  /** Default: that of the kind. */
  readonly meta?: FrameMetaJson;
  readonly notices?: readonly FrameNotice[];
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

function fieldOf<Row>(column: Column<Row>): FieldSchemaJson {
  return {
    name: column.name,
    type: column.type,
    typeInfo: { frame: goTypes[column.type], nullable: column.nullable ?? true },
    ...(column.labels === undefined ? {} : { labels: column.labels }),
    ...(column.config === undefined ? {} : { config: column.config }),
  };
}

export function buildFrame<Row>(parts: FrameParts<Row>): FrameJson {
  const { kind, name = kind, refId, meta = metaOf[kind] ?? table, notices = [], columns, rows } = parts;
  const key = columns.flatMap((column) => (column.key === true ? [column.name] : []));
  const custom = { frameKind: kind, ...(key.length === 0 ? {} : { key }) };
  return {
    schema: {
      refId,
      name,
      meta: { ...meta, custom, ...(notices.length === 0 ? {} : { notices: [...notices] }) },
      fields: columns.map(fieldOf),
    },
    data: { values: columns.map(({ value }) => rows.map((row) => value(row) ?? null)) },
  };
}

/** Notices of an answer of several frames belong to its first. */
export function withNotices(frames: FrameJson[], notices: readonly FrameNotice[]): FrameJson[] {
  const [first, ...others] = frames;
  if (first === undefined || notices.length === 0) return frames;
  const meta = { ...first.schema.meta, notices: [...(first.schema.meta?.notices ?? []), ...notices] };
  return [{ ...first, schema: { ...first.schema, meta } }, ...others];
}

/** A warning that the answer is incomplete; none when it is complete. */
export function truncation(isCut: boolean, text: string): FrameNotice[] {
  return isCut ? [{ severity: 'warning', text }] : [];
}

/** The same for rows beyond the limit of a query. Who asked for no more is told, and not warned. */
export function limitNotice(
  { limit }: { readonly limit?: number | undefined },
  isCut: boolean,
  text: string,
): FrameNotice[] {
  return truncation(isCut, text).map((notice) => (limit === undefined ? notice : { ...notice, severity: 'info' }));
}
