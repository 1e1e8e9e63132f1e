import type { AdHocVariableFilter } from '@grafana/data';
import { MAX_PORTNUM, queryLimits, queryListLimits } from '@mesh-observatory/contract/limits';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import type { MeshQuery, SavedQuery } from '../types';
import { takeFilters } from './adhoc';
import { definitionOf, takesOption } from './definitions';
import { expandList, replaceText, type Interpolation } from './interpolate';
import { isFromNewerPlugin, migrateQuery } from './migrate';
import { t } from '../i18n';

export interface ResolveContext extends Interpolation {
  /** Ad hoc filters of the dashboard. */
  readonly filters: readonly AdHocVariableFilter[];
  readonly maxDataPoints?: number;
  readonly intervalMs?: number;
}

/**
 * - `ready`: to be sent, with notices for the answer;
 * - `nothing`: a variable has no value, so that the answer is empty;
 * - `invalid`: the collector would refuse it, and with it the other queries of the request.
 */
export type Resolved =
  | {
      readonly outcome: 'ready';
      readonly query: WireQuery;
      readonly saved: MeshQuery;
      readonly notices: readonly string[];
    }
  | { readonly outcome: 'nothing'; readonly refId: string; readonly reason: string }
  | { readonly outcome: 'invalid'; readonly refId: string; readonly message: string };

const commonLists = ['nodes', 'gateways', 'channels', 'roles', 'portnums'] as const;
const specialLists = ['metrics', 'eventKinds'] as const;
/** Lists whose items may be variables. */
type ListName = (typeof commonLists)[number] | (typeof specialLists)[number];

const NODE_ID = /^!?([0-9a-f]{8})$/i;

/** Carries an outcome that makes the whole query unusable; caught in `resolveQuery` only. */
class UnusableQuery extends Error {
  constructor(readonly resolved: Extract<Resolved, { outcome: 'nothing' | 'invalid' }>) {
    super();
  }
}

/** Saved form → wire form: migrated, variables interpolated, lists checked. */
export function resolveQuery(saved: SavedQuery, context: ResolveContext): Resolved {
  try {
    return resolve(upToDate(saved), context);
  } catch (error) {
    if (error instanceof UnusableQuery) {
      return error.resolved;
    }
    throw error;
  }
}

function upToDate(saved: SavedQuery): MeshQuery {
  const { refId, version = 0 } = saved;
  if (isFromNewerPlugin(saved)) {
    const message = t(
      'query.resolve.newer',
      'This query was saved by a newer version of the plugin (query version {{version}}); update the plugin.',
      { version },
    );
    throw new UnusableQuery({ outcome: 'invalid', refId, message });
  }
  const query = migrateQuery(saved);
  if (query === undefined) {
    throw new UnusableQuery({ outcome: 'invalid', refId, message: unknownTypeMessage(saved) });
  }
  return query;
}

export function unknownTypeMessage({ queryType }: SavedQuery): string {
  return t('query.resolve.unknown-type', '"{{type}}" is not a query type of this plugin. Query types are {{types}}.', {
    type: String(queryType),
    types: queryTypes.join(', '),
  });
}

function resolve(saved: MeshQuery, context: ResolveContext): Resolved {
  const { refId, queryType, bounds } = saved;
  const fields: Readonly<Record<string, unknown>> = { ...saved };
  const notices: string[] = [];
  const listNames = [...commonLists, ...specialLists.filter((name) => takesOption(queryType, name))];
  const lists: Partial<Record<ListName, string[]>> = Object.fromEntries(
    listNames.map((name) => [name, cut(name, expandNamed(name, fields[name], refId, context), notices)] as const),
  );
  if (saved.oneNode === true && lists.nodes?.length !== 1) {
    const reason = t(
      'query.resolve.one-node',
      'This is about one node, and several are selected: choose one. Their values would be mixed.',
    );
    throw new UnusableQuery({ outcome: 'invalid', refId, message: reason });
  }
  const taken = takeFilters([...(saved.filters ?? []), ...context.filters], (text) =>
    context.templates.replace(text, context.scopedVars),
  );
  const legend =
    'legend' in saved && takesOption(queryType, 'legend')
      ? { legend: replaceText(saved.legend, context) || undefined }
      : {};
  // The options of the type are known by name only, so that their types are not.
  const query = {
    refId,
    queryType,
    bounds,
    limit: bounded(saved.limit, 1, queryLimits.rows),
    ...Object.fromEntries(definitionOf(queryType).options.map((name) => [name, fields[name]])),
    ...lists,
    nodes: lists.nodes?.map((id) => nodeIdOf(id, refId)),
    gateways: lists.gateways?.map((id) => nodeIdOf(id, refId)),
    portnums: lists.portnums?.map((port) => portOf(port, refId)),
    filters: taken.filters.slice(0, queryListLimits.filters),
    search: replaceText(saved.search, context) || undefined,
    ...legend,
    maxDataPoints: bounded(context.maxDataPoints, 1, queryLimits.dataPoints),
    intervalMs: context.intervalMs === undefined ? undefined : Math.max(1, context.intervalMs),
  } as WireQuery;
  return { outcome: 'ready', query, saved, notices: [...notices, ...taken.rejections] };
}

function expandNamed(name: ListName, saved: unknown, refId: string, context: ResolveContext): string[] | undefined {
  if (saved !== undefined && saved !== null && !Array.isArray(saved)) {
    const message = t('query.resolve.no-list', '"{{name}}" of this query is not a list.', { name });
    throw new UnusableQuery({ outcome: 'invalid', refId, message });
  }
  const items = (saved ?? []).map(String).filter((item) => item !== '');
  if (items.length === 0) {
    return undefined;
  }
  const expanded = expandList(items, context);
  if (expanded.all) {
    return undefined;
  }
  if (expanded.values.length === 0) {
    // An empty list would mean "all": the opposite of what an empty variable says.
    const reason = t('query.resolve.no-value', '{{items}} has no value, so that there is nothing to show.', {
      items: items.join(', '),
    });
    throw new UnusableQuery({ outcome: 'nothing', refId, reason });
  }
  return expanded.values;
}

function cut(name: ListName, values: string[] | undefined, notices: string[]): string[] | undefined {
  const limit = queryListLimits[name];
  if (values === undefined || values.length <= limit) {
    return values;
  }
  const selected = values.length;
  notices.push(
    t('query.resolve.cut', 'Only the first {{limit}} of {{selected}} selected {{name}} are used.', {
      limit,
      selected,
      name,
    }),
  );
  return values.slice(0, limit);
}

function nodeIdOf(text: string, refId: string): string {
  const hex = NODE_ID.exec(text.trim())?.[1];
  if (hex === undefined) {
    const message = t(
      'query.resolve.bad-node-id',
      '"{{text}}" is not a node id. A node id is "!" and eight hex digits, such as !a1b2c3d4.',
      { text },
    );
    throw new UnusableQuery({ outcome: 'invalid', refId, message });
  }
  return `!${hex.toLowerCase()}`;
}

function portOf(text: string, refId: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORTNUM) {
    const message = t('query.resolve.bad-port', '"{{text}}" is not a port number from 0 to {{max}}.', {
      text,
      max: MAX_PORTNUM,
    });
    throw new UnusableQuery({ outcome: 'invalid', refId, message });
  }
  return port;
}

function bounded(value: number | undefined, min: number, max: number): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : Math.min(max, Math.max(min, Math.round(value)));
}
