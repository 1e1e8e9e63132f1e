import { LRUCache } from 'lru-cache';
import type { NodeNum, UnixMillis } from '../model.js';

const MINUTE_MS = 60_000;
const FIRST_PENALTY_MS = MINUTE_MS;
const LONGEST_PENALTY_MS = 60 * MINUTE_MS;
/** Quiet for this long after a penalty: the next one starts small again. */
const FORGIVEN_AFTER_MS = 60 * MINUTE_MS;

interface Bucket {
  tokens: number;
  refilledAt: number;
  blockedUntil: number;
  penaltyMs: number;
}

export type FloodVerdict = 'pass' | 'blocked' | 'newly_blocked';

/**
 * A token bucket per node: `perMinute` packets a minute, a minute's worth at once. A node that empties it is ignored for
 * a minute, then two, four … up to an hour, until it has been quiet for an hour. Bounded to the nodes heard last.
 */
export interface FloodGuard {
  check(node: NodeNum, at: UnixMillis): FloodVerdict;
  /** How long the node is ignored from `at` on, in milliseconds. */
  remaining(node: NodeNum, at: UnixMillis): number;
}

export function createFloodGuard(perMinute: number, maxNodes = 20_000): FloodGuard {
  const buckets = new LRUCache<NodeNum, Bucket>({ max: maxNodes });

  function refill(bucket: Bucket, at: number): void {
    // Messages may carry slightly older times than the last one seen: never take tokens back.
    const elapsed = Math.max(0, at - bucket.refilledAt);
    bucket.tokens = Math.min(perMinute, bucket.tokens + (elapsed / MINUTE_MS) * perMinute);
    bucket.refilledAt = Math.max(bucket.refilledAt, at);
  }

  return {
    check(node, at) {
      if (perMinute === 0) return 'pass';
      let bucket = buckets.get(node);
      if (bucket === undefined) {
        bucket = { tokens: perMinute, refilledAt: at, blockedUntil: 0, penaltyMs: 0 };
        buckets.set(node, bucket);
      }
      if (at < bucket.blockedUntil) return 'blocked';
      refill(bucket, at);
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 'pass';
      }
      const forgiven = at - bucket.blockedUntil > FORGIVEN_AFTER_MS;
      bucket.penaltyMs = forgiven ? FIRST_PENALTY_MS : Math.min(bucket.penaltyMs * 2, LONGEST_PENALTY_MS);
      bucket.blockedUntil = at + bucket.penaltyMs;
      return 'newly_blocked';
    },
    remaining: (node, at) => Math.max(0, (buckets.peek(node)?.blockedUntil ?? 0) - at),
  };
}
