import type { DataFrame } from '@grafana/data';
import { Observable, Subject, of, throwError } from 'rxjs';
import { settle } from '../../testing/settle';
import { frameOf } from '../../testing/testFrames';
import { liveAnswers, type LiveAnswer } from './liveAnswers';
import type { LiveEvent } from './liveChannel';
import { createNodeNames } from './nodeNames';
import { moduleOf } from '../queries/moduleOf';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const nodes = (lastHeard: number) =>
  frameOf('nodes', [
    { name: 'nodeId', values: ['!00000001'] },
    { name: 'lastHeard', values: [lastHeard] },
    { name: 'firstHeard', values: [0] },
  ]);
const heard = (lastHeard: number): LiveEvent => ({
  type: 'changes',
  changes: { nodes: [{ nodeId: '!00000001', lastHeard }] },
});
const valueOf = ({ frames }: LiveAnswer) => frames[0]?.fields[1]?.values[0] as unknown;

function follow(load: () => Observable<DataFrame[]>, queryType: 'nodes' | 'stat' = 'nodes') {
  const query = { refId: 'A', queryType };
  const events = new Subject<LiveEvent>();
  const loads = jest.fn(load);
  const page = { visible: true };
  const answers: LiveAnswer[] = [];
  const subscription = liveAnswers({
    query,
    plan: moduleOf(query).livePlan?.(query)!,
    names: createNodeNames({ load: () => Promise.resolve([]), now: Date.now }),
    maxPoints: 10,
    now: Date.now,
    rangeMs: 1000,
    load: loads,
    events,
    isVisible: () => page.visible,
  }).subscribe((answer) => answers.push(answer));
  return { events, loads, page, answers, subscription };
}

describe('liveAnswers', () => {
  it('shows the history first, then the changes, a few times a second', async () => {
    const { events, answers } = follow(() => of([nodes(1)]));
    await settle();
    expect(answers.map(valueOf)).toEqual([1]);
    for (let at = 2; at <= 1001; at += 1) {
      events.next(heard(at));
      jest.advanceTimersByTime(1);
    }
    jest.advanceTimersByTime(300);
    expect(answers.length).toBeLessThanOrEqual(6);
    expect(valueOf(answers.at(-1) as LiveAnswer)).toBe(1001);
  });

  it('loses nothing that happens while the history is on its way', async () => {
    const answer = new Subject<DataFrame[]>();
    const { events, answers } = follow(() => answer);
    await settle();
    events.next(heard(7));
    answer.next([nodes(1)]);
    answer.complete();
    expect(answers.map(valueOf)).toEqual([7]);
  });

  it('asks again after a gap', async () => {
    const { events, loads } = follow(() => of([nodes(1)]));
    await settle();
    events.next({ type: 'gap' });
    jest.advanceTimersByTime(1000);
    expect(loads).toHaveBeenCalledTimes(2);
  });

  it('asks again for answers only the collector can make, but not at every change', async () => {
    const { events, loads } = follow(() => of([nodes(1)]), 'stat');
    await settle();
    for (let second = 0; second < 20; second += 1) {
      events.next(heard(second));
      jest.advanceTimersByTime(1000);
    }
    expect(loads.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(loads.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('asks now and then while the live connection is down, and says so', async () => {
    const { events, loads, answers } = follow(() => of([nodes(1)]));
    await settle();
    events.next({ type: 'down', reason: 'gone.' });
    jest.advanceTimersByTime(31_000);
    expect(loads).toHaveBeenCalledTimes(3);
    expect(answers.at(-1)?.frames[0]?.meta?.notices).toMatchObject([
      { severity: 'warning', text: 'Live updates are interrupted (gone); asking every 15 s instead.' },
    ]);
    events.next({ type: 'up' });
    jest.advanceTimersByTime(1000);
    expect(answers.at(-1)?.frames[0]?.meta?.notices).toBeUndefined();
  });

  it('keeps what it has when the collector fails, tells, and tries again', async () => {
    const failures = [of([nodes(1)]), throwError(() => new Error('down')), of([nodes(5)])];
    const { events, answers } = follow(() => failures.shift() ?? of([nodes(9)]));
    await settle();
    events.next({ type: 'gap' });
    jest.advanceTimersByTime(1000);
    expect(answers.at(-1)).toMatchObject({ error: expect.any(Error) });
    expect(valueOf(answers.at(-1) as LiveAnswer)).toBe(1);
    jest.advanceTimersByTime(15_000);
    expect(answers.at(-1)?.error).toBeUndefined();
    expect(valueOf(answers.at(-1) as LiveAnswer)).toBe(5);
  });

  it('shows nothing while nobody looks, and everything when somebody does', async () => {
    const { events, page, answers } = follow(() => of([nodes(1)]));
    await settle();
    page.visible = false;
    events.next(heard(3));
    jest.advanceTimersByTime(10_000);
    expect(answers).toHaveLength(1);
    page.visible = true;
    jest.advanceTimersByTime(1000);
    expect(valueOf(answers.at(-1) as LiveAnswer)).toBe(3);
  });

  it('leaves nothing behind', async () => {
    let canceled = false;
    const { events, subscription, loads } = follow(
      () =>
        new Observable(() => () => {
          canceled = true;
        }),
    );
    await settle();
    subscription.unsubscribe();
    expect(canceled).toBe(true);
    expect(events.observed).toBe(false);
    jest.advanceTimersByTime(60_000);
    expect(loads).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
