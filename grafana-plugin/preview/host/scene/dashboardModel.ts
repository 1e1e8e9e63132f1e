/** The part of Grafana's dashboard JSON (schema v1) that the preview supports. */
import type { DataQuery, DataSourceRef, DataTransformerConfig, FieldConfigSource } from '@grafana/data';

export interface DashboardModel {
  uid: string;
  title: string;
  description?: string;
  tags?: string[];
  time?: { from: string; to: string };
  refresh?: string;
  timezone?: string;
  templating?: { list: VariableModel[] };
  annotations?: { list: AnnotationModel[] };
  links?: LinkModel[];
  panels: PanelModel[];
}

export interface PanelModel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  transparent?: boolean;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef;
  targets?: DataQuery[];
  transformations?: DataTransformerConfig[];
  options?: Record<string, unknown>;
  fieldConfig?: FieldConfigSource;
  maxDataPoints?: number;
  /** Minimum interval between points, such as `5m`. */
  interval?: string;
  /** A time range that ends now, instead of the dashboard's, such as `3d`. */
  timeFrom?: string;
  /** Panels of a collapsed row. */
  panels?: PanelModel[];
  collapsed?: boolean;
}

export interface VariableModel {
  type: string;
  name: string;
  label?: string;
  hide?: number;
  datasource?: DataSourceRef;
  query?: unknown;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string;
  current?: { text?: unknown; value?: unknown };
  filters?: Array<{ key: string; operator: string; value: string }>;
  regex?: string;
}

export interface AnnotationModel {
  name: string;
  enable?: boolean;
  hide?: boolean;
  iconColor?: string;
  builtIn?: number;
  datasource?: DataSourceRef;
  target?: DataQuery;
}

export interface LinkModel {
  type: string;
  title: string;
  tags?: string[];
  includeVars?: boolean;
  keepTime?: boolean;
}
