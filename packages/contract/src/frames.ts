/**
 * Grafana's wire form of a data frame (`DataFrameJSON` of @grafana/data 13): what `/api/query` answers, what the browser
 * hands to `dataFrameFromJSON` and what the backend passes through byte for byte.
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

export interface FrameMetaJson {
  type?: string;
  typeVersion?: [number, number];
  preferredVisualisationType?: 'graph' | 'table' | 'logs' | 'trace' | 'nodeGraph';
  notices?: FrameNotice[];
  custom?: Record<string, unknown>;
}

export interface FrameJson {
  schema: { refId?: string; name?: string; meta?: FrameMetaJson; fields: FieldSchemaJson[] };
  data: { values: unknown[][] };
}
