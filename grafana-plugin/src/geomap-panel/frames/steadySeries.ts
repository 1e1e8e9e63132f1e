import { LoadingState, type DataFrame, type PanelData } from '@grafana/data';

/**
 * The frames of an answer; while more of it is to come, what was there before stays for queries that have not answered yet.
 * Answers of several data sources come one after the other: half of the map would vanish for a moment.
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
