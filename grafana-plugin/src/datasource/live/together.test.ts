import { EMPTY, Subject, of } from 'rxjs';
import { together } from './together';

function listen<T>(answers: Parameters<typeof together<T>>[0]) {
  const seen: T[] = [];
  let ended = false;
  const subscription = together(answers).subscribe({ next: (one) => seen.push(one), complete: () => (ended = true) });
  return { seen, subscription, hasEnded: () => ended };
}

describe('answers that belong together', () => {
  it('are shown when all are there, then one by one', () => {
    const [nodes, links] = [new Subject<string>(), new Subject<string>()];
    const { seen, hasEnded } = listen([nodes, links]);
    nodes.next('nodes 1');
    nodes.next('nodes 2');
    expect(seen).toEqual([]);
    links.next('links 1');
    expect(seen).toEqual(['nodes 2', 'links 1']);
    nodes.next('nodes 3');
    expect(seen).toEqual(['nodes 2', 'links 1', 'nodes 3']);
    nodes.complete();
    links.complete();
    expect(hasEnded()).toBe(true);
  });

  it('do not wait for one that ends without an answer', () => {
    const { seen, hasEnded } = listen([of('nodes'), EMPTY]);
    expect(seen).toEqual(['nodes']);
    expect(hasEnded()).toBe(true);
  });

  it('are all let go of', () => {
    const [nodes, links] = [new Subject<string>(), new Subject<string>()];
    listen([nodes, links]).subscription.unsubscribe();
    expect([nodes.observed, links.observed]).toEqual([false, false]);
  });
});
