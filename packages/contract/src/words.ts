import type { Vocabulary } from './vocabulary.js';

/** Words that people read instead of a value. */
export type Words = Readonly<Record<string, string>>;

export const titlesOf = (vocabulary: Vocabulary): Words =>
  Object.fromEntries(Object.entries(vocabulary).map(([name, { title }]) => [name, title]));

export const yesOrNo: Words = { true: 'Yes', false: 'No' };
