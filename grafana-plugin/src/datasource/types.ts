import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { Aggregation } from '@mesh-observatory/contract/aggregations';
import type { FindingKind } from '@mesh-observatory/contract/findings';
import type { LinkKind } from '@mesh-observatory/contract/link-kinds';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { AdhocFilter } from '@mesh-observatory/contract/queries/query-options';
import type { Bounds } from '@mesh-observatory/contract/resources';
import type { StatName } from '@mesh-observatory/contract/stats';
import type { TrafficGroup, TrafficUnit } from '@mesh-observatory/contract/traffic';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';

/** Version of the saved form of queries; see `query/migrate.ts`. */
export const QUERY_VERSION = 1;

/**
 * A query as dashboards keep it. Without variables it is exactly what the collector takes, so that alert rules, which no
 * browser prepares, can use it as it is. List items may be variables (`$node`); an empty list means "all".
 */
export interface MeshQuery extends DataQuery {
  version?: number;
  queryType?: QueryType;
  metrics?: string[];
  nodes?: string[];
  gateways?: string[];
  channels?: string[];
  roles?: string[];
  /** Numbers, or variables. */
  portnums?: Array<number | string>;
  linkKinds?: LinkKind[];
  eventKinds?: string[];
  findingKinds?: FindingKind[];
  bounds?: Bounds;
  search?: string;
  filters?: AdhocFilter[];
  aggregation?: Aggregation;
  combine?: boolean;
  stat?: StatName;
  trafficBy?: TrafficGroup;
  trafficUnit?: TrafficUnit;
  legend?: string;
  includeSilent?: boolean;
  format?: 'table' | 'logs';
  thresholds?: boolean;
  limit?: number;
  /** Keep the answer up to date while it is on the screen. */
  live?: boolean;
  /** Most points of a series, or rows of a table, that live updates may make it grow to. */
  livePoints?: number;
}

/** A query variable of a dashboard. The lists narrow the choices and may hold variables. */
export interface MeshVariableQuery extends DataQuery {
  queryType?: undefined;
  version?: number;
  kind: VariableKind;
  search?: string;
  gateways?: string[];
  channels?: string[];
  roles?: string[];
}

/** Grafana's own names: its proxy and its backend client read them. */
export interface MeshOptions extends DataSourceJsonData {
  tlsSkipVerify?: boolean;
  tlsAuth?: boolean;
  tlsAuthWithCACert?: boolean;
  serverName?: string;
}

export interface MeshSecureOptions {
  apiToken?: string;
}
