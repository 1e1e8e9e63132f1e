import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BROADCAST, type NeighborInfoEvent, type NodeNum, type TracerouteEvent } from '../../src/model.js';
import {
  changesOf,
  DAY_MS,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  openTestStore,
  OTHER,
  T0,
  type TestStore,
} from '../helpers/ingested.js';

const A = 0x1000000a as NodeNum;
const B = 0x1000000b as NodeNum;
const C = 0x1000000c as NodeNum;

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

const links = (kind: string) =>
  store.rows(
    `SELECT from_num, to_num, snr, rssi, count, first_seen, last_seen FROM links WHERE kind = '${kind}' ORDER BY from_num, to_num`,
  );
const neighbors = (...pairs: [NodeNum, number | null][]): NeighborInfoEvent => ({
  type: 'neighbor_info',
  neighbors: pairs.map(([node, snr]) => ({ node, snr })),
});
const route = (over: Partial<TracerouteEvent> = {}): TracerouteEvent => ({
  type: 'traceroute',
  kind: 'reply',
  origin: NODE,
  target: OTHER,
  requestId: null,
  route: [],
  snrTowards: [],
  routeBack: [],
  snrBack: [],
  hops: [],
  complete: false,
  ...over,
});

describe('direct receptions', () => {
  it('are links from the origin to the gateway that heard it', () => {
    store.commit(
      ingested({ id: 7, reception: { snr: 6, rssi: -80 } }),
      ingested({ id: 7, gateway: GATEWAY_2, reception: { snr: 2, rssi: -100 } }),
    );
    expect(links('direct')).toMatchObject([
      { from_num: NODE, to_num: GATEWAY, snr: 6, rssi: -80, count: 1 },
      { from_num: NODE, to_num: GATEWAY_2, snr: 2, rssi: -100, count: 1 },
    ]);
  });

  it('are not relayed copies, unknown distances, own packets or copies without a reading', () => {
    store.commit(
      ingested({ reception: { hopsAway: 1 } }),
      ingested({ reception: { hopsAway: null } }),
      ingested({ from: GATEWAY, gateway: GATEWAY, reception: { snr: 3, rssi: -1 } }),
      ingested({ reception: { snr: null, rssi: null } }),
    );
    expect(links('direct')).toEqual([]);
  });

  it('average by time: what is a day old counts half', () => {
    store.commit(ingested({ reception: { snr: 0 } }), ingested({ at: T0 + DAY_MS, reception: { snr: 9 } }));
    const [link] = store.ingest.hot.links(1);
    expect(link).toMatchObject({ snr: 9, snrAvg: 6, count: 2, firstSeen: T0, lastSeen: T0 + DAY_MS });
  });

  it('average the same when they come in another order', () => {
    store.commit(ingested({ at: T0 + DAY_MS, reception: { snr: 9 } }), ingested({ reception: { snr: 0 } }));
    expect(store.ingest.hot.links(1)[0]).toMatchObject({
      snr: 9,
      snrAvg: 6,
      count: 2,
      firstSeen: T0,
      lastSeen: T0 + DAY_MS,
    });
  });
});

describe('neighbor reports', () => {
  it('are links from the neighbor to the node that heard it', () => {
    store.commit(ingested({ from: A, events: [neighbors([B, 5.5], [C, null])] }));
    expect(links('neighbor')).toMatchObject([
      { from_num: B, to_num: A, snr: 5.5, count: 1 },
      { from_num: C, to_num: A, snr: null, count: 1 },
    ]);
  });

  it('create no node: neighbors were heard of, not heard', () => {
    store.commit(ingested({ from: A, events: [neighbors([B, 5])] }));
    expect(store.ingest.hot.has(B)).toBe(false);
  });

  it('count once however many gateways bring them, and take in what the first copy lacked', () => {
    store.commit(
      ingested({ id: 7, from: A, events: [neighbors([B, 5])] }),
      ingested({ id: 7, from: A, gateway: GATEWAY_2, events: [neighbors([B, 5], [C, 1])] }),
    );
    expect(links('neighbor')).toMatchObject([
      { from_num: B, count: 1 },
      { from_num: C, count: 1 },
    ]);
  });

  it('skip the node itself, broadcast and reserved numbers', () => {
    store.commit(
      ingested({ from: A, events: [neighbors([A, 5], [BROADCAST, 5], [1 as NodeNum, 5], [0 as NodeNum, 0])] }),
    );
    expect(links('neighbor')).toEqual([]);
  });
});

