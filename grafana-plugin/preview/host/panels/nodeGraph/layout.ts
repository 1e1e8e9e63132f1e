import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  width: number;
  height: number;
  /** Space to keep free at the edges. */
  margin: number;
}

interface Body extends SimulationNodeDatum {
  id: string;
}

const TICKS = 300;

/** Force-directed positions of a graph's nodes, stretched to fill the box. The same graph always looks the same. */
export function layOut(
  ids: readonly string[],
  edges: ReadonlyArray<readonly [source: string, target: string]>,
  { width, height, margin }: Box,
): Map<string, Point> {
  const bodies = ids.map((id): Body => ({ id }));
  const known = new Set(ids);
  const links = edges
    .filter(([source, target]) => known.has(source) && known.has(target) && source !== target)
    .map(([source, target]): SimulationLinkDatum<Body> => ({ source, target }));
  // A wide box pulls less in its width.
  const pull = 0.12;
  forceSimulation(bodies)
    .force(
      'link',
      forceLink<Body, SimulationLinkDatum<Body>>(links)
        .id(({ id }) => id)
        .distance(60)
        .strength(0.08),
    )
    .force('charge', forceManyBody().strength(-220))
    .force('collide', forceCollide(38))
    .force('x', forceX(0).strength(pull * Math.min(1, height / width)))
    .force('y', forceY(0).strength(pull * Math.min(1, width / height)))
    .stop()
    .tick(TICKS);
  const x = stretch(
    bodies.map((body) => body.x ?? 0),
    margin,
    width - margin,
  );
  const y = stretch(
    bodies.map((body) => body.y ?? 0),
    margin,
    height - margin,
  );
  return new Map(bodies.map(({ id, x: left = 0, y: top = 0 }) => [id, { x: x(left), y: y(top) }]));
}

function stretch(values: number[], low: number, high: number): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most === least ? () => (low + high) / 2 : (value) => low + ((value - least) / (most - least)) * (high - low);
}
