import { describe, expect, it, jest } from '@jest/globals';
import type { PipelineStatus, UnixMillis } from '../../../src/model.js';
import { createRecording } from '../../../src/status/recording.js';

const NOW = Date.UTC(2026, 0, 3) as UnixMillis;

function setUp() {
  const state = { complete: true, blockedSince: null as UnixMillis | null };
  const reset = jest.fn();
  const recordReadings = jest.fn();
  const pipeline = (): PipelineStatus => ({
    ...{ ingesting: true, received: 0, stored: 0, receptions: 0, duplicates: 0, rejected: {}, dropped: {} },
    ...{ queueDepth: 0, queueCapacity: 1, blockedReason: null, lastMessageAt: null, lastCommitAt: null },
    blockedSince: state.blockedSince,
  });
  const create = () =>
    createRecording({
      history: { collectReadings: () => ({ queue_depth: 7 }), reset },
      store: { recordReadings },
      pipeline,
      historyIsComplete: () => state.complete,
      clock: () => NOW,
    });
  return { state, reset, recordReadings, create };
}

describe('createRecording', () => {
  it('stores the readings with the time of the clock', () => {
    const { recordReadings, create } = setUp();
    create()();
    expect(recordReadings.mock.calls).toEqual([[NOW, { queue_depth: 7 }]]);
  });

  it('records nothing while the database is blocked', () => {
    const { state, recordReadings, create } = setUp();
    state.blockedSince = NOW;
    create()();
    expect(recordReadings).not.toHaveBeenCalled();
  });

  it('forgets what was measured until one run after the simulated history is complete', () => {
    const { state, reset, recordReadings, create } = setUp();
    state.complete = false;
    const run = create();
    run();
    state.complete = true;
    run();
    expect(reset).toHaveBeenCalledTimes(2);
    expect(recordReadings).not.toHaveBeenCalled();
    run();
    expect(recordReadings).toHaveBeenCalledTimes(1);
  });
});
