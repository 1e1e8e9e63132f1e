import { describe, expect, it } from '@jest/globals';
import { createThrottledLog } from '../../src/throttled-log.js';
import { recordingLogger } from '../helpers/recording-logger.js';

function setUp() {
  const records = recordingLogger();
  const state = { now: 0 };
  const throttled = createThrottledLog(records.logger, 60_000, () => state.now);
  const log = (key: string) => throttled.log('info', key, { event: 'test.event', key }, 'It happened again');
  return { throttled, log, state, lines: () => records.events('test.event') };
}

describe('createThrottledLog', () => {
  it('logs a key once per interval, with how many events were left out', () => {
    const { log, state, lines } = setUp();
    for (let n = 0; n < 5; n++) log('a');
    state.now = 60_000;
    log('a');
    expect(lines()).toMatchObject([{ key: 'a' }, { key: 'a', suppressed: 4 }]);
  });

  it('does not let one key silence another', () => {
    const { log, lines } = setUp();
    log('a');
    log('b');
    expect(lines()).toHaveLength(2);
  });

  it('logs a key again at once after a reset', () => {
    const { throttled, log, lines } = setUp();
    log('a');
    throttled.reset('a');
    log('a');
    expect(lines()).toHaveLength(2);
  });
});
