import { describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { applyFramePatches } from '@mesh-observatory/contract/live-frames';
import { diffFrames } from '../../../../../src/store/sqlite/read/live/frame-diff.js';

type Row = readonly [id: string, value: unknown];

function frameOf(rows: readonly Row[], name = 'a', notice?: string): FrameJson {
  const notices = notice === undefined ? {} : { notices: [{ severity: 'info' as const, text: notice }] };
  const field = (field_: string) => ({
    name: field_,
    type: 'string' as const,
    typeInfo: { frame: 'string', nullable: true },
  });
  return {
    schema: {
      name,
      meta: { custom: { frameKind: 'nodes', key: ['id'] }, ...notices },
      fields: [field('id'), field('value')],
    },
    data: { values: [rows.map(([id]) => id), rows.map(([, value]) => value)] },
  };
}

/** The patches from one answer to the next, checked to lead there. */
function diff(before: readonly FrameJson[], after: readonly FrameJson[]) {
  const patches = diffFrames(before, after);
  expect(patches === undefined ? before : applyFramePatches(before, patches)).toEqual(after);
  return patches;
}

describe('diffFrames', () => {
  it('finds nothing between equal answers', () => {
    expect(diff([frameOf([['a', 1]])], [frameOf([['a', 1]])])).toBeUndefined();
    expect(diff([], [])).toBeUndefined();
  });

  it('sends rows that are new, changed or moved, and keys of rows that left', () => {
    const before = frameOf([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ]);
    const after = frameOf([
      ['d', 4],
      ['e', 5],
      ['a', 1],
      ['c', 9],
    ]);
    expect(diff([before], [after])).toEqual([
      {
        from: 0,
        removed: [['b']],
        at: [1, 2, 3],
        values: [
          ['e', 'a', 'c'],
          [5, 1, 9],
        ],
      },
    ]);
  });

  it('compares values that are objects by what they hold', () => {
    const before = frameOf([['a', { node: 'x' }]]);
    expect(diff([before], [frameOf([['a', { node: 'x' }]])])).toBeUndefined();
    expect(diff([before], [frameOf([['a', { node: 'y' }]])])).toMatchObject([{ at: [0] }]);
  });

  it('sends the meta data when only they changed', () => {
    const patches = diff([frameOf([['a', 1]])], [frameOf([['a', 1]], 'a', 'cut off')]);
    expect(patches).toMatchObject([{ from: 0, meta: { notices: [{ text: 'cut off' }] } }]);
    expect(patches?.[0]).not.toHaveProperty('values');
  });

  it('follows frames that change places, come and leave', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => frameOf([[name, 1]], name)) as [FrameJson, FrameJson, FrameJson];
    expect(diff([a, b], [c, a])).toEqual([c, { from: 0 }]);
    expect(diff([a, b], [a])).toEqual([{ from: 0 }]);
  });

  it('sends a frame in full when its fields changed, or its rows cannot be told apart', () => {
    const twins = frameOf([
      ['a', 1],
      ['a', 2],
    ]);
    expect(diff([frameOf([['a', 1]])], [twins])).toEqual([twins]);
    const { schema, data } = frameOf([['a', 1]]);
    const wider = { schema: { ...schema, fields: [...schema.fields].reverse() }, data };
    expect(diff([frameOf([['a', 1]])], [wider])).toEqual([wider]);
  });
});
