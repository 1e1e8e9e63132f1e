import { ALERTS, type Viewer } from '../../store.js';

/**
 * Jobs that wait for a thread. Viewers take turns, so that one who asks for much waits for himself; every second turn
 * is that of the alert rules, if they wait. Not a promise of order between viewers.
 */
export class FairQueue<Job> {
  /** Waiting jobs by viewer, in the order of their turns. No entry is empty. */
  readonly #waiting = new Map<Viewer, Job[]>();
  #size = 0;
  #alertsWereServed = false;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.#size;
  }

  /**
   * Lets a job wait. Returns the job that has to go because the queue is full: the newest of the viewer with the most
   * waiting jobs, which may be the given one. Jobs of alert rules never make room for others.
   */
  push(viewer: Viewer, job: Job): Job | undefined {
    const jobs = this.#waiting.get(viewer);
    if (jobs === undefined) this.#waiting.set(viewer, [job]);
    else jobs.push(job);
    this.#size += 1;
    return this.#size > this.capacity ? this.#removeNewestOf(this.#greediest()) : undefined;
  }

  /** Takes the next job out of the queue; undefined when none waits. */
  shift(): Job | undefined {
    const viewer = this.#nextViewer();
    const jobs = viewer === undefined ? undefined : this.#waiting.get(viewer);
    if (viewer === undefined || jobs === undefined) return undefined;
    const job = jobs.shift();
    this.#alertsWereServed = viewer === ALERTS;
    // To the end of the turns, or out of them.
    this.#waiting.delete(viewer);
    if (jobs.length > 0) this.#waiting.set(viewer, jobs);
    this.#size -= 1;
    return job;
  }

  /** Takes a job out that is no longer wanted; false when it does not wait here. */
  remove(viewer: Viewer, job: Job): boolean {
    const jobs = this.#waiting.get(viewer);
    const index = jobs?.indexOf(job) ?? -1;
    if (jobs === undefined || index === -1) return false;
    jobs.splice(index, 1);
    if (jobs.length === 0) this.#waiting.delete(viewer);
    this.#size -= 1;
    return true;
  }

  #nextViewer(): Viewer | undefined {
    if (this.#waiting.has(ALERTS) && !this.#alertsWereServed) return ALERTS;
    const viewers = this.#waiting.keys();
    for (const viewer of viewers) if (viewer !== ALERTS) return viewer;
    return this.#waiting.has(ALERTS) ? ALERTS : undefined;
  }

  #greediest(): Viewer {
    let [greediest, most] = [ALERTS, 0];
    for (const [viewer, { length }] of this.#waiting) {
      if (viewer !== ALERTS && length >= most) [greediest, most] = [viewer, length];
    }
    return greediest;
  }

  #removeNewestOf(viewer: Viewer): Job | undefined {
    const jobs = this.#waiting.get(viewer);
    const job = jobs?.at(-1);
    if (job !== undefined) this.remove(viewer, job);
    return job;
  }
}
