import type { AdHocVariableFilter } from '@grafana/data';
import { queryListLimits } from '@mesh-observatory/contract/limits';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import type { MeshQuery } from '../types';
import { takeFilters } from './adhoc';
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
  | { readonly outcome: 'ready'; readonly query: WireQuery; readonly notices: readonly string[] }
  | { readonly outcome: 'nothing'; readonly refId: string; readonly reason: string }
  | { readonly outcome: 'invalid'; readonly refId: string; readonly message: string };

type ListName = 'metrics' | 'nodes' | 'gateways' | 'channels' | 'roles' | 'portnums' | 'eventKinds';
const listNames: readonly ListName[] = ['metrics', 'nodes', 'gateways', 'channels', 'roles', 'portnums', 'eventKinds'];

const NODE_ID = /^!?([0-9a-f]{8})$/i;
const MAX_PORT = 511;

/** Reports through exceptions what makes the whole query unusable; caught in `resolveQuery` only. */
class Unusable extends Error {
  constructor(readonly resolved: Extract<Resolved, { outcome: 'nothing' | 'invalid' }>) {
    super();
  }
}

/** Saved form → wire form: migrated, variables interpolated, lists checked. */
export function resolveQuery(saved: MeshQuery, context: ResolveContext): Resolved {
  try {
    return resolve(saved, context);
  } catch (error) {
    if (error instanceof Unusable) {
      return error.resolved;
    }
    throw error;
  }
}

function resolve(saved: MeshQuery, context: ResolveContext): Resolved {
  const { refId } = saved;
  if (isFromNewerPlugin(saved)) {
    const message = t(
      'query.resolve.newer',
      'This query was saved by a newer version of the plugin (query version {{version}}); update the plugin.',
      { version: saved.version ?? 0 },
    );
    throw new Unusable({ outcome: 'invalid', refId, message });
  }
  const query = migrateQuery(saved);
  const notices: string[] = [];
  const lists = Object.fromEntries(
    listNames.map((name) => [name, cut(name, expandNamed(name, query, context), notices)] as const),
  );
  const taken = takeFilters([...(query.filters ?? []), ...context.filters], (text) =>
    context.templates.replace(text, context.scopedVars),
  );
  const wire: WireQuery = {
    refId,
    queryType: query.queryType ?? 'timeseries',
    ...copied(query),
    metrics: lists['metrics'],
    nodes: lists['nodes']?.map((id) => nodeIdOf(id, refId)),
    gateways: lists['gateways']?.map((id) => nodeIdOf(id, refId)),
    channels: lists['channels'],
    roles: lists['roles'],
    portnums: lists['portnums']?.map((port) => portOf(port, refId)),
    eventKinds: lists['eventKinds'],
    filters: taken.filters.slice(0, queryListLimits.filters),
    search: replaceText(query.search, context) || undefined,
    legend: replaceText(query.legend, context) || undefined,
    maxDataPoints: bounded(context.maxDataPoints, 1, 20_000),
    intervalMs: context.intervalMs === undefined ? undefined : Math.max(1, context.intervalMs),
  };
  return { outcome: 'ready', query: wire, notices: [...notices, ...taken.complaints] };
}

/** Fields that neither hold variables nor need a check. What only the browser knows (`live` …) stays here. */
function copied(query: MeshQuery): Partial<WireQuery> {
  const {
    linkKinds,
    findingKinds,
    bounds,
    aggregation,
    combine,
    stat,
    trafficBy,
    trafficUnit,
    includeSilent,
    format,
    thresholds,
  } = query;
  const limit = bounded(query.limit, 1, 50_000);
  return {
    linkKinds,
    findingKinds,
    bounds,
    aggregation,
    combine,
    stat,
    trafficBy,
    trafficUnit,
    includeSilent,
    format,
    thresholds,
    limit,
  };
}

function expandNamed(name: ListName, query: MeshQuery, context: ResolveContext): string[] | undefined {
  const items = (query[name] ?? []).map(String).filter((item) => item !== '');
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
    throw new Unusable({ outcome: 'nothing', refId: query.refId, reason });
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
    throw new Unusable({ outcome: 'invalid', refId, message });
  }
  return `!${hex.toLowerCase()}`;
}

function portOf(text: string, refId: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    const message = t('query.resolve.bad-port', '"{{text}}" is not a port number from 0 to {{max}}.', {
      text,
      max: MAX_PORT,
    });
    throw new Unusable({ outcome: 'invalid', refId, message });
  }
  return port;
}

function bounded(value: number | undefined, least: number, most: number): number | undefined {
  return value === undefined || !Number.isFinite(value)
    ? undefined
    : Math.min(most, Math.max(least, Math.round(value)));
}
