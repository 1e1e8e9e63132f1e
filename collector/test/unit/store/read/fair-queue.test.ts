import { describe, expect, it } from '@jest/globals';
import { FairQueue } from '../../../../src/store/sqlite/read/fair-queue.js';
import { ALERTS } from '../../../../src/store/store.js';

function drain(queue: FairQueue<string>): string[] {
  const jobs: string[] = [];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) jobs.push(job);
  return jobs;
}

function queueOf(jobs: readonly string[], capacity = 100) {
  const queue = new FairQueue<string>(capacity);
  const refused = jobs.flatMap((job) => queue.push(job.replace(/\d+$/, ''), job) ?? []);
  return { queue, refused };
}

describe('FairQueue', () => {
  it('gives each viewer a turn, and keeps the order of each', () => {
    const { queue } = queueOf(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2']);
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']);
    expect(queue.size).toBe(0);
  });

  it('gives every second turn to alert rules', () => {
    const { queue } = queueOf(['a1', 'b1', 'a2', `${ALERTS}1`, `${ALERTS}2`, `${ALERTS}3`]);
    expect(drain(queue)).toEqual([`${ALERTS}1`, 'a1', `${ALERTS}2`, 'b1', `${ALERTS}3`, 'a2']);
  });

  it('makes the viewer with the most waiting jobs give way when it is full', () => {
    const { queue, refused } = queueOf(['a1', 'a2', 'a3', 'b1', 'b2'], 3);
    expect(refused).toEqual(['a3', 'b2']);
    expect(drain(queue)).toEqual(['a1', 'b1', 'a2']);
  });

  it('never drops a job of alert rules for the sake of a viewer', () => {
    const { queue, refused } = queueOf([`${ALERTS}1`, `${ALERTS}2`, 'a1', 'b1'], 2);
    expect(refused).toEqual(['a1', 'b1']);
    expect(drain(queue)).toEqual([`${ALERTS}1`, `${ALERTS}2`]);
  });

  it('bounds the jobs of alert rules too', () => {
    const { refused } = queueOf([`${ALERTS}1`, `${ALERTS}2`, `${ALERTS}3`], 2);
    expect(refused).toEqual([`${ALERTS}3`]);
  });

  it('forgets a job that is no longer wanted, once', () => {
    const { queue } = queueOf(['a1', 'a2']);
    expect([queue.remove('a', 'a1'), queue.remove('a', 'a1'), queue.remove('b', 'a2')]).toEqual([true, false, false]);
    expect(drain(queue)).toEqual(['a2']);
  });
});
