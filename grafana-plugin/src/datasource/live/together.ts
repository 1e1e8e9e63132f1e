import { Observable, Subscription } from 'rxjs';

/**
 * Several answers that go on for ever, as one. The first of each are held back until all are there: a dashboard that is
 * refreshed would otherwise show some of its queries without the others for a moment, and blink.
 */
export function together<T>(answers: ReadonlyArray<Observable<T>>): Observable<T> {
  return new Observable((subscriber) => {
    const subscriptions = new Subscription();
    const first = new Map<number, T>();
    const missing = new Set(answers.keys());
    let open = answers.length;

    const arrive = (index: number) => {
      if (missing.delete(index) && missing.size === 0) {
        first.forEach((answer) => subscriber.next(answer));
        first.clear();
      }
    };
    answers.forEach((answer, index) => {
      subscriptions.add(
        answer.subscribe({
          next: (value) => {
            if (missing.size === 0) {
              subscriber.next(value);
            } else {
              first.set(index, value);
              arrive(index);
            }
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            // One that ends without an answer is not waited for.
            arrive(index);
            open -= 1;
            if (open === 0) {
              subscriber.complete();
            }
          },
        }),
      );
    });
    return subscriptions;
  });
}
