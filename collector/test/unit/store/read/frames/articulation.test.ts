import { describe, expect, it } from '@jest/globals';
import { findCutPoints, type Edge } from '../../../../../src/store/sqlite/read/frames/articulation.js';

/** Vertex → [groups left, how many are cut off], in order of vertices. */
function cuts(...edges: Edge[]): Record<number, [number, number]> {
  return Object.fromEntries(
    findCutPoints(edges).map(({ vertex, groups, cutOff }) => [vertex, [groups, cutOff]] as const),
  );
}

/** The definition itself: take a vertex away and see what falls apart. */
function cutsByTrial(edges: readonly Edge[]): Record<number, [number, number]> {
  const vertices = [...new Set(edges.flat())];
  const found: Record<number, [number, number]> = {};
  for (const lost of vertices) {
    const sizes = (without: number | undefined) => {
      const left = new Set(vertices.filter((vertex) => vertex !== without));
      const groups: Set<number>[] = [];
      for (const start of left) {
        const group = new Set([start]);
        for (const vertex of group) {
          left.delete(vertex);
          for (const [one, other] of edges) {
            if (one === vertex && left.has(other)) group.add(other);
            if (other === vertex && left.has(one)) group.add(one);
          }
        }
        groups.push(group);
      }
      return groups;
    };
    const own = sizes(undefined).find((group) => group.has(lost));
    const parts = sizes(lost)
      .filter((group) => [...group].some((vertex) => own?.has(vertex)))
      .map(({ size }) => size)
      .sort((left, right) => right - left);
    if (parts.length > 1) found[lost] = [parts.length, parts.slice(1).reduce((sum, size) => sum + size, 0)];
  }
  return found;
}

describe('findCutPoints', () => {
  it('finds every vertex of a chain but its ends', () => {
    expect(cuts([1, 2], [2, 3], [3, 4], [4, 5])).toEqual({ 2: [2, 1], 3: [2, 2], 4: [2, 1] });
  });

  it('finds no vertex in a ring, and none in a pair', () => {
    expect(cuts([1, 2], [2, 3], [3, 4], [4, 1])).toEqual({});
    expect(cuts([1, 2])).toEqual({});
    expect(cuts()).toEqual({});
  });

  it('ignores parallel edges, edges in both directions and loops', () => {
    expect(cuts([1, 2], [2, 1], [1, 2], [2, 3], [3, 2], [2, 2])).toEqual({ 2: [2, 1] });
  });

  it('finds vertices in every part of a graph of two parts', () => {
    expect(cuts([1, 2], [2, 3], [11, 12], [12, 13], [12, 14])).toEqual({ 2: [2, 1], 12: [3, 2] });
  });

  it('counts the vertices that are cut off from the largest group that is left', () => {
    // A ring of five with a bridge from 4 over 5 to a pair.
    const ring: Edge[] = [[1, 2], [2, 3], [3, 4], [4, 8], [8, 1]]; // prettier-ignore
    const beyond: Edge[] = [[4, 5], [5, 6], [6, 7], [7, 5]]; // prettier-ignore
    for (const edges of [[...ring, ...beyond], [...beyond, ...ring], [...beyond].reverse().concat(ring)]) {
      const points = findCutPoints(edges).sort((left, right) => left.vertex - right.vertex);
      expect(points.map((point) => ({ ...point, examples: [...point.examples].sort() }))).toEqual([
        { vertex: 4, groups: 2, neighbors: 3, cutOff: 3, examples: [5, 6, 7] },
        { vertex: 5, groups: 2, neighbors: 3, cutOff: 2, examples: [6, 7] },
      ]);
    }
  });

  it('names the first five vertices that are cut off', () => {
    const star = [...Array.from({ length: 9 }, (_, index): Edge => [0, index + 1]), [1, 10], [10, 11]] satisfies Edge[];
    const [middle] = findCutPoints(star).filter(({ vertex }) => vertex === 0);
    expect(middle).toMatchObject({ groups: 9, cutOff: 8 });
    expect(middle?.examples).toHaveLength(5);
    expect(middle?.examples).not.toEqual(expect.arrayContaining([1]));
  });

  it('finds the center of a star wherever the search starts', () => {
    expect(cuts([9, 1], [9, 2], [9, 3])).toEqual({ 9: [3, 2] });
    expect(cuts([1, 9], [9, 2], [9, 3])).toEqual({ 9: [3, 2] });
  });

  it('finds the same vertices in random graphs as removing them one by one', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let graph = 0; graph < 60; graph += 1) {
      const vertices = 4 + random(12);
      const edges = Array.from({ length: 3 + random(18) }, (): Edge => [random(vertices), random(vertices)]);
      const real = edges.filter(([one, other]) => one !== other);
      expect([graph, cuts(...edges)]).toEqual([graph, cutsByTrial(real)]);
    }
  });

  it('finds vertices in a chain of thousands without exhausting the stack', () => {
    const points = findCutPoints(Array.from({ length: 3000 }, (_, index): Edge => [index, index + 1]));
    expect(points).toHaveLength(2999);
  });
});
