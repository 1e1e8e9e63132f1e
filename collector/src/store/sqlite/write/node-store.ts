import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import { isOnline } from '@mesh-observatory/contract/presence';
import type { Node } from '@mesh-observatory/contract/resources';
import type { NodeNum } from '../../../model.js';
import type { Change } from '../../store.js';
import type { Dictionaries } from './dictionaries.js';
import type { Listening } from './listening.js';
import type { NodeAliases } from './node-aliases.js';
import { NodeDraft, unknownNode } from './node-draft.js';
import { createNodeRows } from './node-rows.js';
import type { NodeState } from './node-state.js';
import type { TransactionListener } from './transaction.js';

/** All nodes: the recently heard ones in memory, every change in the database. */
export interface NodeStore extends TransactionListener {
  /** Draft of the node in this transaction; undefined when the node is unknown. */
  draft(num: NodeNum): NodeDraft | undefined;
  create(num: NodeNum, heardAt: number): NodeDraft;
  /** Returns the changes since the last call, to be announced. */
  takeChanges(): readonly Change[];
  /** The node as it is committed. */
  get(num: NodeNum): Node | undefined;
  has(num: NodeNum): boolean;
  /** Cached nodes that count as online but were last heard before the collector could hear. */
  outdated(limit: number): readonly NodeNum[];
  /** Reads a cached node anew after its rows were changed or removed outside of drafts. Not inside a transaction. */
  refresh(num: NodeNum): void;
  /** Cached nodes, the one written last first. */
  nodes(): Iterable<Node>;
  hitRate(): number;
  readonly size: number;
}

export interface NodeStoreParts {
  readonly db: Database.Database;
  readonly dictionaries: Dictionaries;
  readonly listening: Listening;
  readonly aliases: NodeAliases;
  readonly maxCached: number;
}

export function createNodeStore({ db, dictionaries, listening, aliases, maxCached }: NodeStoreParts): NodeStore {
  const rows = createNodeRows({ db, dictionaries, listening, aliases });
  const cache = new LRUCache<NodeNum, { state: NodeState }>({ max: maxCached });
  const drafts = new Map<NodeNum, NodeDraft>();
  /** Drafts worked on since changes were last taken. */
  const touched = new Set<NodeDraft>();
  let lookups = 0;
  let hits = 0;
  for (const state of rows.newest(maxCached)) cache.set(state.node.nodeNum as NodeNum, { state });

  function load(num: NodeNum): NodeState | undefined {
    lookups += 1;
    const cached = cache.peek(num)?.state;
    if (cached !== undefined) hits += 1;
    return cached ?? rows.load(num);
  }

  function open(num: NodeNum, state: NodeState, isNew: boolean): NodeDraft {
    const draft = new NodeDraft(state, isNew);
    drafts.set(num, draft);
    touched.add(draft);
    return draft;
  }

  const isOutdated = ({ state, lastHeard }: Node) => isOnline(state) && lastHeard < listening.heardSince;

  /** The state is that of the row until the node is looked at again. */
  const shown = (node: Node): Node => (isOutdated(node) ? { ...node, state: 'unknown', online: false } : node);

  return {
    draft(num) {
      const draft = drafts.get(num);
      if (draft !== undefined) {
        lookups += 1;
        hits += 1;
        touched.add(draft);
        return draft;
      }
      const state = load(num);
      return state === undefined ? undefined : open(num, state, false);
    },
    create: (num, heardAt) => open(num, unknownNode(num, heardAt), true),
    takeChanges() {
      const changes = [...touched].map((draft) => draft.takeChange()).filter((change) => change !== undefined);
      touched.clear();
      return changes;
    },
    get(num) {
      const node = load(num)?.node;
      return node === undefined ? undefined : shown(node);
    },
    has: (num) => cache.has(num) || rows.exists(num),
    outdated(limit) {
      const found: NodeNum[] = [];
      for (const [num, { state }] of cache.entries()) {
        if (isOutdated(state.node) && found.push(num) >= limit) break;
      }
      return found;
    },
    refresh(num) {
      const entry = cache.peek(num);
      if (entry === undefined) return;
      const state = rows.load(num);
      if (state === undefined) cache.delete(num);
      else entry.state = state;
    },
    *nodes() {
      for (const { state } of cache.values()) yield shown(state.node);
    },
    hitRate: () => hits / lookups,
    get size() {
      return cache.size;
    },
    flush() {
      for (const draft of drafts.values()) {
        if (draft.dirty) rows.save(draft.state);
        const { metrics } = draft.node;
        for (const metric of draft.takeUnsaved()) {
          const latest = metrics[metric];
          if (latest === undefined) rows.removeMetric(draft.num, metric);
          else rows.saveMetric(draft.num, metric, latest.value, latest.at);
        }
      }
    },
    committed() {
      for (const [num, draft] of drafts) {
        const entry = cache.peek(num);
        const heard = entry?.state.node.lastHeard !== draft.node.lastHeard;
        // A node that was only marked silent keeps its place.
        if (entry === undefined || heard) cache.set(num, { state: draft.state });
        else entry.state = draft.state;
      }
      drafts.clear();
      touched.clear();
    },
    rolledBack() {
      drafts.clear();
      touched.clear();
    },
  };
}
