import { Subject, throwError } from 'rxjs';
import { ANSWER_MS, Patience, Unanswered } from './patience';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

function ask(patience: Patience, question = 'nodes') {
  const answer = new Subject<string>();
  const got: unknown[] = [];
  const subscription = patience
    .answered(question, answer)
    .subscribe({ next: (value) => got.push(value), error: (error) => got.push(error) });
  return { answer, got, subscription };
}

describe('patience', () => {
  it('ends after a while, and the answer is still taken', () => {
    const { answer, got } = ask(new Patience(Date.now));
    jest.advanceTimersByTime(ANSWER_MS);
    expect(got).toEqual([new Unanswered(0)]);
    answer.next('late');
    expect(got.at(-1)).toBe('late');
  });

  it('is that of the question, not of the request', () => {
    const patience = new Patience(Date.now);
    const first = ask(patience);
    jest.advanceTimersByTime(8000);
    first.subscription.unsubscribe();
    const [second, other] = [ask(patience), ask(patience, 'links')];
    jest.advanceTimersByTime(4000);
    expect(second.got).toEqual([new Unanswered(0)]);
    expect(other.got).toEqual([]);
  });

  it('begins anew after an answer, and after an error of the collector', () => {
    const patience = new Patience(Date.now);
    const first = ask(patience);
    jest.advanceTimersByTime(8000);
    first.answer.next('there');
    patience
      .answered(
        'links',
        throwError(() => new Error('busy')),
      )
      .subscribe({ error: () => undefined });
    const [second, other] = [ask(patience), ask(patience, 'links')];
    jest.advanceTimersByTime(ANSWER_MS - 1);
    expect([...second.got, ...other.got]).toEqual([]);
  });

  it('counts an aborted request as waiting, and a time limit as no answer', () => {
    const patience = new Patience(Date.now);
    const first = ask(patience);
    jest.advanceTimersByTime(ANSWER_MS);
    first.answer.error(new Unanswered(0));
    const second = ask(patience);
    jest.advanceTimersByTime(1);
    expect(second.got).toEqual([new Unanswered(0)]);
  });

  it('does not grow with questions that nobody asks any more', () => {
    const patience = new Patience(Date.now);
    ask(patience).subscription.unsubscribe();
    jest.advanceTimersByTime(10_000);
    const { got } = ask(patience);
    jest.advanceTimersByTime(ANSWER_MS - 1);
    expect(got).toEqual([]);
  });
});
