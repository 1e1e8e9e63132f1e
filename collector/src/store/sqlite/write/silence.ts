import {
  FIRST_DAY_SILENT_INTERVALS,
  LATE_INTERVALS,
  NODE_LATE_FLOOR_MS,
  NODE_RHYTHM_INTERVALS,
  NODE_RHYTHM_SPAN_MS,
  NODE_SILENT_FLOOR_MS,
  RHYTHMIC_PORTS,
  SILENT_INTERVALS,
  STOCK_INTERVALS,
  stockIntervalOf,
  TRAFFIC_RHYTHM_INTERVALS,
  TRAFFIC_RHYTHM_SPAN_MS,
  UNREADABLE_PORT,
} from '@mesh-observatory/contract/presence';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { NODE_RHYTHM, observe, type NodeRhythm, type Rhythm } from './rhythm.js';

/** Silence in ms after which a node, a gateway or the mesh is late, and silent. */
export interface Thresholds {
  readonly late: number;
  readonly silent: number;
}

const rhythmic = new Set(RHYTHMIC_PORTS);
const spanOf = ({ since, lastAt }: Rhythm) => lastAt - since;
const smallest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.min(...values);

/** Adds a packet of a node; `portnum` null = it cannot be read. */
export function observeNode(
  rhythm: NodeRhythm,
  portnum: number | null,
  at: number,
  listeningSince: number,
): NodeRhythm {
  const port = portnum ?? UNREADABLE_PORT;
  if (port !== UNREADABLE_PORT && !rhythmic.has(port)) return rhythm;
  const before = rhythm[port];
  const after = observe(before, at, listeningSince, NODE_RHYTHM);
  return after === before ? rhythm : { ...rhythm, [port]: after };
}

/**
 * Thresholds of a node that was last heard at `lastHeard`: by the port on which it is heard most often. A port that has
 * stopped while others go on counts no more (its owner has switched it off).
 */
export function nodeThresholds(role: string | null, rhythm: NodeRhythm, lastHeard: number): Thresholds {
  const ports = Object.values(rhythm).filter(
    ({ count, longest, lastAt }) => count > 0 && lastHeard - lastAt <= SILENT_INTERVALS * longest,
  );
  const known = ports.filter(({ count }) => count >= NODE_RHYTHM_INTERVALS);
  const lasting = known.filter((port) => spanOf(port) >= NODE_RHYTHM_SPAN_MS);
  const stock = stockIntervalOf(role);
  const usual = smallest(known.map((port) => port.usual));
  const longest = smallest(lasting.map((port) => port.longest));
  // What is not known for long yet can only lengthen the time.
  const atLeast = Math.max(stock, smallest(ports.map((port) => port.longest)) ?? 0);
  const silent = Math.max(NODE_SILENT_FLOOR_MS, SILENT_INTERVALS * (longest ?? atLeast));
  const late = Math.max(NODE_LATE_FLOOR_MS, LATE_INTERVALS * (usual ?? atLeast));
  return { late: Math.round(Math.min(late, silent)), silent: Math.round(silent) };
}

/**
 * Thresholds of a gateway or of the mesh, from the rhythm of all that comes through it; not below `floor` when silent.
 * Until a day has been observed, the night may still be to come.
 */
export function trafficThresholds(rhythm: Rhythm | undefined, floor: number): Thresholds {
  const silent = Math.round(Math.max(floor, silenceOfTraffic(rhythm)));
  return { late: Math.round((silent * LATE_INTERVALS) / SILENT_INTERVALS), silent };
}

function silenceOfTraffic(rhythm: Rhythm | undefined): number {
  const stock = SILENT_INTERVALS * STOCK_INTERVALS.nodeInfo;
  if (rhythm === undefined) return stock;
  const own = SILENT_INTERVALS * rhythm.longest;
  if (rhythm.count < TRAFFIC_RHYTHM_INTERVALS || spanOf(rhythm) < TRAFFIC_RHYTHM_SPAN_MS) return Math.max(stock, own);
  if (spanOf(rhythm) >= DAY_MS) return own;
  return Math.max(own, Math.min(stock, FIRST_DAY_SILENT_INTERVALS * rhythm.longest));
}
