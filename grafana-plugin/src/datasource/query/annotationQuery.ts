import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import type { MeshQueryOf, SavedQuery } from '../types';
import { migrateQuery } from './migrate';

/** Annotations are events, or messages such as those with a hashtag. */
export function annotationQueryOf(target: SavedQuery | undefined): MeshQueryOf<'events'> | MeshQueryOf<'messages'> {
  const refId = target?.refId ?? 'Anno';
  const queryType = target?.queryType === 'messages' ? 'messages' : 'events';
  const query = migrateQuery({ ...target, refId, queryType });
  return query?.queryType === 'messages'
    ? { ...query, format: 'table', live: false }
    : {
        refId,
        version: QUERY_VERSION,
        ...(query?.queryType === 'events' ? query : {}),
        queryType: 'events',
        live: false,
      };
}
