/** How one word of the system is shown to people. */
export interface Term {
  /** One to four words, as a label. */
  readonly title: string;
  /** One sentence without a period, for tooltips and generated documentation. */
  readonly description: string;
}

export type Vocabulary = Readonly<Record<string, Term>>;

/** The words of a vocabulary, in the order they are written down. */
export function wordsOf<V extends object>(vocabulary: V): readonly (keyof V & string)[] {
  return Object.keys(vocabulary) as (keyof V & string)[];
}
