import type { Term } from '../vocabulary.js';
import type { OptionName } from './query-options.js';

/** One query type: how people see it, and the options it takes beside those of every query. */
export interface QueryDefinition extends Term {
  /** The answer in one sentence of Markdown, for the documentation. */
  readonly answer: string;
  readonly options: readonly OptionName[];
  /** Options without which there is no question: a query that lacks them is not sent. */
  readonly required?: readonly OptionName[];
}
