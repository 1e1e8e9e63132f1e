/**
 * Runs a request and merges the packets of its response, as Grafana does (`features/query/state/runRequest.ts`): a packet
 * replaces the earlier one with the same key, and a slow request is reported as loading.
 */
import {
  DataTopic,
  dateMath,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, defer, from, map, merge, of, share, takeUntil, timer, type Observable } from 'rxjs';

const SHOW_LOADING_AFTER_MS = 200;

export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  query?: DataSourceApi['query'],
): Observable<PanelData> {
  const empty: PanelData = { state: LoadingState.Loading, series: [], request, timeRange: request.range };
  if (request.targets.length === 0) {
    return of({ ...empty, state: LoadingState.Done });
  }
  const packets = new Map<string, DataQueryResponse>();
  const run = query ?? dataSource.query.bind(dataSource);
  const responses = defer(() => from(run(request))).pipe(
    map((packet) => {
      packets.set(packet.key ?? 'A', packet);
      return combine([...packets.values()], packet, request);
    }),
    catchError((error: unknown) =>
      of({ ...empty, state: LoadingState.Error, error: toDataQueryError(error), errors: [toDataQueryError(error)] }),
    ),
    share(),
  );
  return merge(
    timer(SHOW_LOADING_AFTER_MS).pipe(
      map(() => empty),
      takeUntil(responses),
    ),
    responses,
  );
}

function combine(packets: DataQueryResponse[], newest: DataQueryResponse, request: DataQueryRequest): PanelData {
  const errors = packets.flatMap(({ errors: many, error }) => many ?? (error === undefined ? [] : [error]));
  const state = errors.length > 0 ? LoadingState.Error : (newest.state ?? LoadingState.Done);
  // Not converted to frames, because variable queries return other objects.
  const frames = packets.flatMap(({ data }): DataFrame[] => data);
  const isAnnotation = ({ meta }: DataFrame) => meta?.dataTopic === DataTopic.Annotations;
  return {
    state,
    series: frames.filter((frame) => !isAnnotation(frame)),
    annotations: frames.filter(isAnnotation),
    ...(errors[0] === undefined ? {} : { error: errors[0], errors }),
    request,
    timeRange: rangeOf(request, newest.state),
  };
}

/** A relative time range of a streaming response ends now. */
function rangeOf({ range }: DataQueryRequest, state: LoadingState | undefined): TimeRange {
  const [start, end] = [dateMath.toDateTime(range.raw.from, {}), dateMath.toDateTime(range.raw.to, { roundUp: true })];
  const isRelative = typeof range.raw.from === 'string';
  return isRelative && state === LoadingState.Streaming && start !== undefined && end !== undefined
    ? { ...range, from: start, to: end }
    : range;
}
