/** Sums over the points of a line: the weight, and weighted sums of x, y, x² and x·y. */
export interface LineSums {
  readonly w: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
}

/** y per x of the line that fits the points best; 0 when all of them have one x. */
export function slopeOf({ w, x, y, xx, xy }: LineSums): number {
  const spread = w * xx - x * x;
  return spread === 0 ? 0 : (w * xy - x * y) / spread;
}
