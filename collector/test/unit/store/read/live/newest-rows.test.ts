import { describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { mergeNewestRows } from '../../../../../src/store/sqlite/read/live/newest-rows.js';

function frameOf(rows: readonly (readonly [id: string, time: number])[], isCut = false): FrameJson {
  const notices = isCut ? { notices: [{ severity: 'warning' as const, text: 'cut off' }] } : {};
  const field = (name: string) => ({ name, type: 'string' as const, typeInfo: { frame: 'string', nullable: true } });
  return {
    schema: { meta: { custom: { frameKind: 'nodes', key: ['id'] }, ...notices }, fields: [field('id'), field('time')] },
    data: { values: [rows.map(([id]) => id), rows.map(([, time]) => time)] },
  };
}

const merge = (before: FrameJson, newest: FrameJson, over: object = {}) =>
  mergeNewestRows({ before, newest, since: 50, time: 'time', from: 0, limit: 4, moved: new Set(), ...over });
const idsOf = (frame: FrameJson | undefined) => frame?.data.values[0];

describe('mergeNewestRows', () => {
  it('puts the rows that were read again before the older ones', () => {
    const before = frameOf([
      ['a', 60],
      ['b', 40],
      ['c', 30],
    ]);
    expect(
      idsOf(
        merge(
          before,
          frameOf([
            ['d', 70],
            ['a', 60],
          ]),
        ),
      ),
    ).toEqual(['d', 'a', 'b', 'c']);
  });

  it('moves a row that has a new time, and drops one that is no longer part of the answer', () => {
    const before = frameOf([
      ['a', 40],
      ['b', 30],
      ['c', 20],
    ]);
    expect(idsOf(merge(before, frameOf([['c', 80]]), { moved: new Set(['c', 'b']) }))).toEqual(['c', 'a']);
  });

  it('drops rows that left the range', () => {
    expect(
      idsOf(
        merge(
          frameOf([
            ['a', 40],
            ['b', 10],
          ]),
          frameOf([]),
          { from: 20 },
        ),
      ),
    ).toEqual(['a']);
  });

  it('cuts an answer off that was cut off before', () => {
    const before = frameOf(
      [
        ['a', 40],
        ['b', 30],
        ['c', 20],
        ['d', 10],
      ],
      true,
    );
    const merged = merge(before, frameOf([['e', 90]]));
    expect(idsOf(merged)).toEqual(['e', 'a', 'b', 'c']);
    expect(merged?.schema.meta?.notices).toHaveLength(1);
  });

  it.each([
    [
      'rows are cut off for the first time',
      frameOf([
        ['a', 4],
        ['b', 3],
        ['c', 2],
        ['d', 1],
      ]),
      frameOf([['e', 90]]),
    ],
    [
      'rows that were cut off may come back',
      frameOf(
        [
          ['a', 60],
          ['b', 3],
          ['c', 2],
          ['d', 1],
        ],
        true,
      ),
      frameOf([]),
    ],
    ['the newest rows are cut off themselves', frameOf([['a', 4]]), frameOf([['e', 90]], true)],
  ])('cannot tell the answer when %s', (_case, before, newest) => {
    expect(merge(before, newest)).toBeUndefined();
  });
});
