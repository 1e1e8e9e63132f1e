import { describe, expect, it } from '@jest/globals';
import { createMessageQueue, type Priority } from '../../../src/pipeline/message-queue.js';

const entry = (item: string, priority: Priority, kept = false) => ({ item, priority, kept });
const items = (entries: readonly { item: string }[]) => entries.map(({ item }) => item);

describe('queue', () => {
  it('hands out the most valuable first and keeps arrival order within a level', () => {
    const queue = createMessageQueue<string>(10);
    for (const [item, priority] of [
      ['t1', 3],
      ['a', 0],
      ['p', 2],
      ['t2', 3],
      ['b', 0],
    ] as const)
      queue.push(entry(item, priority));
    expect(items(queue.peek(4))).toEqual(['a', 'b', 'p', 't1']);
    queue.drop(4);
    expect(items(queue.peek(4))).toEqual(['t2']);
    expect(queue.size).toBe(1);
  });

  it('sheds the newest of the least valuable when it is full', () => {
    const queue = createMessageQueue<string>(3);
    for (const [item, priority] of [
      ['t1', 3],
      ['p1', 2],
      ['t2', 3],
    ] as const)
      queue.push(entry(item, priority));
    expect(queue.push(entry('text', 0))?.item).toBe('t2');
    expect(queue.push(entry('p2', 2))?.item).toBe('t1');
    expect(queue.push(entry('t3', 3))?.item).toBe('t3');
    expect(items(queue.peek(9))).toEqual(['text', 'p1', 'p2']);
    expect(queue.size).toBe(3);
  });

  it('never sheds a message the broker keeps, even above its capacity', () => {
    const queue = createMessageQueue<string>(2);
    queue.push(entry('kept1', 3, true));
    queue.push(entry('kept2', 3, true));
    expect(queue.push(entry('kept3', 3, true))).toBeUndefined();
    expect(queue.push(entry('text', 0))?.item).toBe('text');
    expect(queue.size).toBe(3);
  });
});
