/** One term of the system, as it is shown to people. */
export interface Term {
  /** One to four words, as a label. */
  readonly title: string;
  /** One sentence without a period, for tooltips and generated documentation. */
  readonly description: string;
}

export type Vocabulary = Readonly<Record<string, Term>>;

/** The keys of a vocabulary, in their order. */
export function wordsOf<V extends object>(vocabulary: V): readonly (keyof V & string)[] {
  return Object.keys(vocabulary) as (keyof V & string)[];
}
