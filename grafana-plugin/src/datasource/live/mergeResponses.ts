import { LoadingState, type DataFrame, type DataQueryResponse } from '@grafana/data';
import { combineLatest, defaultIfEmpty, map, type Observable } from 'rxjs';

const nothing: DataQueryResponse = { data: [] };

/**
 * Merges several endless answers into one. It starts when all have arrived: a dashboard that is refreshed would otherwise
 * show some of its queries without the others for a moment, and blink. Frames are in the order of the queries, whichever
 * was answered first: names and colors of series would change places.
 */
export function mergeResponses(
  answers: ReadonlyArray<Observable<DataQueryResponse>>,
  refIds: readonly string[],
): Observable<DataQueryResponse> {
  const place = ({ refId }: DataFrame) => refIds.indexOf(refId ?? '');
  // One that ends without an answer is not waited for.
  return combineLatest(answers.map((answer) => answer.pipe(defaultIfEmpty(nothing)))).pipe(
    map((parts) => {
      const data = parts.flatMap((part) => part.data).sort((left, right) => place(left) - place(right));
      const errors = parts.flatMap((part) => part.errors ?? []);
      const state = parts.some((part) => part.state === LoadingState.Streaming)
        ? LoadingState.Streaming
        : LoadingState.Done;
      return { data, ...(errors.length === 0 ? {} : { errors }), state };
    }),
  );
}
