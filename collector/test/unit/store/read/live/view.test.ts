import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { meshQuerySchema, type QueryRequest, type QueryResponse } from '@mesh-observatory/contract/query';
import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { defaultViewLimits } from '../../../../../src/store/sqlite/read/live/limits.js';
import { View } from '../../../../../src/store/sqlite/read/live/view.js';
import { liveRules } from '../../../../../src/store/sqlite/read/queries/index.js';
import type { Change } from '../../../../../src/store/store.js';
import type { QueriesByType } from '../../../../../src/store/sqlite/read/frames/context.js';

beforeEach(() => void jest.useFakeTimers({ now: 10 * HOUR_MS }));
afterEach(() => void jest.useRealTimers());

const RANGE_MS = 6 * HOUR_MS;

function startView(read?: (request: QueryRequest) => Promise<QueryResponse>) {
  const query = meshQuerySchema.parse({ refId: 'A', queryType: 'events' }) as QueriesByType['events'];
  const lengths: number[] = [];
  const time = { name: 'time', type: 'time', typeInfo: { frame: 'time.Time', nullable: false } } as const;
  const empty: FrameJson = { schema: { fields: [time] }, data: { values: [[]] } };
  const view = new View({
    query,
    rangeMs: RANGE_MS,
    timeZone: 'UTC',
    rule: liveRules.events,
    limits: defaultViewLimits,
    read(request) {
      lengths.push(request.to - request.from);
      return read?.(request) ?? Promise.resolve({ results: { A: { status: 200, frames: [empty] } } });
    },
    inTurn: (work) => work(),
    hasRoom: () => true,
    now: Date.now,
  });
  const errors: string[] = [];
  const stop = view.listen({ onChange: () => undefined, onError: ({ message }) => errors.push(message) });
  return { view, lengths, errors, stop };
}

const eventAt = (at: number) => ({ kind: 'event', event: { at } }) as Change;

describe('View', () => {
  it('reads everything about once a minute, also while changes make it read newest rows all the time', async () => {
    const { view, lengths, stop } = startView();
    for (let second = 0; second < 150; second += 1) {
      view.publish([eventAt(Date.now())]);
      await jest.advanceTimersByTimeAsync(1000);
    }
    stop();
    const complete = lengths.filter((length) => length === RANGE_MS);
    expect(complete).toHaveLength(3); // the first, and one after each whole minute
    expect(lengths.length - complete.length).toBeGreaterThan(100);
  });

  it('reads everything once a minute when nothing changes', async () => {
    const { lengths, stop } = startView();
    await jest.advanceTimersByTimeAsync(2 * MINUTE_MS + 1000);
    stop();
    expect(lengths).toEqual([RANGE_MS, RANGE_MS, RANGE_MS]);
  });

  it('waits for its pace after a reading that failed, however long ago the last one succeeded', async () => {
    let isDown = false;
    const { lengths, errors, stop } = startView(() =>
      isDown
        ? Promise.reject(new Error('The database is locked'))
        : Promise.resolve({ results: { A: { status: 200, frames: [] } } }),
    );
    await jest.advanceTimersByTimeAsync(1);
    isDown = true;
    await jest.advanceTimersByTimeAsync(2 * MINUTE_MS);
    stop();
    expect(errors.length).toBeGreaterThan(0);
    expect(lengths.length).toBeLessThan(70);
  });
});
