/** A flood is relative to what a node usually does, and to what the channel bears. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { UnixMillis } from '../../src/model.js';
import type { Change } from '../../src/store/store.js';
import {
  HOUR_MS,
  MINUTE_MS,
  NODE,
  OTHER,
  ingested,
  nodeInfo,
  openTestStore,
  T0,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

const NOW = T0 + 48 * HOUR_MS;

/** One packet every `everyMs`; LongFast needs about half a second for each. */
function send(from: number, since: number, until: number, everyMs: number): void {
  for (let at = since; at < until; at += everyMs) store.commit(ingested({ from, at, packet: { size: 34 } }));
}

function floodsAt(now: number) {
  store.now = now;
  const changes: readonly Change[] = store.ingest.sweep(now as UnixMillis);
  return changes.flatMap((change) => (change.kind === 'event' && change.event.kind === 'flood' ? [change.event] : []));
}

describe('a flood', () => {
  it('is announced with the name of the node, and how far it is above its habit', () => {
    store.commit(ingested({ at: T0, events: [nodeInfo('Quiet One')] }));
    send(NODE, T0, NOW - 10 * MINUTE_MS, 10 * MINUTE_MS);
    send(NODE, NOW - 10 * MINUTE_MS, NOW, 6000);
    const [flood, ...others] = floodsAt(NOW);
    expect(others).toEqual([]);
    expect(flood).toMatchObject({ severity: 'warning', title: 'Quiet One floods the channel' });
    expect(flood?.text).toMatch(
      /took \d+\.\d % of the airtime of the last 10 min \(100 packets.*\d+ times its habit of 0\.\d+ %/,
    );
  });

  it('is not what a node always does', () => {
    send(NODE, NOW - 26 * HOUR_MS, NOW, 20_000);
    expect(floodsAt(NOW)).toEqual([]);
  });

  it('is not a burst that the channel hardly notices', () => {
    send(NODE, T0, NOW - 10 * MINUTE_MS, 2 * HOUR_MS);
    send(NODE, NOW - 10 * MINUTE_MS, NOW, 40_000);
    expect(floodsAt(NOW)).toEqual([]);
  });

  it('is announced once an hour while it goes on', () => {
    send(OTHER, NOW - 10 * MINUTE_MS, NOW + 61 * MINUTE_MS, 5000);
    expect(floodsAt(NOW).map(({ text }) => text)).toEqual([expect.stringContaining('not known for long enough')]);
    expect(floodsAt(NOW + 30 * MINUTE_MS)).toEqual([]);
    expect(floodsAt(NOW + 61 * MINUTE_MS)).toHaveLength(1);
  });
});
