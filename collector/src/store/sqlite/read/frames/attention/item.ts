import { nodeId } from '../../../rows/node-id.js';
import type { AttentionKind, AttentionLevel, AttentionPage } from '@mesh-observatory/contract/attention';
import { labelOf, readDirectory } from '../../directory.js';
import type { Scope } from '../../scope.js';
import type { TimeRange } from '../../sql.js';
import type { ContextOf } from '../context.js';

/** One row of the list. */
export interface AttentionItem {
  readonly level: AttentionLevel;
  readonly kind: AttentionKind;
  readonly subject: string;
  readonly detail: string;
  /** Unix ms; null = since an unknown time. */
  readonly since: number | null;
  /** The node the row is about. */
  readonly node: number | null;
  readonly page: AttentionPage;
}

export interface AttentionInput {
  readonly context: ContextOf<'attention'>;
  readonly scope: Scope;
  /** Numbers of nodes for a clause; null = all. */
  readonly nums: readonly number[] | null;
  /** Latest charge in percent; 101 = external power. */
  readonly batteries: ReadonlyMap<number, number>;
}

/** Looks for what needs attention of one kind, the most urgent first. */
export type AttentionSource = (input: AttentionInput) => AttentionItem[];

/** The time up to now: the list is about now, whatever the range of the dashboard. */
export function lately({ reader }: ContextOf<'attention'>, ms: number): TimeRange {
  return { from: reader.now - ms, to: reader.now + 1 };
}

interface Names {
  readonly node_num: number;
  readonly long_name: string | null;
  readonly short_name: string | null;
}

export const nameOfRow = ({ node_num, long_name, short_name }: Names): string =>
  labelOf({ longName: long_name, shortName: short_name }, nodeId(node_num));

/** Names of nodes by number; the id of a node without a name. */
export function namesOf({ reader }: ContextOf<'attention' | 'changes'>, nums: readonly number[]) {
  const directory = readDirectory(reader, nums);
  return (num: number): string => {
    const entry = directory.get(nodeId(num));
    return entry === undefined ? nodeId(num) : nameOfRow(entry);
  };
}

/** The first items, and one for all others, so that a common fault does not hide the rare ones. */
export function folded(
  items: readonly AttentionItem[],
  most: number,
  others: (count: number) => Pick<AttentionItem, 'subject' | 'detail'>,
): AttentionItem[] {
  const rest = items.slice(most);
  const [first] = rest;
  if (first === undefined || rest.length === 1) return [...items];
  // The page of a node shows only one.
  const page = first.page === 'mesh-node' ? 'mesh-overview' : first.page;
  return [...items.slice(0, most), { ...first, ...others(rest.length), since: null, node: null, page }];
}
