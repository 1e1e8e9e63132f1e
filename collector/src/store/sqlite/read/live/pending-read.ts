import type { Effect } from './rule.js';

/** The next reading of a view: of everything, or of the rows from a time on. */
export class PendingRead {
  #isComplete: boolean;
  #since = Infinity;
  readonly #moved = new Set<string>();

  constructor(isComplete: boolean) {
    this.#isComplete = isComplete;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get isEmpty(): boolean {
    return !this.#isComplete && this.#since === Infinity;
  }

  /** Time of the oldest row that is new or different. */
  get since(): number {
    return this.#since;
  }

  /** Keys of rows that left their places. */
  get moved(): ReadonlySet<string> {
    return this.#moved;
  }

  add(effect: Effect): void {
    if (effect === 'none' || this.#isComplete) return;
    if (effect === 'all') {
      this.#isComplete = true;
      this.#moved.clear();
      return;
    }
    this.#since = Math.min(this.#since, effect.since);
    if (effect.key !== undefined) this.#moved.add(effect.key);
  }
}
