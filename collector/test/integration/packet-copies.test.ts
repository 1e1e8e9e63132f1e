import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Ingested, UnixMillis } from '../../src/model.js';
import { decodedMessage } from '../helpers/decoded-messages.js';
import {
  jsonEnvelope,
  neighborInfoEnvelope,
  rawMessage,
  telemetryEnvelope,
  textEnvelope,
  tracerouteEnvelope,
  type Envelope,
  type EnvelopeOptions,
} from '../helpers/envelopes.js';
import { HOUR_MS, openTestStore, T0, type TestStore } from '../helpers/ingested.js';
import { meshTraffic } from '../helpers/packet-copies.js';
import { differenceOf, dumpOf } from '../helpers/store-dump.js';

const { packets, prelude } = meshTraffic();
const before = prelude.map(decodedMessage);
const copies = packets.flatMap((packet) => packet.copies.map(decodedMessage));

/** How many messages are committed together, and after how many the collector restarts. */
interface Way {
  readonly batch: number;
  readonly restartEvery: number;
}

async function stateAfter(messages: readonly Ingested[], { batch, restartEvery }: Way) {
  let store = openTestStore();
  try {
    store.now = T0 + 12 * HOUR_MS;
    store.commit(...before);
    let sinceStart = 0;
    for (let start = 0; start < messages.length; start += batch) {
      store.commit(...messages.slice(start, start + batch));
      sinceStart += batch;
      if (sinceStart < restartEvery) continue;
      store = await store.reopen();
      sinceStart = 0;
    }
    return dumpOf(store);
  } finally {
    await store.dispose();
  }
}

const receivedAt = (message: Ingested, at: number): Ingested => ({
  ...message,
  reception: { ...message.reception, receivedAt: at as UnixMillis },
});
/** All copies of a packet at once, as after a pause of the broker. */
const atOnce = copies.map((message) => receivedAt(message, T0 + message.packet.id * 60_000));

