import type { Coverage } from './flood.js';
import type { SimNode } from './node.js';

export interface Neighbor {
  readonly node: SimNode;
  readonly snr: number;
  readonly heardAt: number;
}

/** The nodes that every node heard, and those it heard directly. */
export interface Neighborhood {
  note(origin: SimNode, hopStart: number, coverage: Coverage): void;
  /** Nodes whose own transmissions it heard since `since`, best first. */
  direct(listener: SimNode, since: number): Neighbor[];
  /** Number of nodes it heard since `since`, over any number of hops. */
  heard(listener: SimNode, since: number): number;
}

export function createNeighborhood(nodes: readonly SimNode[]): Neighborhood {
  const count = nodes.length;
  const heardAt = new Float64Array(count * count);
  const directAt = new Float64Array(count * count);
  const directSnr = new Float32Array(count * count);
  return {
    note(origin, hopStart, coverage) {
      for (const reception of coverage.values()) {
        const cell = reception.node.index * count + origin.index;
        heardAt[cell] = reception.at;
        if (reception.hopLimit !== hopStart) continue;
        directAt[cell] = reception.at;
        directSnr[cell] = reception.snr;
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
