import type { DataFrame } from '@grafana/data';
import type { LiveChanges } from '@mesh-observatory/contract/live';
import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { MeshQuery as WireQuery } from '@mesh-observatory/contract/query';
import type { NodeNames } from './nodeNames';

/** Puts what happened into the frames of an answer. */
export interface Merger {
  /** True when the frames changed. */
  apply(changes: LiveChanges): boolean;
  /** The frames as they are now. Those that did not change are the same objects as before. */
  frames(): DataFrame[];
  /** Something happened that only the collector can put into the frames. Reading it resets it. */
  takeStale(): boolean;
}

export interface MergeContext {
  readonly query: WireQuery;
  readonly names: NodeNames;
  /** Most points of a series or rows of a table. */
  readonly maxPoints: number;
  readonly now: () => number;
  /** Length of the time range; what is older leaves the series. */
  readonly rangeMs: number;
  /** Keys of rows that were missing when the collector was asked: no reason to ask again. Outlives the merger. */
  readonly asked: Set<string>;
}

export type CreateMerger = (frames: DataFrame[], context: MergeContext) => Merger;

/** The way in which the answer to a query is kept up to date. */
export interface LivePlan {
  /** Kinds of changes to listen to. */
  readonly kinds: readonly LiveKind[];
  readonly createMerger: CreateMerger;
  /** Least time between two questions to the collector. */
  readonly reloadMs: number;
  /** Rows name nodes, which the live stream does not. */
  readonly needsNames: boolean;
}

/** The stream may bring more than was asked for: lists of nodes that are too long for it are not sent. */
export function isAboutNode({ nodes = [] }: WireQuery, id: string): boolean {
  return nodes.length === 0 || nodes.includes(id);
}
