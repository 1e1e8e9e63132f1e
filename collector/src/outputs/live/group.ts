import type { LiveKind } from '@mesh-observatory/contract/live-protocol';
import type { NodeNum } from '../../model.js';
import type { HotState } from '../../store/store.js';
import { facetsOf, type ChangeItem } from './change-item.js';
import type { BatchHistory } from './batch-history.js';
import { createPayload, type Payload } from './outbox.js';
import { createSnapshot, type Snapshot } from './snapshot.js';
import type { Subscription } from './subscription.js';

/** A client of a group. */
export interface Member {
  deliver(payload: Payload, seq: number): void;
}

/**
 * Clients with equal subscriptions. Everything is filtered, serialized and compressed once for all of them, and they count
 * their batches together: 1, 2, 3 … without gaps.
 */
export interface Group {
  readonly subscription: Subscription;
  readonly members: Set<Member>;
  /** Number of the newest batch; 0 before the first. */
  readonly seq: number;
  /** Sends the items of a round that match the subscription. */
  send(items: readonly ChangeItem[]): void;
  snapshot(): Snapshot;
  /** The batch with this number, while it is remembered. */
  batch(seq: number): Payload | undefined;
  /** Whether everything after `seq` is still remembered. */
  remembersAfter(seq: number): boolean;
}

export interface GroupParts {
  readonly subscription: Subscription;
  readonly hot: HotState;
  readonly history: BatchHistory;
  readonly messageBytes: number;
  readonly snapshotLinks: number;
  readonly now: () => number;
}

export function createGroup(parts: GroupParts): Group {
  const { subscription, hot, history, messageBytes, now } = parts;
  const members = new Set<Member>();
  const sent = history.track();
  /** Nodes the members have in full: those that matched when they were last heard, or in a snapshot. */
  const known = new Set<number>();
  let seq = 0;

  /** The JSON to send of a change; undefined = nothing. */
  function render(item: ChangeItem): string | undefined {
    const matches = subscription.unfiltered || subscription.matches((item.facets ??= facetsOf(item.change, hot)));
    if (item.change.kind !== 'node') return matches ? item.json : undefined;
    const { node } = item.change;
    if (!matches) return known.delete(node.nodeNum) ? item.json : undefined; // announces that it left
    if (known.has(node.nodeNum)) return item.json;
    known.add(node.nodeNum);
    return (item.fullJson ??= JSON.stringify(node));
  }

  function emit(sections: ReadonlyMap<LiveKind, readonly string[]>): void {
    seq += 1;
    const lists = [...sections].map(([kind, items]) => `"${kind}":[${items.join(',')}]`).join(',');
    const payload = createPayload(`{"type":"batch","seq":${seq},"at":${now()},${lists}}`, subscription.compression);
    sent.remember(seq, payload);
    for (const member of members) member.deliver(payload, seq);
  }

  return {
    subscription,
    members,
    get seq() {
      return seq;
    },
    send(items) {
      let sections = new Map<LiveKind, string[]>();
      let bytes = 0;
      for (const item of items) {
        if (!subscription.kinds.includes(item.kind)) continue;
        const json = render(item);
        if (json === undefined) continue;
        const section = sections.get(item.kind);
        if (section === undefined) sections.set(item.kind, [json]);
        else section.push(json);
        bytes += json.length;
        if (bytes < messageBytes) continue;
        emit(sections);
        sections = new Map();
        bytes = 0;
      }
      if (sections.size > 0) emit(sections);
    },
    snapshot() {
      const snapshot = createSnapshot({
        hot,
        subscription,
        seq,
        partBytes: messageBytes,
        maxLinks: parts.snapshotLinks,
        now,
      });
      forgetUncached(known, hot);
      for (const num of snapshot.nodeNums) known.add(num);
      return snapshot;
    },
    batch: (number) => sent.get(number),
    remembersAfter: (number) => number === seq || (number < seq && sent.get(number + 1) !== undefined),
  };
}

/** A newcomer's snapshot does not hold them, so that they must be sent in full when they are heard again. */
function forgetUncached(known: Set<number>, hot: HotState): void {
  const cached = new Set<NodeNum>();
  for (const node of hot.nodes()) cached.add(node.nodeNum as NodeNum);
  for (const num of known) if (!cached.has(num as NodeNum)) known.delete(num);
}