describe('traceroutes', () => {
  const short = route({ route: [A], snrTowards: [5], hops: [{ from: NODE, to: A, snr: 5 }] });
  const long = route({
    route: [A, B],
    snrTowards: [5, 4, 3],
    hops: [
      { from: NODE, to: A, snr: 5 },
      { from: A, to: B, snr: 4 },
      { from: B, to: OTHER, snr: 3 },
    ],
    complete: true,
  });

  it('keep the longest copy, and each hop is one link', () => {
    const results = store.commit(
      ingested({ id: 7, from: OTHER, events: [short] }),
      ingested({ id: 7, from: OTHER, gateway: GATEWAY_2, events: [long] }),
      ingested({ id: 7, from: OTHER, gateway: C, events: [short] }),
    );
    expect(store.rows('SELECT origin_num, target_num, route, complete FROM traceroutes')).toEqual([
      { origin_num: NODE, target_num: OTHER, route: JSON.stringify([A, B]), complete: 1 },
    ]);
    expect(links('traceroute').map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(changesOf(results, 'traceroute').map(({ traceroute }) => traceroute.route.length)).toEqual([1, 2]);
    expect(changesOf(results, 'traceroute')[1]?.traceroute).toMatchObject({
      fromId: '!11aa22bb',
      toId: '!33cc44dd',
      complete: true,
    });
  });
});

describe('without radio', () => {
  const hops = [
    { from: NODE, to: A, snr: 6 },
    { from: A, to: B, snr: null },
    { from: B, to: OTHER, snr: 0 },
  ];
  const ends = (kind: string) => links(kind).map(({ from_num, to_num, snr }) => [from_num, to_num, snr]);

  it('a hop of a traceroute that nobody measured is a link through the internet', () => {
    store.commit(ingested({ from: OTHER, events: [route({ route: [A, B], hops })] }));
    expect(ends('traceroute')).toEqual([
      [B, OTHER, 0],
      [NODE, A, 6],
    ]);
    expect(ends('internet')).toEqual([[A, B, null]]);
  });

  it('a hop of exactly 0 dB is one too, in a packet that passed through MQTT', () => {
    store.commit(ingested({ from: OTHER, packet: { flags: ['via_mqtt'] }, events: [route({ route: [A, B], hops })] }));
    expect(ends('traceroute')).toEqual([[NODE, A, 6]]);
    expect(ends('internet')).toEqual([
      [A, B, null],
      [B, OTHER, null],
    ]);
  });

  it('neighbors reported through MQTT are no radio links', () => {
    store.commit(ingested({ from: A, packet: { flags: ['via_mqtt'] }, events: [neighbors([B, 5])] }));
    expect(ends('neighbor')).toEqual([]);
    expect(ends('internet')).toEqual([[B, A, null]]);
  });

  it('a packet straight from its sender over a local network is no direct reception', () => {
    store.commit(
      ingested({ reception: { transport: 'TRANSPORT_MULTICAST_UDP', hopsAway: null, snr: null, rssi: null } }),
    );
    expect(ends('direct')).toEqual([]);
    expect(ends('internet')).toEqual([[NODE, GATEWAY, null]]);
  });

  it('a retained message or an own packet leaves no reception over the air', () => {
    store.commit(
      ingested({ packet: { flags: ['retained'] } }),
      ingested({ from: GATEWAY, gateway: GATEWAY }),
      ingested({ reception: { transport: 'TRANSPORT_MQTT', hopsAway: null, snr: null, rssi: null } }),
    );
    expect(store.rows('SELECT DISTINCT own FROM receptions')).toEqual([{ own: 1 }]);
    expect(store.rows('SELECT kind FROM links')).toEqual([]);
    expect(store.ingest.hot.get(GATEWAY)).toMatchObject({ hopsAway: null, snr: null });
  });
});

describe('a relay hint', () => {
  const relayed = (lastByte: number, at = T0 + HOUR_MS) =>
    ingested({ from: OTHER, at, reception: { hopsAway: 1, relayNode: lastByte, snr: -4, rssi: -110 } });

  it('is resolved against the neighbors of the gateway, when exactly one fits', () => {
    store.commit(ingested({ from: A }), ingested({ from: B }));
    store.commit(relayed(0x0a));
    expect(links('relay')).toMatchObject([{ from_num: A, to_num: GATEWAY, snr: -4, rssi: -110, count: 1 }]);
  });

  it('is not guessed when two neighbors fit, or none', () => {
    store.commit(ingested({ from: A }), ingested({ from: 0x2222220a }));
    store.commit(relayed(0x0a), relayed(0x77));
    expect(links('relay')).toEqual([]);
  });

  it('is judged anew when a neighbor appears', () => {
    store.commit(relayed(0x0a));
    expect(links('relay')).toEqual([]);
    store.commit(ingested({ from: A, at: T0 + 2 * HOUR_MS }), relayed(0x0a, T0 + 3 * HOUR_MS));
    expect(links('relay')).toHaveLength(1);
    store.commit(ingested({ from: 0x2222220a, at: T0 + 4 * HOUR_MS }), relayed(0x0a, T0 + 5 * HOUR_MS));
    expect(links('relay')).toMatchObject([{ count: 1 }]);
  });
});

describe('links in memory', () => {
  it('are the newest, and no more than asked for', () => {
    for (let index = 0; index < 20; index++)
      store.commit(ingested({ from: 0x2000 + index, at: T0 + index * MINUTE_MS }));
    const newest = store.ingest.hot.links(3);
    expect(newest.map(({ lastSeen }) => lastSeen)).toEqual([19, 18, 17].map((index) => T0 + index * MINUTE_MS));
  });
});
