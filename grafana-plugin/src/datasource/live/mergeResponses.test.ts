import { LoadingState, type DataQueryResponse } from '@grafana/data';
import { EMPTY, Subject, of } from 'rxjs';
import { mergeResponses } from './mergeResponses';

const answerOf = (...names: string[]): DataQueryResponse => ({
  data: names.map((name) => ({ refId: name.charAt(0), name, fields: [], length: 0 })),
  state: LoadingState.Streaming,
});

function listen(answers: Parameters<typeof mergeResponses>[0], refIds = ['A', 'B', 'C']) {
  const seen: DataQueryResponse[] = [];
  let ended = false;
  const subscription = mergeResponses(answers, refIds).subscribe({
    next: (one) => seen.push(one),
    complete: () => (ended = true),
  });
  const names = () => seen.map(({ data }) => data.map(({ name }) => name));
  return { seen, names, subscription, hasEnded: () => ended };
}

const two = () => [new Subject<DataQueryResponse>(), new Subject<DataQueryResponse>()] as const;

describe('answers that belong together', () => {
  it('are shown when all are there, then with every change', () => {
    const [nodes, links] = two();
    const { names, hasEnded } = listen([nodes, links]);
    nodes.next(answerOf('A1'));
    nodes.next(answerOf('A2'));
    expect(names()).toEqual([]);
    links.next(answerOf('B1'));
    expect(names()).toEqual([['A2', 'B1']]);
    nodes.next(answerOf('A3'));
    expect(names()[1]).toEqual(['A3', 'B1']);
    nodes.complete();
    links.complete();
    expect(hasEnded()).toBe(true);
  });

  it('are in the order of the queries, whichever came first and whoever holds several', () => {
    const [live, still] = two();
    const { names } = listen([live, still], ['C', 'B', 'A']);
    live.next(answerOf('B1', 'B2'));
    still.next(answerOf('A1', 'C1'));
    live.next(answerOf('B3'));
    expect(names()).toEqual([
      ['C1', 'B1', 'B2', 'A1'],
      ['C1', 'B3', 'A1'],
    ]);
  });

  it('keep the errors of each, and stream as long as one of them does', () => {
    const errors = [{ refId: 'B', message: 'No such metric: x.' }];
    const refused: DataQueryResponse = { data: [], errors, state: LoadingState.Done };
    expect(listen([of(refused), of(answerOf('A'))]).seen).toMatchObject([{ errors, state: LoadingState.Streaming }]);
    expect(listen([of(refused)]).seen).toMatchObject([{ state: LoadingState.Done }]);
    expect(listen([of(answerOf('A'))]).seen[0]).not.toHaveProperty('errors');
  });

  it('do not wait for one that ends without an answer', () => {
    const { names, hasEnded } = listen([of(answerOf('A')), EMPTY]);
    expect(names()).toEqual([['A']]);
    expect(hasEnded()).toBe(true);
  });

  it('are all let go of', () => {
    const [nodes, links] = two();
    listen([nodes, links]).subscription.unsubscribe();
    expect([nodes.observed, links.observed]).toEqual([false, false]);
  });
});
