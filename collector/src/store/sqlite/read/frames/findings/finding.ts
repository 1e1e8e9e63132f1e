import type { FindingKind } from '@mesh-observatory/contract/findings';
import type { Scope } from '../../scope.js';
import type { FrameContext } from '../context.js';

/** A possible security or privacy problem, with its reason. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'info' | 'warning' | 'critical';
  /** null = about a channel. */
  readonly node: number | null;
  /** Of the channel; null = the node's own name is meant. */
  readonly channel: string | null;
  /** Never contains a key itself. */
  readonly detail: string;
  /** When it was last observed, Unix ms. */
  readonly at: number;
}

export interface FindingsInput {
  readonly context: FrameContext;
  readonly scope: Scope;
  /** Node numbers for a clause; null = all. */
  readonly nums: readonly number[] | null;
}

/** Looks for one or several kinds of findings. */
export type Finder = (input: FindingsInput) => Finding[];
