import type { ChangeKind } from '@mesh-observatory/contract/changes';
import type { AttentionPage } from '@mesh-observatory/contract/attention';
import type { TimeRange } from '../../sql.js';
import type { ContextOf } from '../context.js';

/** One row: how many changes of a kind there were, and which. */
export interface Change {
  readonly kind: ChangeKind;
  /** null = not known. */
  readonly count: number | null;
  readonly detail: string;
  readonly page: AttentionPage;
}

export interface ChangesInput {
  readonly context: ContextOf<'changes'>;
  /** Numbers of nodes for a clause; null = all. */
  readonly nums: readonly number[] | null;
  /** The same hours before; undefined = the collector has no data from then. */
  readonly before: TimeRange | undefined;
}

export type ChangeSource = (input: ChangesInput) => Change[];

const MOST_NAMED = 6;

/** The first names, and how many more there are. */
export function listed(names: readonly string[], most = MOST_NAMED): string {
  const more = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return more > 0 ? `${shown} and ${more.toLocaleString('en-US')} more` : shown;
}

export const NO_DATA_BEFORE = 'Not known: the collector has no data from before';
