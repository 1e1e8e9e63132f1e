import { LoadingState, toDataFrame, type DataFrame, type PanelData } from '@grafana/data';
import { steadySeries } from './steadySeries';

const frame = (refId: string) => toDataFrame({ refId, fields: [] });
const answer = (state: LoadingState, series: DataFrame[], asked = ['A', 'B']) =>
  ({ state, series, request: { targets: asked.map((refId) => ({ refId })) } }) as PanelData;

describe('frames while an answer comes in parts', () => {
  const [a, b] = [frame('A'), frame('B')];

  it('keep those of queries that have not answered yet', () => {
    const newer = frame('A');
    expect(steadySeries(answer(LoadingState.Loading, [newer]), [a, b])).toEqual([newer, b]);
    expect(steadySeries(answer(LoadingState.Loading, []), [a, b])).toEqual([a, b]);
  });

  it('let go of those of queries that are not asked any more', () => {
    expect(steadySeries(answer(LoadingState.Loading, [], ['A']), [a, b])).toEqual([a]);
  });

  it('are what the answer says when it is complete', () => {
    expect(steadySeries(answer(LoadingState.Done, [a]), [a, b])).toEqual([a]);
    expect(steadySeries(answer(LoadingState.Streaming, []), [a, b])).toEqual([]);
  });
});
