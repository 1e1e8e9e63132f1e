import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { variableKindNames, type VariableKind } from '@mesh-observatory/contract/variable-kinds';
import type { MeshQuery, MeshVariableQuery, SavedQuery } from '../types';
import { DEFAULT_QUERY_TYPE, definitionOf, isForeignOption, isQueryType } from './definitions';

type Fields = Readonly<Record<string, unknown>>;
type Step = (saved: Fields) => Fields;

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
const unversioned: Step = (saved) => {
  const defaults = isAbsent(saved['queryType'])
    ? { queryType: DEFAULT_QUERY_TYPE, ...definitionOf(DEFAULT_QUERY_TYPE).initial }
    : {};
  const given = lists.filter((name) => !isAbsent(saved[name])).map((name) => [name, asList(saved[name])] as const);
  const absent = lists.filter((name) => isAbsent(saved[name])).map((name) => [name, undefined] as const);
  return { ...saved, ...Object.fromEntries(absent), ...defaults, ...Object.fromEntries(given) };
};

/** Version 1 was one flat set of options for all types, of which the collector ignored those foreign to a type. */
const withoutForeignOptions: Step = (saved) => {
  const { queryType } = saved;
  return isQueryType(queryType)
    ? Object.fromEntries(Object.entries(saved).filter(([name]) => !isForeignOption(queryType, name)))
    : saved;
};

/** `steps[n]` turns version n into version n + 1. Add a step here whenever the meaning of a saved field changes. */
const steps: readonly Step[] = [unversioned, withoutForeignOptions];

/**
 * Brings a saved query up to date; one that is up to date, or newer, is returned as it is. Undefined when its type is
 * none of this plugin's.
 */
export function migrateQuery(saved: SavedQuery): MeshQuery | undefined {
  const from = saved.version ?? 0;
  const typed = isAbsent(saved.queryType) && from > 0 ? { ...saved, queryType: DEFAULT_QUERY_TYPE } : saved;
  if (from >= QUERY_VERSION) {
    return ofKnownType(typed);
  }
  const migrated = steps.slice(from).reduce<Fields>((fields, step) => step(fields), { ...typed });
  return ofKnownType({ ...migrated, refId: saved.refId, version: QUERY_VERSION });
}

/** The rest of the form is taken on trust: `resolveQuery` checks values, and the collector the whole query. */
function ofKnownType(saved: SavedQuery): MeshQuery | undefined {
  return isQueryType(saved.queryType) ? (saved as MeshQuery) : undefined;
}

/** A dashboard saved by a newer plugin may mean something this one cannot know. */
export function isFromNewerPlugin(saved: SavedQuery): boolean {
  return (saved.version ?? 0) > QUERY_VERSION;
}

/** Also takes the plain name of a hand-written dashboard: `query: nodes`. */
export function migrateVariableQuery(saved: MeshVariableQuery | string): MeshVariableQuery {
  const query = typeof saved === 'string' ? { refId: 'variable', kind: saved as VariableKind } : saved;
  const kind = variableKindNames.includes(query.kind) ? query.kind : 'nodes';
  return query.version === QUERY_VERSION && kind === query.kind ? query : { ...query, kind, version: QUERY_VERSION };
}
