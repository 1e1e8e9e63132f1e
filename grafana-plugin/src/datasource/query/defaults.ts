import type { CoreApp } from '@grafana/data';
import type { QueryType } from '@mesh-observatory/contract/queries/index';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshVariableQuery, SavedQuery } from '../types';
import { DEFAULT_QUERY_TYPE, definitionOf, takesOption } from './definitions';
import { migrateQuery } from './migrate';

/** Written out, since the enum would bring Grafana's libraries into the backend. */
const EXPLORE: `${CoreApp.Explore}` = 'explore';

/** Options that mean the same for every type: they survive a change of the type. */
const shared = ['hide', 'datasource', 'nodes', 'gateways', 'channels', 'roles', 'filters', 'live'];

/** Explore starts with messages, dashboards with a time series. */
export function getDefaultQuery(app?: CoreApp | string): Omit<SavedQuery, 'refId'> {
  return initialQuery(app === EXPLORE ? 'messages' : DEFAULT_QUERY_TYPE, app);
}

/** Explore shows as logs what can be logs, and can tail them. */
function initialQuery(queryType: QueryType, app?: CoreApp | string): Omit<SavedQuery, 'refId'> {
  const format = app === EXPLORE && takesOption(queryType, 'format') ? { format: 'logs' } : {};
  return { version: QUERY_VERSION, queryType, ...definitionOf(queryType).initial, ...format };
}

/** Keeps what narrows the query down (nodes, gateways, channels …) and starts afresh with the rest. */
export function changeQueryType(saved: SavedQuery, queryType: QueryType, app?: CoreApp | string): SavedQuery {
  const kept = Object.entries(saved).filter(([name, value]) => shared.includes(name) && value !== undefined);
  return { refId: saved.refId, ...Object.fromEntries(kept), ...initialQuery(queryType, app) };
}

export function getDefaultVariableQuery(): Partial<MeshVariableQuery> {
  return { version: QUERY_VERSION, kind: 'nodes' };
}

/** Whether there is a question to answer: the query is not hidden and has the options its type requires. */
export function isComplete(saved: SavedQuery): boolean {
  return saved.hide !== true && missingOption(saved) === undefined;
}

/** The first option that the type requires and the query lacks. */
export function missingOption(saved: SavedQuery): string | undefined {
  const query = migrateQuery(saved);
  if (query === undefined) {
    return undefined;
  }
  const fields: Readonly<Record<string, unknown>> = { ...query };
  return definitionOf(query.queryType).required?.find((name) => {
    const value = fields[name];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  });
}
