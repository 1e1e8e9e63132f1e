import { describe, expect, it } from '@jest/globals';
import type { NodeNum, UnixMillis } from '../../../src/model.js';
import { createFloodGuard } from '../../../src/pipeline/flood-guard.js';

const node = 7 as NodeNum;
const at = (seconds: number) => (1_700_000_000_000 + seconds * 1000) as UnixMillis;

describe('flood guard', () => {
  it('lets a minute worth of packets pass and then ignores the node for a minute', () => {
    const guard = createFloodGuard(60);
    for (let n = 0; n < 60; n++) expect(guard.check(node, at(0))).toBe('pass');
    expect(guard.check(node, at(0))).toBe('newly_blocked');
    expect(guard.check(node, at(59))).toBe('blocked');
    expect(guard.check(node, at(60))).toBe('pass');
  });

  it('doubles the penalty of a node that goes on, up to an hour, and forgives after a quiet hour', () => {
    const guard = createFloodGuard(10);
    const penalties: number[] = [];
    let now = 0;
    for (let round = 0; round < 9; round++) {
      while (guard.check(node, at(now)) === 'pass');
      penalties.push(guard.remaining(node, at(now)) / 60_000);
      now += guard.remaining(node, at(now)) / 1000;
    }
    expect(penalties).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    now += 3 * 3600;
    while (guard.check(node, at(now)) === 'pass');
    expect(guard.remaining(node, at(now))).toBe(60_000);
  });

  it('never touches a node that stays below the limit, nor others', () => {
    const guard = createFloodGuard(300);
    for (let second = 0; second < 3600; second++) {
      for (let n = 0; n < 4; n++) expect(guard.check(node, at(second))).toBe('pass');
    }
  });

  it('is off at 0', () => {
    const guard = createFloodGuard(0);
    for (let n = 0; n < 10_000; n++) expect(guard.check(node, at(0))).toBe('pass');
  });

  it('is not confused by messages that arrive with older times', () => {
    const guard = createFloodGuard(60);
    for (let n = 0; n < 30; n++) guard.check(node, at(100));
    for (let n = 0; n < 30; n++) expect(guard.check(node, at(10))).toBe('pass');
    expect(guard.check(node, at(10))).toBe('newly_blocked');
  });
});
