/** The best radio link of each node: the one that keeps it in the mesh. */
import { radioLinkKinds, type LinkKind } from '@mesh-observatory/contract/link-kinds';
import { FEWEST_LINK_READINGS } from '@mesh-observatory/contract/thresholds';
import { nodeId } from '../../rows/node-id.js';
import { inScope } from '../scope.js';
import { allOf, cancellable, isOneOf, sql, type TimeRange } from '../sql.js';
import type { FrameContext } from './context.js';

export interface BestLink {
  readonly other: number;
  /** dB above the decoding limit of the receiver. */
  readonly margin: number;
  /** Time of the newest reading, Unix ms. */
  readonly at: number;
}

interface Wanted {
  /** Numbers of nodes for a clause; null = all. */
  readonly nums: readonly number[] | null;
  readonly range: TimeRange;
  /** Default: all that are radio links. */
  readonly kinds?: readonly LinkKind[];
}

/**
 * By node, in either direction. Links with enough readings are judged by the newest one: a mean over weeks would hide an
 * antenna that broke, and one that was repaired.
 */
export function bestLinks({ reader, radio }: FrameContext, { nums, range, kinds = [] }: Wanted): Map<number, BestLink> {
  const where = allOf([
    sql`l.last_seen >= ${range.from} AND l.snr_at >= ${range.from} AND l.first_seen < ${range.to}`,
    sql`COALESCE(l.snr, l.snr_avg) IS NOT NULL AND l.count >= ${FEWEST_LINK_READINGS}`,
    isOneOf(sql`l.kind`, kinds.length === 0 ? radioLinkKinds : kinds),
    sql`(${inScope(sql`l.from_num`, nums)} OR ${inScope(sql`l.to_num`, nums)})`,
    cancellable(sql`l.from_num`),
  ]);
  const links = reader.tuples(sql<[from: number, to: number, snr: number, at: number]>`
    SELECT l.from_num, l.to_num, COALESCE(l.snr, l.snr_avg), l.snr_at FROM links l WHERE ${where}`);
  const wanted = nums === null ? undefined : new Set(nums);
  const best = new Map<number, BestLink>();
  const note = (node: number, link: BestLink) => {
    if (wanted?.has(node) === false) return;
    if (link.margin > (best.get(node)?.margin ?? -Infinity)) best.set(node, link);
  };
  for (const [from, to, snr, at] of links) {
    const margin = radio.marginDb(snr, nodeId(to), nodeId(from));
    if (margin === null) continue;
    note(from, { other: to, margin, at });
    note(to, { other: from, margin, at });
  }
  return best;
}
