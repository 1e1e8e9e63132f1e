import { variableKindNames, type VariableKind } from '@mesh-observatory/contract/variable-kinds';
import { QUERY_VERSION, type MeshQuery, type MeshVariableQuery } from '../types';
import { getDefaultQuery } from './defaults';

type Step = (query: MeshQuery) => MeshQuery;

const lists = [
  'metrics',
  'nodes',
  'gateways',
  'channels',
  'roles',
  'portnums',
  'linkKinds',
  'eventKinds',
  'findingKinds',
  'filters',
] as const;

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/**
 * Queries without a version were written by hand or by a program. They may give a single value where a list belongs
 * (`nodes: '$node'`) and leave the type out.
 */
const unversioned: Step = (query) => {
  const saved: Record<string, unknown> = { ...query };
  const defaults: Partial<MeshQuery> = isAbsent(saved['queryType']) ? getDefaultQuery() : {};
  const given = lists.filter((name) => !isAbsent(saved[name])).map((name) => [name, asList(saved[name])] as const);
  const absent = lists.filter((name) => isAbsent(saved[name])).map((name) => [name, undefined] as const);
  return { ...query, ...Object.fromEntries(absent), ...defaults, ...Object.fromEntries(given) };
};

/** `steps[n]` turns version n into version n + 1. Add a step here whenever the meaning of a saved field changes. */
const steps: readonly Step[] = [unversioned];

/** Brings a saved query up to date. A query that is already up to date is returned as it is. */
export function migrateQuery(query: MeshQuery): MeshQuery {
  const from = query.version ?? 0;
  if (from >= QUERY_VERSION) {
    return query;
  }
  return { ...steps.slice(from).reduce((saved, step) => step(saved), query), version: QUERY_VERSION };
}

/** A dashboard saved by a newer plugin may mean something this one cannot know. */
export function isFromNewerPlugin(query: MeshQuery): boolean {
  return (query.version ?? 0) > QUERY_VERSION;
}

/** Also takes the plain word of a hand-written dashboard: `query: nodes`. */
export function migrateVariableQuery(saved: MeshVariableQuery | string): MeshVariableQuery {
  const query = typeof saved === 'string' ? { refId: 'variable', kind: saved as VariableKind } : saved;
  const kind = variableKindNames.includes(query.kind) ? query.kind : 'nodes';
  return query.version === QUERY_VERSION && kind === query.kind ? query : { ...query, kind, version: QUERY_VERSION };
}
