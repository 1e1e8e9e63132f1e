import { describe, expect, it } from '@jest/globals';
import { createBacklog, type Priority } from '../../../src/pipeline/backlog.js';

const entry = (item: string, priority: Priority, kept = false) => ({ item, priority, kept });
const items = (entries: readonly { item: string }[]) => entries.map(({ item }) => item);

describe('backlog', () => {
  it('hands out the most valuable first and keeps arrival order within a level', () => {
    const backlog = createBacklog<string>(10);
    for (const [item, priority] of [
      ['t1', 3],
      ['a', 0],
      ['p', 2],
      ['t2', 3],
      ['b', 0],
    ] as const)
      backlog.push(entry(item, priority));
    expect(items(backlog.peek(4))).toEqual(['a', 'b', 'p', 't1']);
    backlog.drop(4);
    expect(items(backlog.peek(4))).toEqual(['t2']);
    expect(backlog.size).toBe(1);
  });

  it('sheds the newest of the least valuable when it is full', () => {
    const backlog = createBacklog<string>(3);
    for (const [item, priority] of [
      ['t1', 3],
      ['p1', 2],
      ['t2', 3],
    ] as const)
      backlog.push(entry(item, priority));
    expect(backlog.push(entry('text', 0))?.item).toBe('t2');
    expect(backlog.push(entry('p2', 2))?.item).toBe('t1');
    expect(backlog.push(entry('t3', 3))?.item).toBe('t3');
    expect(items(backlog.peek(9))).toEqual(['text', 'p1', 'p2']);
    expect(backlog.size).toBe(3);
  });

  it('never sheds a message the broker keeps, even above its capacity', () => {
    const backlog = createBacklog<string>(2);
    backlog.push(entry('kept1', 3, true));
    backlog.push(entry('kept2', 3, true));
    expect(backlog.push(entry('kept3', 3, true))).toBeUndefined();
    expect(backlog.push(entry('text', 0))?.item).toBe('text');
    expect(backlog.size).toBe(3);
  });
});
