import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GATEWAY, ingested, NODE, openTestStore, OTHER, T0, type TestStore } from '../helpers/ingested.js';

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

let sent = 0;
interface Heard {
  readonly start: number;
  readonly limit: number;
  readonly from?: number;
  readonly broker?: string;
  readonly root?: string;
  readonly channel?: string;
}

/** One packet with these hop fields; returns the hops that are stored of it. */
function hopsOf({
  start,
  limit,
  from = OTHER,
  broker = 'default',
  root = 'msh/EU_868',
  channel = 'LongFast',
}: Heard): number | null {
  sent += 1;
  store.commit(
    ingested({
      from,
      at: T0 + sent,
      packet: { channel },
      reception: { hopStart: start, hopLimit: limit, hopsAway: start - limit, broker, root },
    }),
  );
  const [newest] = store.rows('SELECT hops_away AS hops FROM receptions ORDER BY received_at DESC LIMIT 1');
  return newest?.hops as number | null;
}

const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

describe('hops of a broker with a zero-hop policy', () => {
  it('are unknown from the first packet on, for the node too, and after a restart', async () => {
    const stored = times(150, (n) => hopsOf({ start: 3 + (n % 5), limit: 0 }));
    expect(new Set(stored)).toEqual(new Set([null]));
    expect(store.ingest.hot.get(OTHER)?.hopsAway).toBeNull();
    store = await store.reopen();
    expect(hopsOf({ start: 7, limit: 0 })).toBeNull();
    expect(store.value('SELECT COUNT(*) FROM links')).toBe(0);
  });

  it('stay unknown when single packets pass it by, whose own hops are right', () => {
    times(20, (n) => hopsOf({ start: 3 + (n % 5), limit: 0 }));
    const stored = times(200, (n) => hopsOf(n % 30 === 0 ? { start: 5, limit: 4 } : { start: 3 + (n % 5), limit: 0 }));
    expect(stored.filter((hops) => hops !== null)).toEqual(times(7, () => 1));
  });

  it('are certain to mean nothing after one packet of a gateway itself, which has used none', () => {
    times(3, () => hopsOf({ start: 3, limit: 2 }));
    expect(hopsOf({ start: 3, limit: 0 })).toBe(3);
    expect(hopsOf({ start: 5, limit: 0, from: GATEWAY })).toBe(0);
    expect(hopsOf({ start: 3, limit: 0 })).toBeNull();
  });

  it('say nothing about another broker, topic root or channel', () => {
    times(50, (n) => hopsOf({ start: 3 + (n % 5), limit: 0 }));
    for (const other of [{ broker: 'home' }, { root: 'msh/home' }, { channel: 'Private' }]) {
      expect(hopsOf({ start: 3, limit: 2, ...other })).toBe(1);
      expect(hopsOf({ start: 3, limit: 0, ...other })).toBeNull();
      expect(hopsOf({ start: 3, limit: 2, ...other })).toBe(1);
      expect(hopsOf({ start: 3, limit: 0, ...other })).toBe(3);
    }
  });
});

describe('hops of a broker that leaves them alone', () => {
  it('are shown as soon as one packet has hops left, and those that have always at once', () => {
    expect(hopsOf({ start: 3, limit: 3, from: NODE })).toBe(0);
    expect(times(6, (n) => hopsOf({ start: 3, limit: (n + 1) % 3 }))).toEqual([2, 1, 3, 2, 1, 3]);
  });

  it('are shown while most packets of a wide mesh arrive with none left', () => {
    times(5, () => hopsOf({ start: 3, limit: 1 }));
    const stored = times(100, (n) => hopsOf({ start: 3, limit: n % 5 < 3 ? 0 : 1 }));
    expect(stored.filter((hops) => hops === null)).toEqual([]);
  });

  it('are shown after one packet of a gateway itself', () => {
    expect(hopsOf({ start: 3, limit: 3, from: GATEWAY })).toBe(0);
    expect(hopsOf({ start: 3, limit: 0 })).toBe(3);
  });

  it('are shown again after a policy was lifted', () => {
    times(100, () => hopsOf({ start: 3, limit: 0 }));
    times(6, () => hopsOf({ start: 3, limit: 2 }));
    expect(hopsOf({ start: 3, limit: 0 })).toBe(3);
  });
});
