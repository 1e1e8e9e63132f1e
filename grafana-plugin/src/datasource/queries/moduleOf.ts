import type { QueryType } from '@mesh-observatory/contract/queries/index';
import type { QueryModule } from './queryModule';
import { queryModules } from './index';

/** The module of the type of a query. */
export function moduleOf<T extends QueryType>({ queryType }: { readonly queryType: T }): QueryModule<T> {
  return queryModules[queryType];
}
