import { Observable } from 'rxjs';
import { t } from '../i18n';

/** The collector gives up after 10 s: what has not come by then is lost on the way, or the collector hangs. */
export const ANSWER_MS = 12_000;
/** A question that is asked again within this time is the same one, still waiting. */
const ASKED_AGAIN_MS = 2000;

/** No answer has come for too long. */
export class Unanswered extends Error {
  constructor(readonly since: number) {
    const time = new Date(since).toLocaleTimeString();
    super(t('client.patience.unanswered', 'The collector has not answered since {{time}}.', { time }));
  }
}

interface Wait {
  readonly since: number;
  waiting: number;
  leftAt: number;
}

/**
 * Knows since when a question has no answer. Grafana aborts and repeats every question at each refresh: with a refresh
 * shorter than the time limit, no single request would ever fail.
 */
export class Patience {
  private readonly waits = new Map<string, Wait>();

  constructor(private readonly now: () => number) {}

  /** The answer; and before it `Unanswered`, when none has come for too long since the question was first asked. */
  answered<T>(question: string, answer: Observable<T>): Observable<T | Unanswered> {
    return new Observable((subscriber) => {
      const wait = this.begin(question);
      const tooLong = new Unanswered(wait.since);
      const timer = setTimeout(() => subscriber.next(tooLong), Math.max(0, wait.since + ANSWER_MS - this.now()));
      const end = () => {
        clearTimeout(timer);
        this.waits.delete(question);
      };
      const subscription = answer.subscribe({
        next: (value) => {
          end();
          subscriber.next(value);
        },
        error: (error: unknown) => {
          if (error instanceof Unanswered) {
            subscriber.error(tooLong);
            return;
          }
          end();
          subscriber.error(error);
        },
        complete: () => subscriber.complete(),
      });
      return () => {
        clearTimeout(timer);
        subscription.unsubscribe();
        wait.waiting -= 1;
        wait.leftAt = this.now();
      };
    });
  }

  private begin(question: string): Wait {
    const now = this.now();
    for (const [key, { waiting, leftAt }] of this.waits) {
      if (waiting === 0 && now - leftAt > ASKED_AGAIN_MS) {
        this.waits.delete(key);
      }
    }
    const wait = this.waits.get(question) ?? { since: now, waiting: 0, leftAt: now };
    wait.waiting += 1;
    this.waits.set(question, wait);
    return wait;
  }
}
