/** Articulation points of an undirected graph: vertices whose loss splits the part of the graph they are in. */
const MOST_EXAMPLES = 5;

export type Edge = readonly [number, number];

export interface CutPoint {
  readonly vertex: number;
  /** Number of neighbors. */
  readonly neighbors: number;
  /** Parts that would be left of the part the vertex is in. */
  readonly groups: number;
  /** Vertices outside the largest of these parts. */
  readonly cutOff: number;
  /** The first of them. */
  readonly examples: readonly number[];
}

function adjacencyOf(edges: Iterable<Edge>): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  const note = (from: number, to: number) => {
    const known = found.get(from) ?? new Set();
    found.set(from, known.add(to));
  };
  for (const [one, other] of edges) {
    if (one === other) continue;
    note(one, other);
    note(other, one);
  }
  return found;
}

/** A section of the order of discovery: everything below one child. */
interface Subtree {
  readonly from: number;
  readonly to: number;
}

interface Visit {
  readonly vertex: number;
  readonly parent: number | undefined;
  readonly next: Iterator<number, undefined>;
  readonly index: number;
  /** Earliest discovered vertex that can be reached from below without this one's tree edge. */
  low: number;
  /** Below children from which no way leads around this vertex. */
  readonly separate: Subtree[];
}

/** Depth first (Tarjan), with a stack of our own: a chain of thousands of nodes must not exhaust the process's. */
export function findCutPoints(edges: Iterable<Edge>): CutPoint[] {
  const adjacency = adjacencyOf(edges);
  const indexOf = new Map<number, number>();
  const found: CutPoint[] = [];
  for (const root of adjacency.keys()) if (!indexOf.has(root)) found.push(...cutPointsFrom(root, adjacency, indexOf));
  return found;
}

function cutPointsFrom(
  root: number,
  adjacency: ReadonlyMap<number, ReadonlySet<number>>,
  indexOf: Map<number, number>,
): CutPoint[] {
  const first = indexOf.size;
  const order: number[] = [];
  const stack: Visit[] = [];
  const done: Visit[] = [];
  const neighborsOf = (vertex: number) => adjacency.get(vertex) ?? new Set<number>();

  function enter(vertex: number, parent: number | undefined): void {
    const index = first + order.length;
    indexOf.set(vertex, index);
    order.push(vertex);
    const next = neighborsOf(vertex)[Symbol.iterator]();
    stack.push({ vertex, parent, next, index, low: index, separate: [] });
  }

  function leave(visit: Visit): void {
    stack.pop();
    done.push(visit);
    const above = stack.at(-1);
    if (above === undefined) return;
    above.low = Math.min(above.low, visit.low);
    if (visit.low >= above.index) above.separate.push({ from: visit.index - first, to: order.length });
  }

  enter(root, undefined);
  for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
    const { done: isLast, value: neighbor } = visit.next.next();
    if (isLast === true) leave(visit);
    else if (!indexOf.has(neighbor)) enter(neighbor, visit.vertex);
    else if (neighbor !== visit.parent) visit.low = Math.min(visit.low, indexOf.get(neighbor) ?? visit.low);
  }
  return done.flatMap((visit) => cutPointOf(visit, order, neighborsOf(visit.vertex).size));
}

/** Vertices of a part, one by one: chains make large parts, of which only a few are named. */
interface Part {
  readonly size: number;
  readonly vertices: () => Iterable<number>;
}

function* restOf(order: readonly number[], vertex: number, separate: readonly Subtree[]): Generator<number> {
  for (let index = 0; index < order.length; index += 1) {
    const inside = separate.find(({ from, to }) => from <= index && index < to);
    if (inside !== undefined) index = inside.to - 1;
    else if (order[index] !== undefined && order[index] !== vertex) yield order[index] ?? vertex;
  }
}

function cutPointOf({ vertex, separate }: Visit, order: readonly number[], neighbors: number): CutPoint[] {
  const below = separate.map(({ from, to }): Part => ({ size: to - from, vertices: () => order.slice(from, to) }));
  const size = order.length - 1 - below.reduce((sum, part) => sum + part.size, 0);
  const rest: Part = { size, vertices: () => restOf(order, vertex, separate) };
  const parts = (size === 0 ? below : [...below, rest]).sort((left, right) => right.size - left.size);
  if (parts.length < 2) return [];
  const lost = parts.slice(1);
  return [
    {
      vertex,
      neighbors,
      groups: parts.length,
      cutOff: lost.reduce((sum, part) => sum + part.size, 0),
      examples: take(MOST_EXAMPLES, lost),
    },
  ];
}

function take(most: number, parts: readonly Part[]): number[] {
  const taken: number[] = [];
  for (const { vertices } of parts) {
    for (const vertex of vertices()) {
      if (taken.length === most) return taken;
      taken.push(vertex);
    }
  }
  return taken;
}
