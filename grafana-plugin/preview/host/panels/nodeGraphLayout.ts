/** A small force layout: links pull, nodes push, everything stays in the box. The same data gives the same picture. */
export interface Point {
  x: number;
  y: number;
}

const ROUNDS = 220;

export function layOut(
  ids: string[],
  links: Array<readonly [string, string]>,
  width: number,
  height: number,
): Map<string, Point> {
  const index = new Map(ids.map((id, at) => [id, at]));
  const points = ids.map((_id, at) => onSpiral(at, ids.length, width, height));
  const pairs = links.flatMap(([from, to]) => {
    const [a, b] = [index.get(from), index.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [[a, b] as const];
  });
  const ideal = Math.sqrt((width * height) / Math.max(1, ids.length)) * 0.8;
  for (let round = 0; round < ROUNDS; round++) {
    step(points, pairs, ideal, (1 - round / ROUNDS) * ideal * 0.5, width, height);
  }
  return new Map(ids.map((id, at) => [id, points[at]!]));
}

/** Sunflower order: evenly spread, no two at one place. */
function onSpiral(at: number, count: number, width: number, height: number): Point {
  const radius = Math.sqrt((at + 0.5) / count) * 0.45;
  const angle = at * Math.PI * (3 - Math.sqrt(5));
  return { x: width * (0.5 + radius * Math.cos(angle)), y: height * (0.5 + radius * Math.sin(angle)) };
}

function step(
  points: Point[],
  pairs: Array<readonly [number, number]>,
  ideal: number,
  most: number,
  width: number,
  height: number,
) {
  const moves = points.map(({ x, y }) => ({ x: (width / 2 - x) * 0.01, y: (height / 2 - y) * 0.01 }));
  const push = (a: number, b: number, strength: (distance: number) => number) => {
    const [dx, dy] = [points[a]!.x - points[b]!.x, points[a]!.y - points[b]!.y];
    const distance = Math.max(0.01, Math.hypot(dx, dy));
    const by = strength(distance) / distance;
    moves[a]!.x += dx * by;
    moves[a]!.y += dy * by;
    moves[b]!.x -= dx * by;
    moves[b]!.y -= dy * by;
  };
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      push(a, b, (distance) => ideal ** 2 / distance);
    }
  }
  for (const [a, b] of pairs) {
    push(a, b, (distance) => -(distance ** 2) / ideal / 4);
  }
  const margin = Math.min(36, width / 8);
  points.forEach((point, at) => {
    const { x, y } = moves[at]!;
    const by = Math.min(1, most / Math.max(0.01, Math.hypot(x, y)));
    point.x = Math.min(width - margin, Math.max(margin, point.x + x * by));
    point.y = Math.min(height - margin, Math.max(margin / 2, point.y + y * by));
  });
}