describe('copies of packets of every kind', () => {
  it('are one packet each, with one reception by each gateway', async () => {
    const state = await stateAfter(copies, { batch: 50, restartEvery: Infinity });
    const stored = packets.length + before.length / 4; // the prelude has four gateways, too
    expect(state.packets).toHaveLength(stored);
    expect(state.receptions).toHaveLength(stored * 4);
    for (const table of ['links', 'traceroutes', 'messages', 'waypoints', 'samples', 'positions']) {
      expect({ [table]: state[table]?.length ?? 0 }).not.toEqual({ [table]: 0 });
    }
    expect(state.packets?.filter((row) => row.includes('id_reused'))).toEqual([]);
  });

  it.each([
    ['each received at a time of its own', copies],
    ['all received at once', atOnce],
  ])('end in one state in any order, in any batches, with restarts between them: %s', async (_, messages) => {
    const expected = await stateAfter(messages, { batch: 50, restartEvery: Infinity });
    const ways = fc.record({
      batch: fc.integer({ min: 1, max: 60 }),
      restartEvery: fc.integer({ min: 100, max: 900 }),
    });
    const orders = fc.shuffledSubarray([...messages], { minLength: messages.length });
    await fc.assert(
      fc.asyncProperty(orders, ways, async (order, way) => {
        expect(differenceOf(expected, await stateAfter(order, way))).toEqual({});
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});

const FROM = 0x11110001;
const RELAY = 0x11110002;
const TARGET = 0x11110003;
const GATEWAY = 0x1111000a;
const OTHER_GATEWAY = 0x1111000b;

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

let lastAt = T0 as number;
const publish = (...envelopes: Envelope[]) =>
  envelopes.map((envelope) =>
    store.commit(decodedMessage(rawMessage(envelope, { receivedAt: (lastAt += 1000) }))).map(({ outcome }) => outcome),
  );

/** Tests that the copies give `expected` in both orders. */
function inBothOrders(name: string, [first, second]: [Envelope, Envelope], check: () => void): void {
  it(`${name}, protobuf first`, () => {
    publish(first, second);
    check();
  });
  it(`${name}, JSON first`, () => {
    publish(second, first);
    check();
  });
}

describe('JSON beside the protobuf of a packet', () => {
  const options: EnvelopeOptions = { from: FROM, gateway: GATEWAY };
  const linksOf = (kind: string) =>
    store.rows(`SELECT from_num, to_num, snr, count FROM links WHERE kind = '${kind}' ORDER BY from_num, to_num`);

  const reply = { ...options, from: TARGET, to: FROM, id: 257, requestId: 77 };
  inBothOrders(
    'does not hide the relays of a traceroute',
    [
      tracerouteEnvelope(
        { route: [RELAY], snrTowards: [12, 20], routeBack: [RELAY, GATEWAY], snrBack: [8, 4] },
        { ...reply },
      ),
      jsonEnvelope(
        'traceroute',
        { route: ['A', 'B', 'C'], route_back: ['C', 'B', 'G', 'A'], snr_towards: [3, 5], snr_back: [2, 1] },
        reply,
      ),
    ],
    () => {
      expect(store.rows('SELECT route, route_back FROM traceroutes')).toEqual([
        { route: `[${RELAY}]`, route_back: `[${RELAY}]` },
      ]);
      expect(linksOf('traceroute')).toEqual([
        { from_num: FROM, to_num: RELAY, snr: 3, count: 1 },
        { from_num: RELAY, to_num: TARGET, snr: 5, count: 1 },
        { from_num: RELAY, to_num: GATEWAY, snr: 1, count: 1 },
        { from_num: TARGET, to_num: RELAY, snr: 2, count: 1 },
      ]);
    },
  );

  inBothOrders(
    'does not round the SNR of neighbors',
    [
      neighborInfoEnvelope([{ nodeId: RELAY, snr: -12.75 }], { ...options, id: 258 }),
      jsonEnvelope(
        'neighborinfo',
        { node_id: FROM, neighbors: [{ node_id: RELAY, snr: -12 }] },
        { ...options, id: 258 },
      ),
    ],
    () => expect(linksOf('neighbor')).toEqual([{ from_num: RELAY, to_num: FROM, snr: -12.75, count: 1 }]),
  );

  const seventh = { ...options, id: 259 };
  inBothOrders(
    'adds no readings that the packet does not have',
    [
      telemetryEnvelope({ case: 'environmentMetrics', value: { temperature: 21.5 } }, seventh),
      jsonEnvelope('telemetry', { temperature: 21, iaq: 80, lux: 3 }, seventh),
    ],
    () => {
      const reading = { metric: 'environment_temperature', value: 21.5 };
      expect(store.rows('SELECT metric, value FROM samples JOIN metrics USING (metric_id)')).toEqual([reading]);
      expect(store.rows('SELECT metric, value FROM node_metrics JOIN metrics USING (metric_id)')).toEqual([reading]);
    },
  );

  const direct = { ...options, to: TARGET, id: 769, channel: 'PKI', wantAck: true } as const;
  inBothOrders(
    'says nothing about a direct message between two keys',
    [
      textEnvelope('not to be read by anyone', {
        ...direct,
        key: new Uint8Array(32).fill(9),
        channelField: 0,
        pkiEncrypted: true,
      }),
      jsonEnvelope('', undefined, direct),
    ],
    () =>
      expect(store.rows('SELECT decode_status, payload_status, size, want_ack, channel_hash FROM packets')).toEqual([
        { decode_status: 'pki', payload_status: 'none', size: 30, want_ack: 1, channel_hash: 0 },
      ]),
  );

  const hidden = { ...options, id: 770, channel: 'Hikers', wantAck: true } as const;
  inBothOrders(
    'makes a packet readable that cannot be decrypted, whose size and hash stay',
    [
      textEnvelope('hello', { ...hidden, key: new Uint8Array(16).fill(9) }),
      jsonEnvelope('text', { text: 'hello' }, hidden),
    ],
    () =>
      expect(store.rows('SELECT decode_status, portnum, size, want_ack, channel_hash FROM packets')).toEqual([
        { decode_status: 'json', portnum: 1, size: 11, want_ack: 1, channel_hash: expect.any(Number) as unknown },
      ]),
  );

  inBothOrders(
    'is not counted as another reception',
    [textEnvelope('hello', { ...options, id: 771 }), jsonEnvelope('text', { text: 'hello' }, { ...options, id: 771 })],
    () => {
      expect(store.rows('SELECT outcome, packets, bytes FROM traffic_minutely')).toEqual([
        { outcome: 'decrypted', packets: 1, bytes: 11 },
      ]);
      expect(store.value('SELECT receptions FROM gateways')).toBe(1);
      expect(store.value('SELECT packets FROM nodes WHERE node_num = ' + String(FROM))).toBe(1);
    },
  );

  it('is reported as a duplicate, so that metrics count the packet once', () => {
    const id = 772;
    const json = jsonEnvelope('text', { text: 'hello' }, { ...options, id });
    const protobuf = textEnvelope('hello', { ...options, id });
    const bridged = textEnvelope('hello', { ...options, id, root: 'bridge/msh' });
    const byAnother = textEnvelope('hello', { ...options, id, gateway: OTHER_GATEWAY });
    expect(publish(json, protobuf, bridged, byAnother).flat()).toEqual([
      'stored',
      'duplicate',
      'duplicate',
      'reception',
    ]);
    expect(store.value('SELECT SUM(packets) FROM traffic_minutely')).toBe(2);
  });
});

describe('a packet id that is used again', () => {
  const options: EnvelopeOptions = { from: FROM, gateway: GATEWAY, id: 4711 };
  const again: EnvelopeOptions = { ...options, gateway: OTHER_GATEWAY };
  const battery = (batteryLevel: number, uptimeSeconds: number) =>
    ({ case: 'deviceMetrics', value: { batteryLevel, voltage: 3.9, uptimeSeconds } }) as const;
  const text = (words: string) => (o: EnvelopeOptions) => textEnvelope(words, o);
  const json = (type: string, payload: unknown) => (o: EnvelopeOptions) => jsonEnvelope(type, payload, o);
  const hidden = { channel: 'Hikers', key: new Uint8Array(16).fill(5) };

  it.each<[string, (o: EnvelopeOptions) => Envelope, (o: EnvelopeOptions) => Envelope]>([
    ['two texts', text('first words'), text('other words')],
    ['two readings', (o) => telemetryEnvelope(battery(80, 9000), o), (o) => telemetryEnvelope(battery(15, 30), o)],
    ['a text in protobuf and another one in JSON', text('first words'), json('text', { text: 'other words' })],
    ['two texts in JSON', json('text', { text: 'first words' }), json('text', { text: 'other words' })],
    ['a text and a reading', text('first words'), (o) => telemetryEnvelope(battery(15, 30), o)],
    [
      'two packets nobody can read',
      (o) => textEnvelope('one', { ...o, ...hidden }),
      (o) => textEnvelope('two!', { ...o, ...hidden }),
    ],
    [
      'two lists of neighbors',
      (o) => neighborInfoEnvelope([{ nodeId: RELAY, snr: 3 }], o),
      (o) => neighborInfoEnvelope([{ nodeId: TARGET, snr: 3 }], o),
    ],
  ])('by %s makes two packets, the second of which is flagged', async (_, first, second) => {
    publish(first(options));
    const alone = { packets: dumpOf(store).packets, messages: dumpOf(store).messages };
    store = await store.reopen();
    expect(publish(second(again), second(options)).flat()).toEqual(['stored', 'reception']);
    const rows = store.rows('SELECT flags FROM packets ORDER BY packet_row');
    expect(rows.map(({ flags }) => flags)).toEqual(['', 'id_reused']);
    const now = dumpOf(store);
    expect(now.packets).toEqual(expect.arrayContaining(alone.packets ?? []));
    expect(now.messages).toEqual(expect.arrayContaining(alone.messages ?? []));
    expect(store.rows("SELECT node_num, kind FROM events WHERE kind = 'id_reused'")).toEqual([
      { node_num: FROM, kind: 'id_reused' },
    ]);
  });

  it('with lower uptime shows a restart', () => {
    publish(telemetryEnvelope(battery(80, 90_000), options), telemetryEnvelope(battery(15, 3), again));
    expect(
      store.rows("SELECT value FROM node_metrics JOIN metrics USING (metric_id) WHERE metric = 'device_battery_level'"),
    ).toEqual([{ value: 15 }]);
    expect(store.rows("SELECT kind FROM events WHERE kind = 'reboot'")).toHaveLength(1);
  });

  it.each<[string, Envelope, Envelope]>([
    ['a retransmission', textEnvelope('same', options), textEnvelope('same', { ...options, hopLimit: 1, rxRssi: -99 })],
    [
      'a direct message encrypted anew for another attempt',
      textEnvelope('same length', {
        ...options,
        to: TARGET,
        channel: 'PKI',
        channelField: 0,
        key: new Uint8Array(32).fill(1),
      }),
      textEnvelope('same length', {
        ...again,
        to: TARGET,
        channel: 'PKI',
        channelField: 0,
        key: new Uint8Array(32).fill(2),
      }),
    ],
    [
      'a traceroute that relays encrypt again',
      tracerouteEnvelope({ route: [RELAY], snrTowards: [4] }, { ...options, ...hidden, to: TARGET }),
      tracerouteEnvelope({ route: [RELAY, OTHER_GATEWAY], snrTowards: [4, 9] }, { ...again, ...hidden, to: TARGET }),
    ],
    [
      'JSON that rounds',
      telemetryEnvelope(battery(80, 9000), options),
      jsonEnvelope('telemetry', { battery_level: 80, voltage: 3, uptime_seconds: 9000 }, again),
    ],
  ])('is not %s', (_, first, second) => {
    publish(first, second);
    expect(store.rows('SELECT flags FROM packets')).toEqual([{ flags: '' }]);
  });
});
