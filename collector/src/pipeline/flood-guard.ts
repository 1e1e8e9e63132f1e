import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { LRUCache } from 'lru-cache';
import type { NodeNum, UnixMillis } from '../model.js';
import { createBackOff, WITHOUT_JITTER, type BackOff } from '../timing/back-off.js';
import { TokenBucket } from '../timing/token-bucket.js';

const FIRST_PENALTY_MS = MINUTE_MS;
const LONGEST_PENALTY_MS = HOUR_MS;
/** Quiet for this long after a penalty: the next one starts small again. */
const FORGIVEN_AFTER_MS = HOUR_MS;

interface NodeRecord {
  readonly allowance: TokenBucket;
  readonly penalty: BackOff;
  blockedUntil: number;
}

export type FloodVerdict = 'pass' | 'blocked' | 'newly_blocked';

/**
 * A token bucket per node: `perMinute` packets a minute, a minute's worth at once. A node that empties it is ignored for
 * a minute, then two, four … up to an hour, until it has been quiet for an hour. Bounded to the nodes heard last.
 */
export interface FloodGuard {
  check(node: NodeNum, at: UnixMillis): FloodVerdict;
  /** Time the node is ignored from `at` on, in milliseconds. */
  remaining(node: NodeNum, at: UnixMillis): number;
}

export function createFloodGuard(perMinute: number, maxNodes = 20_000): FloodGuard {
  const records = new LRUCache<NodeNum, NodeRecord>({ max: maxNodes });

  function recordOf(node: NodeNum): NodeRecord {
    let record = records.get(node);
    if (record === undefined) {
      record = {
        allowance: new TokenBucket(perMinute, MINUTE_MS),
        penalty: createBackOff(FIRST_PENALTY_MS, WITHOUT_JITTER),
        blockedUntil: 0,
      };
      records.set(node, record);
    }
    return record;
  }

  return {
    check(node, at) {
      if (perMinute === 0) return 'pass';
      const record = recordOf(node);
      if (at < record.blockedUntil) return 'blocked';
      if (record.allowance.take(at)) return 'pass';
      if (at - record.blockedUntil > FORGIVEN_AFTER_MS) record.penalty.reset();
      record.blockedUntil = at + record.penalty.next(LONGEST_PENALTY_MS);
      return 'newly_blocked';
    },
    remaining: (node, at) => Math.max(0, (records.peek(node)?.blockedUntil ?? 0) - at),
  };
}
