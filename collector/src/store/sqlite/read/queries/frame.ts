/** Data frames in Grafana's wire form, from rows and a description of the columns. */
import type {
  FieldConfigJson,
  FieldSchemaJson,
  FieldType,
  FrameJson,
  FrameMetaJson,
  FrameNotice,
} from '@mesh-observatory/contract/frames';

/** One field: how it is called, what it holds, and where a row keeps it. */
export interface Column<Row> {
  readonly name: string;
  readonly type: FieldType;
  /** Default true; time series fields must not be. */
  readonly nullable?: boolean;
  readonly labels?: Record<string, string>;
  readonly config?: FieldConfigJson;
  readonly value: (row: Row) => unknown;
}

/** Go types of the server side: it refuses a frame whose values do not fit. */
const goTypes: Record<FieldType, string> = {
  time: 'time.Time',
  number: 'float64',
  string: 'string',
  boolean: 'bool',
  other: 'json.RawMessage',
};

export interface FrameParts<Row> {
  readonly name: string;
  readonly refId: string;
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

export function buildFrame<Row>({ name, refId, meta, notices, columns, rows }: FrameParts<Row>): FrameJson {
  const withNotices = notices === undefined || notices.length === 0 ? meta : { ...meta, notices: [...notices] };
  return {
    schema: {
      refId,
      name,
      ...(withNotices === undefined ? {} : { meta: withNotices }),
      fields: columns.map(fieldOf),
    },
    data: { values: columns.map(({ value }) => rows.map((row) => value(row) ?? null)) },
  };
}

/** Frame types of Grafana's data plane contract. */
export const timeSeriesMeta: FrameMetaJson = {
  type: 'timeseries-multi',
  typeVersion: [0, 1],
  preferredVisualisationType: 'graph',
};
export const tableMeta: FrameMetaJson = { preferredVisualisationType: 'table' };
export const logsMeta: FrameMetaJson = {
  type: 'log-lines',
  typeVersion: [0, 0],
  preferredVisualisationType: 'logs',
};
export const numericMeta: FrameMetaJson = { type: 'numeric-multi', typeVersion: [0, 1] };
export const numericLongMeta: FrameMetaJson = { type: 'numeric-long', typeVersion: [0, 1] };
export const nodeGraphMeta: FrameMetaJson = { preferredVisualisationType: 'nodeGraph' };

/** Notices of an answer of several frames belong to its first. */
export function withNotices(frames: FrameJson[], notices: readonly FrameNotice[]): FrameJson[] {
  const [first, ...others] = frames;
  if (first === undefined || notices.length === 0) return frames;
  const meta = { ...first.schema.meta, notices: [...(first.schema.meta?.notices ?? []), ...notices] };
  return [{ ...first, schema: { ...first.schema, meta } }, ...others];
}

/** Says that an answer was cut; `undefined` values keep quiet. */
export function truncation(cut: boolean, text: string): FrameNotice[] {
  return cut ? [{ severity: 'warning', text }] : [];
}
