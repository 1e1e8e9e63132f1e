import { queryDefinitions, type QueryType } from '@mesh-observatory/contract/queries/index';
import type { QueryDefinition } from '@mesh-observatory/contract/queries/query-definition';
import type { OptionName } from '@mesh-observatory/contract/queries/query-options';

export const DEFAULT_QUERY_TYPE: QueryType = 'timeseries';

const definitions: Readonly<Record<QueryType, QueryDefinition>> = queryDefinitions;
const optionNames = new Set<string>(Object.values(definitions).flatMap(({ options }) => options));

export function definitionOf(queryType: QueryType): QueryDefinition {
  return definitions[queryType];
}

export function isQueryType(name: unknown): name is QueryType {
  return typeof name === 'string' && Object.hasOwn(definitions, name);
}

export function takesOption(queryType: QueryType, name: OptionName): boolean {
  return definitions[queryType].options.includes(name);
}

/** Whether `name` is an option of other query types only. Options of every query and Grafana's own fields are not. */
export function isForeignOption(queryType: QueryType, name: string): boolean {
  return optionNames.has(name) && !definitions[queryType].options.some((option) => option === name);
}
