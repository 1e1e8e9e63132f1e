/** The virtual clock of a discrete-event simulation: a queue of actions in time order. Times are Unix milliseconds. */
export interface Scheduler {
  /** Time of the action that runs now or ran last. */
  readonly now: number;
  /** Runs `action` at `time`, or at once (still in order) when that has passed. */
  at(time: number, action: () => void): void;
  after(delayMs: number, action: () => void): void;
  /** Time of the next action; undefined when nothing is planned. */
  nextAt(): number | undefined;
  /** Moves the clock to the next action and runs it. */
  runNext(): void;
}

interface Entry {
  readonly time: number;
  /** Ties run in the order they were planned: without it the heap would decide, and bytes would depend on it. */
  readonly order: number;
  readonly action: () => void;
}

const before = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let child = heap.length;
  heap.push(entry);
  while (child > 0) {
    const parent = (child - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(entry, above)) break;
    heap[child] = above;
    child = parent;
  }
  heap[child] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let parent = 0;
  for (;;) {
    let child = 2 * parent + 1;
    let smallest = heap[child];
    if (smallest === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && before(right, smallest)) {
      child += 1;
      smallest = right;
    }
    if (!before(smallest, last)) break;
    heap[parent] = smallest;
    parent = child;
  }
  heap[parent] = last;
  return top;
}

export function createScheduler(startAt: number): Scheduler {
  const heap: Entry[] = [];
  let now = startAt;
  let order = 0;
  const at = (time: number, action: () => void): void => {
    order += 1;
    push(heap, { time: Math.max(time, now), order, action });
  };
  return {
    get now() {
      return now;
    },
    at,
    after: (delayMs, action) => at(now + delayMs, action),
    nextAt: () => heap[0]?.time,
    runNext() {
      const entry = pop(heap);
      if (entry === undefined) return;
      now = entry.time;
      entry.action();
    },
  };
}
