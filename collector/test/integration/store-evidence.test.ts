/** Copies that show later what an earlier copy did not say: that the packet is of the past, or came through MQTT. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ingested, UnixMillis } from '../../src/model.js';
import {
  asJson,
  DAY_MS,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  OTHER,
  openTestStore,
  T0,
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';
import { differenceOf, dumpOf } from '../helpers/store-dump.js';

/** A gateway whose clock is right. */
const CLOCK = 0x0badc10c;
const NOW = T0 + 2 * DAY_MS;
const heardAt = (NOW - 5 * HOUR_MS) as UnixMillis;

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
  for (const minute of [-3, -2, -1]) {
    const at = (NOW + minute * MINUTE_MS) as UnixMillis;
    store.commit(ingested({ from: OTHER, gateway: CLOCK, at, id: 10 - minute, reception: { gatewayTime: at } }));
  }
});
afterEach(() => store.dispose());

/** The packet as a gateway without a clock publishes it, out of its queue. */
const undated = (options: IngestedOptions = {}) => ingested({ at: NOW, id: 500, reception: { snr: 9 }, ...options });
/** As the gateway whose clock is right publishes it. */
const dated = () =>
  ingested({ at: NOW + 1000, id: 500, gateway: CLOCK, reception: { gatewayTime: heardAt, snr: 4, hopsAway: 1 } });

const links = () =>
  store.rows(
    'SELECT from_num, to_num, kind, snr, count FROM links WHERE from_num = ' + NODE + ' ORDER BY to_num, kind',
  );
const sender = () => {
  const { state, online, lastHeard, lastGatewayId, snr, rssi, directAt, hopsAway } = store.ingest.hot.get(NODE) ?? {};
  return { state, online, lastHeard, lastGatewayId, snr, rssi, directAt, hopsAway };
};
const returns = () => store.value(`SELECT COUNT(*) FROM events WHERE kind = 'node_back' AND node_num = ${NODE}`);

describe('a packet that a second gateway proves to be old', () => {
  it('makes no node of the first copy that is online, and no link', () => {
    store.commit(undated());
    expect([sender().state, links().length]).toEqual(['online', 1]);
    store.commit(dated());
    expect(sender()).toMatchObject({ state: 'silent', online: false, lastHeard: heardAt, snr: null, directAt: null });
    expect(links()).toEqual([]);
  });

  it('leaves a node that was silent as it was, without an event', () => {
    store.commit(ingested({ at: T0, gateway: GATEWAY_2, reception: { snr: -3, rssi: -110 } }));
    store.now = NOW;
    store.ingest.sweep(NOW as UnixMillis);
    const before = sender();
    expect(before.state).toBe('silent');
    store.commit(undated());
    expect([sender().state, returns()]).toEqual(['online', 1]);
    store.commit(dated());
    expect(sender()).toEqual({ ...before, lastHeard: heardAt, hopsAway: 0 });
    expect(returns()).toBe(0);
    expect(links()).toEqual([{ from_num: NODE, to_num: GATEWAY_2, kind: 'direct', snr: -3, count: 1 }]);
  });

  it('takes back nothing that a newer packet showed', () => {
    store.commit(undated(), ingested({ at: NOW + 500, reception: { snr: 1 } }));
    const { lastHeard, snr, directAt, state } = sender();
    store.commit(dated());
    expect(sender()).toMatchObject({ lastHeard, snr, directAt, state });
    expect(links()).toMatchObject([{ to_num: GATEWAY, count: 1 }]);
  });

  it('ends in the same links in every order of its copies', async () => {
    const third = undated({ gateway: GATEWAY_2, at: NOW + 2000 });
    const dumpAfter = async (...copies: Ingested[]) => {
      const one = openTestStore();
      try {
        const at = (NOW - MINUTE_MS) as UnixMillis;
        for (const id of [1, 2, 3])
          one.commit(ingested({ from: OTHER, gateway: CLOCK, at, id, reception: { gatewayTime: at } }));
        for (const copy of copies) one.commit(copy);
        const { links: found, packets, receptions } = dumpOf(one);
        return { found: found ?? [], packets: packets ?? [], receptions: receptions ?? [] };
      } finally {
        await one.dispose();
      }
    };
    const copies = [undated(), dated(), third] as const;
    const expected = await dumpAfter(...copies);
    expect(expected.found.filter((row) => row.includes(String(NODE)))).toEqual([]);
    for (const [a, b, c] of [
      [1, 0, 2],
      [2, 0, 1],
      [0, 2, 1],
    ] as const) {
      const found = await dumpAfter(copies[a], copies[b], copies[c]);
      expect(differenceOf({ links: expected.found }, { links: found.found })).toEqual({});
    }
  });
});

