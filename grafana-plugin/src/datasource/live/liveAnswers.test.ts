import type { DataFrame } from '@grafana/data';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { Observable, Subject, of, throwError } from 'rxjs';
import { frameOf } from '../../testing/testFrames';
import { Unanswered } from '../client/patience';
import { liveAnswers, type LiveAnswer } from './liveAnswers';
import type { LiveEvent } from './liveHub';

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

const frame = (value: number) => frameOf('nodes', [{ name: 'value', values: [value] }]);
const answered = (value: number): LiveEvent => ({
  type: 'frames',
  frames: [{ schema: { fields: [] }, data: { values: [[value]] } }],
});
const valueOf = (answer: LiveAnswer | undefined) => answer?.frames[0]?.fields[0]?.values[0] as unknown;

function follow(load: () => Observable<DataFrame[]> = () => of([frame(-1)])) {
  const events = new Subject<LiveEvent>();
  const loads = jest.fn(load);
  const page = { visible: true };
  const answers: LiveAnswer[] = [];
  const subscription = liveAnswers({
    events,
    load: loads,
    toFrames: (frames: readonly FrameJson[]) => frames.map(({ data }) => frame(data.values[0]?.[0] as number)),
    now: Date.now,
    isVisible: () => page.visible,
  }).subscribe((answer) => answers.push(answer));
  return { events, loads, page, answers, subscription };
}

describe('liveAnswers', () => {
  it('shows the newest answer a few times a second, however often it changes', () => {
    const { events, answers, loads } = follow();
    for (let value = 1; value <= 1000; value += 1) {
      events.next(answered(value));
      jest.advanceTimersByTime(1);
    }
    jest.advanceTimersByTime(300);
    expect(answers.length).toBeLessThanOrEqual(6);
    expect(valueOf(answers.at(-1))).toBe(1000);
    expect(loads).not.toHaveBeenCalled();
  });

  it('asks at once when there is no live connection to begin with', () => {
    const { events, answers } = follow();
    events.next({ type: 'down', reason: 'no proxy', since: Date.now() });
    jest.advanceTimersByTime(1);
    expect(answers.map(valueOf)).toEqual([-1]);
  });

  it('asks now and then while the live connection is down, and says so', () => {
    const { events, loads, answers } = follow();
    events.next(answered(1));
    jest.advanceTimersByTime(300);
    events.next({ type: 'down', reason: 'gone.', since: Date.now() });
    jest.advanceTimersByTime(31_000);
    expect(loads).toHaveBeenCalledTimes(2);
    expect(answers.at(-1)?.frames[0]?.meta?.notices).toMatchObject([
      { severity: 'warning', text: 'Live updates are interrupted (gone); asking every 15 s instead.' },
    ]);
    events.next({ type: 'up' });
    jest.advanceTimersByTime(1000);
    expect(answers.at(-1)?.frames[0]?.meta?.notices).toBeUndefined();
    jest.advanceTimersByTime(60_000);
    expect(loads).toHaveBeenCalledTimes(2);
  });

  it('says within seconds that changes do not arrive, and is not streaming until they do', () => {
    const { events, answers } = follow(() => new Observable());
    events.next(answered(1));
    jest.advanceTimersByTime(300);
    expect(answers.at(-1)?.isStreaming).toBe(true);
    events.next({ type: 'down', reason: 'gone', since: Date.now() });
    jest.advanceTimersByTime(5300);
    expect(answers.at(-1)).toMatchObject({ isStreaming: false, frames: [{ meta: { notices: [{}] } }] });
    events.next({ type: 'up' });
    jest.advanceTimersByTime(300);
    expect(answers.at(-1)?.isStreaming).toBe(true);
  });

  it('says since when nothing has been answered, however often the dashboard is refreshed', () => {
    const since = Date.now();
    const texts: string[] = [];
    for (let refresh = 0; refresh < 4; refresh += 1) {
      const { events, answers, subscription } = follow(() => new Observable());
      events.next({ type: 'waiting', since });
      jest.advanceTimersByTime(4000);
      texts.push(...answers.map(({ error }) => String(error)));
      expect(answers.flatMap(({ frames }) => frames)).toEqual([]);
      subscription.unsubscribe();
    }
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts)).toEqual(new Set([String(new Unanswered(since))]));
  });

  it('keeps what it has when a query fails, tells, and recovers', () => {
    const { events, answers } = follow(() => throwError(() => new Error('down')));
    events.next(answered(1));
    jest.advanceTimersByTime(300);
    events.next({ type: 'error', message: 'busy' });
    jest.advanceTimersByTime(300);
    expect(answers.at(-1)).toMatchObject({ error: new Error('busy') });
    expect(valueOf(answers.at(-1))).toBe(1);
    events.next(answered(5));
    jest.advanceTimersByTime(300);
    expect(answers.at(-1)?.error).toBeUndefined();
    expect(valueOf(answers.at(-1))).toBe(5);
    events.next({ type: 'down', reason: 'gone', since: Date.now() });
    jest.advanceTimersByTime(16_000);
    expect(answers.at(-1)).toMatchObject({ error: new Error('down') });
  });

  it('shows nothing while nobody looks, and the newest answer when somebody does', () => {
    const { events, page, answers } = follow();
    page.visible = false;
    events.next(answered(2));
    events.next(answered(3));
    jest.advanceTimersByTime(10_000);
    expect(answers).toHaveLength(0);
    page.visible = true;
    jest.advanceTimersByTime(1000);
    expect(answers.map(valueOf)).toEqual([3]);
  });

  it('leaves nothing behind', () => {
    let canceled = false;
    const never = new Observable<DataFrame[]>(() => () => {
      canceled = true;
    });
    const { events, subscription } = follow(() => never);
    events.next(answered(1));
    events.next({ type: 'down', reason: 'gone', since: Date.now() });
    jest.advanceTimersByTime(16_000);
    subscription.unsubscribe();
    expect(canceled).toBe(true);
    expect(events.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});
