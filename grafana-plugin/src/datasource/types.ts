import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { MeshQueryOf as WireQueryOf } from '@mesh-observatory/contract/query';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';

/** A query as a dashboard, an alert rule or a program may have saved it: of any version and any query type. */
export interface SavedQuery extends DataQuery {
  version?: number;
}

/** Fields that are not sent as they are. */
interface BrowserOptions {
  version?: number;
  /** Numbers, or variables. */
  portnums?: Array<number | string>;
  /** Answer nothing unless `nodes` names exactly one: for dashboards about one node, which must not mix several. */
  oneNode?: boolean;
  /** Keep the answer up to date while it is on the screen. */
  live?: boolean;
}

type RequestOptions = 'maxDataPoints' | 'intervalMs';

/**
 * The saved form of the queries of one type. Without variables it is exactly what the collector takes, so that alert
 * rules, which no browser prepares, can use it as it is. Items of lists may be variables (`$node`); an empty list means
 * "all".
 */
export type MeshQueryOf<T extends QueryType> = DataQuery &
  BrowserOptions &
  Omit<WireQueryOf<T>, keyof DataQuery | keyof BrowserOptions | RequestOptions> & { queryType: T };

export type MeshQuery = { [T in QueryType]: MeshQueryOf<T> }[QueryType];

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