describe('a packet that came through MQTT, which its JSON does not say', () => {
  const json = (gateway: number, at = NOW) =>
    ingested({ id: 600, gateway, at, packet: { ...asJson, size: 0 }, reception: { kind: 'json', snr: 8, rssi: -60 } });
  const viaMqtt = (gateway: number, at = NOW + 1000) =>
    ingested({
      id: 600,
      gateway,
      at,
      packet: { flags: ['via_mqtt'] },
      reception: { hopsAway: null, snr: 8, rssi: -60 },
    });
  const radio = () => ingested({ id: 600, gateway: CLOCK, at: NOW + 2000, reception: { hopsAway: 2 } });

  it.each([
    ['the same gateway, JSON first', () => [json(GATEWAY), viaMqtt(GATEWAY)]],
    ['the same gateway, JSON last', () => [viaMqtt(GATEWAY), json(GATEWAY, NOW + 2000)]],
    ['another gateway, JSON first', () => [json(GATEWAY), viaMqtt(GATEWAY_2)]],
    ['another gateway, JSON last', () => [viaMqtt(GATEWAY_2), json(GATEWAY, NOW + 2000)]],
  ])('makes no direct link, no signal and no hops: %s', (_name, copies) => {
    for (const copy of copies()) store.commit(copy);
    expect(links()).toEqual([]);
    expect(sender()).toMatchObject({ state: 'online', snr: null, rssi: null, directAt: null, hopsAway: null });
  });

  it('makes them again when a copy comes over the air alone', () => {
    store.commit(json(GATEWAY));
    store.commit(viaMqtt(GATEWAY_2));
    store.commit(radio());
    expect(links()).toEqual([{ from_num: NODE, to_num: GATEWAY, kind: 'direct', snr: 8, count: 1 }]);
    expect(sender()).toMatchObject({ snr: 8, rssi: -60, directAt: NOW, hopsAway: 0 });
  });

  it.each([
    ['JSON first', () => [json(GATEWAY), viaMqtt(GATEWAY), radio()]],
    ['JSON last', () => [radio(), viaMqtt(GATEWAY), json(GATEWAY, NOW + 3000)]],
    ['JSON before protobuf', () => [radio(), json(GATEWAY, NOW + 3000), viaMqtt(GATEWAY, NOW + 4000)]],
  ])('but not those of a gateway whose own copy came through MQTT: %s', (_name, copies) => {
    for (const copy of copies()) store.commit(copy);
    expect(links()).toEqual([]);
    expect(sender()).toMatchObject({ snr: null, directAt: null, hopsAway: 2 });
  });
});

describe('unknown fields around a packet, which differ from gateway to gateway', () => {
  const copyOf = (gateway: number, kept: string | null) =>
    ingested({
      id: 700,
      gateway,
      at: NOW,
      packet: {
        payload: Buffer.from(kept ?? 'not decoded'),
        payloadStatus: 'not_decoded',
        flags: kept === null ? [] : ['unknown_packet_fields'],
      },
    });
  const [a, b, none] = [copyOf(GATEWAY, 'a'), copyOf(GATEWAY_2, 'b'), copyOf(CLOCK, null)];

  it.each([
    ['a b none', [a, b, none]],
    ['a none b', [a, none, b]],
    ['none a b', [none, a, b]],
    ['none b a', [none, b, a]],
    ['b none a', [b, none, a]],
    ['b a none', [b, a, none]],
  ])('make one packet that keeps one of them, in the order %s', (_order, copies) => {
    for (const copy of copies) store.commit(copy);
    expect(store.rows('SELECT CAST(payload AS TEXT) AS payload, flags FROM packets WHERE packet_id = 700')).toEqual([
      { payload: 'b', flags: 'unknown_packet_fields' },
    ]);
  });
});
