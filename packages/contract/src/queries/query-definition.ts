import type { Term } from '../vocabulary.js';
import type { OptionName, QueryOptions } from './query-options.js';

/** One query type: how people see it, and the options it takes beside those of every query. */
export interface QueryDefinition extends Term {
  /** The answer in one sentence of Markdown, for the documentation. */
  readonly answer: string;
  readonly options: readonly OptionName[];
  /** Options without which there is no question: a query that lacks them is not sent. */
  readonly required?: readonly OptionName[];
  /** Options a new query starts with; all others start at the default of their schema. */
  readonly initial?: QueryOptions;
  /** The unit and the default of `limit`. Missing: one answer only. */
  readonly limit?: { readonly of: string; readonly default: number };
  /** The text that `search` matches. Missing: the query type has no search. */
  readonly search?: string;
  /** Labels that `legend` replaces. */
  readonly legend?: readonly string[];
}
