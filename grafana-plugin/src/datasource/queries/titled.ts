import type { QueryType } from '@mesh-observatory/contract/queries/index';
import { titleOf, type VocabularyName } from '../labels';
import { listed } from '../query/listed';

/** `Links: Direct, Neighbor`, or the title of the query type alone when nothing is picked. */
export function titled(
  queryType: QueryType,
  picked: readonly string[] | undefined,
  vocabulary?: VocabularyName,
): string {
  const title = titleOf('queryType', queryType);
  if (picked === undefined || picked.length === 0) {
    return title;
  }
  return `${title}: ${listed(vocabulary === undefined ? picked : picked.map((name) => titleOf(vocabulary, name)))}`;
}
