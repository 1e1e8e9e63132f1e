import type { AdHocVariableFilter } from '@grafana/data';
import type { MeshQuery } from '../types';
import { takeFilters } from './adhoc';
import { expandList, replaceText, type Interpolation, type Templates } from './interpolate';
import { migrateQuery } from './migrate';

type ListName = 'metrics' | 'nodes' | 'gateways' | 'channels' | 'roles' | 'eventKinds';
const listNames: readonly ListName[] = ['metrics', 'nodes', 'gateways', 'channels', 'roles', 'eventKinds'];

/** The saved query with the present values in place of variables, for places that do not know them (Explore). */
export function interpolateQuery(
  saved: MeshQuery,
  interpolation: Interpolation,
  filters: readonly AdHocVariableFilter[],
): MeshQuery {
  const query = migrateQuery(saved);
  const replace = (text: string) => interpolation.templates.replace(text, interpolation.scopedVars);
  const lists = listNames
    .filter((name) => query[name] !== undefined)
    .map((name) => [name, expanded(query[name] ?? [], interpolation)] as const);
  const ports = query.portnums === undefined ? {} : { portnums: expandedPorts(query.portnums, interpolation) };
  const own = takeFilters([...(query.filters ?? []), ...filters], replace).filters;
  return {
    ...query,
    ...Object.fromEntries(lists),
    ...ports,
    ...(own.length === 0 ? {} : { filters: own }),
    ...(query.search === undefined ? {} : { search: replaceText(query.search, interpolation) }),
    ...(query.legend === undefined ? {} : { legend: replaceText(query.legend, interpolation) }),
  };
}

function expanded(items: readonly string[], interpolation: Interpolation): string[] {
  const values = expandList(items, interpolation);
  return values.all ? [] : values.values;
}

function expandedPorts(items: ReadonlyArray<number | string>, interpolation: Interpolation): Array<number | string> {
  return expanded(items.map(String), interpolation).map((text) => (/^\d+$/.test(text) ? Number(text) : text));
}

export function mentionsVariables(query: MeshQuery, templates: Templates): boolean {
  const { metrics, nodes, gateways, channels, roles, portnums, eventKinds, filters, search, legend } = query;
  const filterTexts = filters?.flatMap(({ value, values }) => [value, ...(values ?? [])]);
  const texts = [metrics, nodes, gateways, channels, roles, portnums, eventKinds, filterTexts, search, legend].flat();
  return texts.some((text) => text !== undefined && templates.containsTemplate(String(text)));
}
