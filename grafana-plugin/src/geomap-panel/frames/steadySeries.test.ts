import { LoadingState, toDataFrame, type DataFrame, type PanelData } from '@grafana/data';
import { steadySeries } from './steadySeries';

const frame = (refId: string) => toDataFrame({ refId, fields: [] });
const answer = (state: LoadingState, series: DataFrame[], asked = ['A', 'B']) =>
  ({ state, series, request: { targets: asked.map((refId) => ({ refId })) } }) as PanelData;

describe('steadySeries', () => {
  const [a, b] = [frame('A'), frame('B')];

  it('keeps the frames of queries without a response yet', () => {
    const newer = frame('A');
    expect(steadySeries(answer(LoadingState.Loading, [newer]), [a, b])).toEqual([newer, b]);
    expect(steadySeries(answer(LoadingState.Loading, []), [a, b])).toEqual([a, b]);
  });

  it('drops the frames of queries that were removed', () => {
    expect(steadySeries(answer(LoadingState.Loading, [], ['A']), [a, b])).toEqual([a]);
  });

  it('returns only the frames of a complete response', () => {
    expect(steadySeries(answer(LoadingState.Done, [a]), [a, b])).toEqual([a]);
    expect(steadySeries(answer(LoadingState.Streaming, []), [a, b])).toEqual([]);
  });
});
