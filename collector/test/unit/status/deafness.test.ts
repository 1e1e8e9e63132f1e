import { beforeEach, describe, expect, it } from '@jest/globals';
import type { BrokerStatus, UnixMillis } from '../../../src/model.js';
import { createDeafnessWatch, type DeafnessWatch } from '../../../src/status/deafness.js';

const T0 = Date.UTC(2026, 0, 3);
const SECOND = 1000;
const HOUR = 3_600_000;

let now: number;
let uptime: number;
let state: BrokerStatus['state'];
let others: Pick<BrokerStatus, 'name' | 'state'>[];
let blockedSince: UnixMillis | null;
let ingesting: boolean;
let watch: DeafnessWatch;

beforeEach(() => {
  [now, uptime, state, blockedSince, ingesting, others] = [T0, 100, 'connected', null, true, []];
  watch = createDeafnessWatch({
    pipeline: () => ({ ingesting, blockedSince }),
    brokers: () => [{ name: 'one', state }, ...others],
    clock: () => now as UnixMillis,
    uptimeSeconds: () => uptime,
  });
});

/** So much time passes on every clock. */
function pass(millis: number): void {
  now += millis;
  uptime += millis / SECOND;
}
function checkAfter(millis: number) {
  pass(millis);
  return watch.check();
}

describe('the deafness watch', () => {
  it('finds nothing while a broker is connected', () => {
    for (let turn = 0; turn < 1000; turn += 1) expect(checkAfter(15 * SECOND)).toEqual([]);
  });

  it.each<[string, () => void, () => void]>([
    ['no broker is connected', () => (state = 'reconnecting'), () => (state = 'connected')],
    ['the database is blocked', () => (blockedSince = now as UnixMillis), () => (blockedSince = null)],
    ['ingestion is stopped', () => (ingesting = false), () => (ingesting = true)],
  ])('counts the time while %s, and ends once', (_, begin, end) => {
    checkAfter(15 * SECOND);
    begin();
    expect(checkAfter(15 * SECOND)).toEqual([{ since: T0 + 15 * SECOND, until: now }]);
    expect(checkAfter(15 * SECOND)).toEqual([{ since: T0 + 15 * SECOND, until: now }]);
    end();
    expect(checkAfter(15 * SECOND)).toEqual([{ since: T0 + 15 * SECOND, until: now }]);
    expect(checkAfter(15 * SECOND)).toEqual([]);
  });

  it('counts the time in which the machine was asleep, also when a message comes first afterwards', () => {
    expect(checkAfter(8 * HOUR)).toEqual([{ since: T0, until: T0 + 8 * HOUR }]);
    pass(8 * HOUR);
    watch.noteMessage(now as UnixMillis);
    expect(checkAfter(SECOND)).toEqual([{ since: T0 + 8 * HOUR, until: now }]);
    expect(checkAfter(15 * SECOND)).toEqual([]);
  });

  it('counts the time by which the clock was set ahead, but not hours in which messages came', () => {
    now += 3 * 24 * HOUR;
    expect(watch.check()).toEqual([{ since: T0, until: now }]);
    for (let message = 0; message < 12; message += 1) watch.noteMessage((now += HOUR) as UnixMillis);
    expect(watch.check()).toEqual([]);
  });

  it('has no time before its beginning when the clock is set back', () => {
    state = 'reconnecting';
    checkAfter(15 * SECOND);
    now -= 5 * HOUR;
    expect(watch.check()).toEqual([{ since: now, until: now }]);
  });

  it('counts the time in which one broker is away while another is connected', () => {
    others = [{ name: 'two', state: 'reconnecting' }];
    const away = { since: T0, broker: 'two' };
    expect(checkAfter(15 * SECOND)).toEqual([{ ...away, until: now }]);
    expect(checkAfter(15 * SECOND)).toEqual([{ ...away, until: now }]);
    others = [{ name: 'two', state: 'connected' }];
    expect(checkAfter(15 * SECOND)).toEqual([{ ...away, until: now }]);
    expect(checkAfter(15 * SECOND)).toEqual([]);
  });
});
