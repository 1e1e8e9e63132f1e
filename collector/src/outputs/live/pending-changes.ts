import type { Change } from '../../store/store.js';
import { createChangeItem, type ChangeItem } from './change-item.js';

/**
 * Changes waiting for the next round. State is merged (the newest of a node, a link, a reading); what happened (messages,
 * events, packets, traceroutes) is kept, every one.
 */
export interface PendingChanges {
  /** False when too much is waiting and the change was not taken. */
  add(change: Change): boolean;
  /** Takes the longest waiting changes, about `maxBytes` of JSON, at least one. */
  take(maxBytes: number): readonly ChangeItem[];
  clear(): void;
  readonly size: number;
}

export function createPendingChanges(maxChanges: number): PendingChanges {
  const waiting = new Map<string, Change>();
  let unique = 0;

  return {
    add(change) {
      const key = mergeKey(change) ?? `#${(unique += 1)}`;
      const earlier = waiting.get(key);
      if (earlier === undefined && waiting.size >= maxChanges) return false;
      waiting.set(key, earlier === undefined ? change : merge(earlier, change));
      return true;
    },
    take(maxBytes) {
      const items: ChangeItem[] = [];
      let bytes = 0;
      for (const [key, change] of waiting) {
        waiting.delete(key);
        const item = createChangeItem(change);
        items.push(item);
        bytes += item.json.length;
        if (bytes >= maxBytes) break;
      }
      return items;
    },
    clear: () => waiting.clear(),
    get size() {
      return waiting.size;
    },
  };
}

/** Changes with the same key are about the same thing; undefined = like nothing else. */
function mergeKey(change: Change): string | undefined {
  switch (change.kind) {
    case 'node':
      return `n${change.node.nodeId}`;
    case 'position':
      return `p${change.position.nodeId}`;
    case 'telemetry':
      return `t${change.telemetry.nodeId}${change.telemetry.metric}`;
    case 'link':
      return `l${change.link.fromId}${change.link.toId}${change.link.kind}`;
    case 'gateway':
      return `g${change.gateway.gatewayId}`;
    case 'waypoint':
      return `w${change.waypoint.fromId}${change.waypoint.waypointId}`;
    case 'packet':
      // Id 0 means "no identity".
      return change.packet.packetId === 0 ? undefined : `k${change.packet.fromId}${change.packet.packetId}`;
    case 'message':
    case 'event':
    case 'traceroute':
      return undefined;
  }
}

function merge(earlier: Change, later: Change): Change {
  if (earlier.kind === 'node' && later.kind === 'node') {
    const metrics = { ...earlier.patch.metrics, ...later.patch.metrics };
    const patch = { ...earlier.patch, ...later.patch };
    return { kind: 'node', node: later.node, patch: Object.keys(metrics).length > 0 ? { ...patch, metrics } : patch };
  }
  if (earlier.kind === 'packet' && later.kind === 'packet') {
    // One packet, one more gateway that heard it.
    const receptions = [...earlier.packet.receptions, ...later.packet.receptions];
    return { kind: 'packet', packet: { ...earlier.packet, receptions } };
  }
  if (earlier.kind === 'position' && later.kind === 'position') {
    return later.position.at >= earlier.position.at ? later : earlier;
  }
  if (earlier.kind === 'telemetry' && later.kind === 'telemetry') {
    return later.telemetry.at >= earlier.telemetry.at ? later : earlier;
  }
  return later;
}
