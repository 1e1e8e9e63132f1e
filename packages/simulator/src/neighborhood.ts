import type { Coverage } from './flood.js';
import type { SimNode } from './node.js';

export interface Neighbor {
  readonly node: SimNode;
  readonly snr: number;
  readonly heardAt: number;
}

/** What every node knows about the others: whom it heard, and whom directly. */
export interface Neighborhood {
  note(origin: SimNode, hopStart: number, coverage: Coverage): void;
  /** Nodes whose own transmissions it heard since `since`, best first. */
  direct(listener: SimNode, since: number): Neighbor[];
  /** How many nodes it heard of since `since`, over any number of hops. */
  heard(listener: SimNode, since: number): number;
}

export function createNeighborhood(nodes: readonly SimNode[]): Neighborhood {
  const count = nodes.length;
  const heardAt = new Float64Array(count * count);
  const directAt = new Float64Array(count * count);
  const directSnr = new Float32Array(count * count);
  return {
    note(origin, hopStart, coverage) {
      for (const hearing of coverage.values()) {
        const cell = hearing.node.index * count + origin.index;
        heardAt[cell] = hearing.at;
        if (hearing.hopLimit !== hopStart) continue;
        directAt[cell] = hearing.at;
        directSnr[cell] = hearing.snr;
      }
    },
    direct(listener, since) {
      const row = listener.index * count;
      return nodes
        .map((node) => ({
          node,
          snr: directSnr[row + node.index] ?? 0,
          heardAt: directAt[row + node.index] ?? 0,
        }))
        .filter((neighbor) => neighbor.heardAt > 0 && neighbor.heardAt >= since)
        .sort((a, b) => b.snr - a.snr);
    },
    heard(listener, since) {
      const row = listener.index * count;
      return heardAt.subarray(row, row + count).reduce((sum, at) => sum + (at > 0 && at >= since ? 1 : 0), 0);
    },
  };
}
