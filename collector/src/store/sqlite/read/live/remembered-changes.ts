import type { FramePatch } from '@mesh-observatory/contract/live';
import type { LiveAnswer } from '../../../store.js';

export type AnswerChange = LiveAnswer<readonly FramePatch[]>;

/** The number of values that a change holds. */
function valuesIn({ frames }: AnswerChange): number {
  const counted = frames.map((patch) => ('schema' in patch ? patch.data.values : (patch.values ?? [])));
  return counted.reduce((sum, values) => sum + values.length * (1 + (values[0]?.length ?? 0)), 0);
}

/** The latest changes of a view, numbered without gaps, bounded by the values they hold. */
export class RememberedChanges {
  readonly #maxValues: number;
  #changes: { readonly change: AnswerChange; readonly values: number }[] = [];
  #values = 0;
  #seq = 0;

  constructor(maxValues: number) {
    this.#maxValues = maxValues;
  }

  /** Number of the newest change; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  add(change: AnswerChange): void {
    const values = valuesIn(change);
    this.#changes.push({ change, values });
    this.#values += values;
    this.#seq += 1;
    while (this.#values > this.#maxValues) this.#values -= this.#changes.shift()?.values ?? Infinity;
  }

  get(seq: number): AnswerChange | undefined {
    const fromEnd = seq - this.#seq - 1;
    return fromEnd < 0 ? this.#changes.at(fromEnd)?.change : undefined;
  }
}
