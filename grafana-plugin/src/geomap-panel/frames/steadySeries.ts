import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';

/**
 * Frames of a response. While it is loading, queries without a response yet keep their previous frames: responses of
 * several data sources arrive one after the other, and half of the map would disappear for a moment.
 */
export function steadySeries({ state, series, request }: PanelData, before: readonly DataFrame[]): DataFrame[] {
  if (state !== LoadingState.Loading) {
    return series;
  }
  const answered = new Set(series.map(({ refId }) => refId));
  const asked = request?.targets.map(({ refId }) => refId);
  const isAwaited = ({ refId }: DataFrame) =>
    !answered.has(refId) && (asked === undefined || (refId !== undefined && asked.includes(refId)));
  return [...series, ...before.filter(isAwaited)];
}
