import type { AdHocVariableFilter } from '@grafana/data';
import type { MeshQuery, SavedQuery } from '../types';
import { takeFilters } from './adhoc';
import { expandList, replaceText, type Interpolation, type Templates } from './interpolate';
import { migrateQuery } from './migrate';

const listNames: readonly string[] = ['metrics', 'nodes', 'gateways', 'channels', 'roles', 'portnums', 'eventKinds'];
const textNames: readonly string[] = ['search', 'legend'];

/** The saved query with the present values in place of variables, for places that do not know them (Explore). */
export function interpolateQuery(
  saved: SavedQuery,
  interpolation: Interpolation,
  filters: readonly AdHocVariableFilter[],
): SavedQuery {
  const query = migrateQuery(saved);
  if (query === undefined) {
    return saved;
  }
  const replace = (text: string) => interpolation.templates.replace(text, interpolation.scopedVars);
  const own = takeFilters([...(query.filters ?? []), ...filters], replace).filters;
  const fields = Object.entries(query).map(
    ([name, value]) => [name, interpolated(name, value, interpolation)] as const,
  );
  return { ...query, ...Object.fromEntries(fields), ...(own.length === 0 ? {} : { filters: own }) };
}

function interpolated(name: string, value: unknown, interpolation: Interpolation): unknown {
  if (listNames.includes(name) && Array.isArray(value)) {
    const expanded = expandList(value.map(String), interpolation);
    const values = expanded.all ? [] : expanded.values;
    return name === 'portnums' ? values.map((text) => (/^\d+$/.test(text) ? Number(text) : text)) : values;
  }
  return textNames.includes(name) && typeof value === 'string' ? replaceText(value, interpolation) : value;
}

/** Every item of a list and of a filter of the query: each may hold a variable. */
export function itemsOf(query: MeshQuery): string[] {
  const lists = Object.entries(query).flatMap(([name, value]): unknown[] =>
    listNames.includes(name) ? [value].flat() : [],
  );
  const filters = (query.filters ?? []).flatMap(({ value, values }) => [value, ...(values ?? [])]);
  return [...lists, ...filters].filter((item) => item !== undefined && item !== null).map(String);
}

export function mentionsVariables(saved: SavedQuery, templates: Templates): boolean {
  const query = migrateQuery(saved);
  if (query === undefined) {
    return false;
  }
  const legend = 'legend' in query ? query.legend : undefined;
  return [...itemsOf(query), query.search, legend].some((text) => templates.containsTemplate(text));
}
