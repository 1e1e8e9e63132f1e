import type { CoreApp } from '@grafana/data';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import { QUERY_VERSION, type MeshQuery, type MeshVariableQuery } from '../types';

export const DEFAULT_METRIC = 'device_battery_level';
export const DEFAULT_VALUE = 'node_silent_seconds';
export const DEFAULT_COLLECTOR_METRIC = 'lag_p99_seconds';
export const DEFAULT_LIVE_POINTS = 1000;
/** Only its type is imported, because the backend, which has no Grafana around it, also reads this file. */
const EXPLORE: `${CoreApp.Explore}` = 'explore';

/** What a query of each kind starts with; everything not named is left to the collector. */
const starts: Record<QueryType, Partial<MeshQuery>> = {
  // Coloured by thresholds, series could not be told apart.
  timeseries: { metrics: [DEFAULT_METRIC], aggregation: 'mean', thresholds: false },
  nodes: {},
  positions: {},
  links: {},
  messages: {},
  packets: {},
  traceroutes: {},
  events: {},
  traffic: { trafficBy: 'port', trafficUnit: 'packets' },
  gateways: {},
  nodegraph: {},
  stat: { stat: 'nodes_online' },
  values: { metrics: [DEFAULT_VALUE] },
  channels: {},
  linkpairs: {},
  cutpoints: {},
  findings: {},
  collector: { metrics: [DEFAULT_COLLECTOR_METRIC] },
  signal: { metrics: ['snr'], thresholds: false },
};

/** Explore shows messages and packets as logs, and can tail them. */
const logTypes: readonly QueryType[] = ['messages', 'packets'];

export function getDefaultQuery(app?: CoreApp | string): Partial<MeshQuery> {
  const queryType: QueryType = app === EXPLORE ? 'messages' : 'timeseries';
  return { version: QUERY_VERSION, queryType, ...startOf(queryType, app) };
}

function startOf(queryType: QueryType, app: CoreApp | string | undefined): Partial<MeshQuery> {
  const asLogs = app === EXPLORE && logTypes.includes(queryType);
  return { ...starts[queryType], ...(asLogs ? { format: 'logs' as const } : {}) };
}

/** Keeps what narrows the query down (nodes, gateways, channels …) and starts afresh with the rest. */
export function changeQueryType(query: MeshQuery, queryType: QueryType, app?: CoreApp | string): MeshQuery {
  const { refId, hide, datasource, nodes, gateways, channels, roles, filters, live, livePoints } = query;
  const kept = { refId, hide, datasource, nodes, gateways, channels, roles, filters, live, livePoints };
  const present = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return { refId, ...present, version: QUERY_VERSION, queryType, ...startOf(queryType, app) };
}

export function getDefaultVariableQuery(): Partial<MeshVariableQuery> {
  return { version: QUERY_VERSION, kind: 'nodes' };
}

/** Answered with a frame per metric: without a metric there is no question. */
const metricTypes: readonly QueryType[] = ['timeseries', 'values', 'collector'];

/** Queries that would only be answered with a complaint are not sent. */
export function isComplete(query: MeshQuery): boolean {
  const needsMetrics = metricTypes.includes(query.queryType ?? 'timeseries');
  return query.hide !== true && (!needsMetrics || (query.metrics ?? []).length > 0);
}
