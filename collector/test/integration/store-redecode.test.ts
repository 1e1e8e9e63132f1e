/**
 * A packet that was stored before its key was known becomes what it would be, had the key been known from the start. Left out of the
 * comparison, because it depends on the order in which things became known:
 *
 * - rhythms and the worth of clocks and hop limits, as in every comparison of stores (`store-dump`): nobody was heard again;
 * - where senders have several packets: the events that are changes from one packet to the next, and the order in which a
 *   link came by the signal that it shows.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt } from '@meshtastic/protobufs';
import fc from 'fast-check';
import { configuredPolicy } from '../../src/app/policy.js';
import { redecode } from '../../src/app/redecode.js';
import type { RedecodeCounts } from '../../src/app/reread-copy.js';
import { loadConfig } from '../../src/config/config.js';
import type { ChannelKey } from '../../src/decode/keyring.js';
import type { Ingested, NodeNum, PacketId, RawMessage, UnixMillis } from '../../src/model.js';
import { forgetNodes } from '../../src/store/sqlite/file/forget.js';
import type { StoreOptions } from '../../src/store/sqlite/store.js';
import { createMessageDecoder, decodedMessage } from '../helpers/decoded-messages.js';
import * as envelopes from '../helpers/envelopes.js';
import { rawMessage, type Envelope, type EnvelopeOptions } from '../helpers/envelopes.js';
import { DAY_MS, HOUR_MS, openTestStore, T0, textEvent, type TestStore } from '../helpers/ingested.js';
import { HIDDEN_CHANNEL, HIDDEN_KEY, meshTraffic } from '../helpers/packet-copies.js';
import { differenceOf, dumpOf } from '../helpers/store-dump.js';

const KEYS: readonly ChannelKey[] = [{ name: HIDDEN_CHANNEL, psk: HIDDEN_KEY }];
const WRONG_KEYS: readonly ChannelKey[] = [{ name: HIDDEN_CHANNEL, psk: new Uint8Array(16).fill(7) }];
const OPTIONS: Partial<StoreOptions> = {
  retention: { defaultDays: 30, daysByKind: {}, rollupDays: 365, maxBytes: 0, undecryptedMaxBytes: 1e8 },
};

let stores: TestStore[] = [];
beforeEach(() => {
  stores = [];
});
afterEach(() => Promise.all(stores.map((store) => store.dispose())));

function open(options: Partial<StoreOptions> = OPTIONS): TestStore {
  const store = openTestStore(options);
  stores.push(store);
  return store;
}

interface RunOptions {
  readonly keys?: readonly ChannelKey[];
  readonly env?: Readonly<Record<string, string>>;
  readonly from?: number;
  readonly to?: number;
  readonly batchSize?: number;
  readonly dryRun?: boolean;
  readonly print?: (line: string) => void;
}

/** Runs `redecode` on an open store. */
function run(store: TestStore, options: RunOptions = {}): RedecodeCounts {
  const { keys = KEYS, env = {}, from = 0, to = Number.MAX_SAFE_INTEGER, batchSize, dryRun = false } = options;
  const config = loadConfig({ MQTT_BROKER: 'host', ...env }, () => '');
  const policy = configuredPolicy(config, {
    rateLimitPerMinute: 0,
    nodes: store.ingest.hot,
    onFlood: () => undefined,
  });
  return redecode({
    config,
    keys,
    policy,
    packets: store.unread,
    store: dryRun ? undefined : store.unread,
    range: { from, to },
    print: options.print ?? (() => undefined),
    ...(batchSize === undefined ? {} : { batchSize }),
  });
}

let lastAt = T0 as number;
const hidden: EnvelopeOptions = { channel: HIDDEN_CHANNEL, key: HIDDEN_KEY };
/** Publishes messages one after the other. */
const publish = (store: TestStore, ...list: Envelope[]) =>
  list.map((envelope) => store.commit(decodedMessage(rawMessage(envelope, { receivedAt: (lastAt += 1000) }))));
const kept = (store: TestStore) => store.value('SELECT COUNT(*) FROM undecrypted_messages');
/** Battery levels, in the order of time. */
const batteries = (store: TestStore) =>
  store
    .rows("SELECT value FROM samples JOIN metrics USING (metric_id) WHERE metric = 'device_battery_level' ORDER BY at")
    .map(({ value }) => value);
const VOLTAGES = "SELECT value FROM samples JOIN metrics USING (metric_id) WHERE metric = 'device_voltage'";
const battery = (batteryLevel: number, options: EnvelopeOptions = {}) =>
  envelopes.telemetryEnvelope({ case: 'deviceMetrics', value: { batteryLevel } }, { ...hidden, ...options });

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const keyed = items.map((item, index) => ({
    item,
    key: createHash('sha256').update(`${seed} ${index}`).digest('hex'),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

describe('packets of every kind, by several gateways, read again', () => {
  const { packets, prelude } = meshTraffic();
  const messages = packets.flatMap(({ copies }) => copies);

  function stateWith(keys: readonly ChannelKey[], order: readonly RawMessage[]): TestStore {
    const store = open();
    store.now = T0 + 12 * HOUR_MS;
    const decode = createMessageDecoder(keys);
    store.commit(...prelude.map(decode));
    for (let start = 0; start < order.length; start += 40) store.commit(...order.slice(start, start + 40).map(decode));
    return store;
  }

  it('are what they would be had the key been known from the start, in any order; a second run changes nothing', async () => {
    const expected = dumpOf(stateWith(KEYS, messages));
    const hiddenPackets = packets.filter(({ name }) => name.includes('unknown key'));
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 50 }), (seed, batchSize) => {
        const store = stateWith([], shuffled(messages, seed));
        const counts = run(store, { batchSize });
        // And the two of a port without a decoder, which one gateway published decoded.
        expect(counts).toMatchObject({ tried: hiddenPackets.length + 2, decrypted: hiddenPackets.length });
        expect(run(store, { batchSize })).toMatchObject({ decrypted: 0, decoded: 0 });
        expect(differenceOf(expected, dumpOf(store))).toEqual({});
        return Promise.resolve();
      }),
      { numRuns: 1 },
    );
  });
});

const OTHER_CHANNEL = 'Skiers';
const OTHER_KEY = new Uint8Array(32).fill(9);
const ALL_KEYS: readonly ChannelKey[] = [...KEYS, { name: OTHER_CHANNEL, psk: OTHER_KEY }];
const CHANNELS: readonly EnvelopeOptions[] = [hidden, { channel: OTHER_CHANNEL, key: OTHER_KEY }, {}];
const SENDERS = [0x72000001, 0x72000002, 0x72000003];
const LISTENERS = [0x50000011, 0x50000012, 0x50000013];
const RELAY = 0x60000011;

const SAYS: readonly ((step: number, options: EnvelopeOptions) => Envelope)[] = [
  (step, options) => battery(step % 100, options),
  (step, options) =>
    envelopes.telemetryEnvelope({ case: 'environmentMetrics', value: { temperature: step / 10 } }, options),
  (step, options) =>
    envelopes.positionEnvelope({ latitude: 47 + step / 1e4, longitude: 8, altitude: step, precisionBits: 32 }, options),
  (step, options) => envelopes.nodeInfoEnvelope({ longName: `Name ${step}`, shortName: `N${step}` }, options),
  (step, options) => textEnvelopeOf(step, options),
  (_, options) => envelopes.neighborInfoEnvelope([{ nodeId: RELAY, snr: 5 }], options),
  (step, options) =>
    envelopes.waypointEnvelope({ id: 1 + (step % 3), latitudeI: step, longitudeI: 1, name: `Hut ${step}` }, options),
  // The same bytes from every gateway; only the one that is asked for shows the last hop.
  (_, options) =>
    envelopes.tracerouteEnvelope(
      { route: [RELAY], snrTowards: [12, 20] },
      { ...options, to: LISTENERS[1] ?? 0, wantResponse: true },
    ),
  (step, options) => envelopes.dataEnvelope(300, Uint8Array.of(step), options),
];
const textEnvelopeOf = (step: number, options: EnvelopeOptions) => envelopes.textEnvelope(`Text ${step}`, options);

const arbitraryPacket = fc.record({
  says: fc.nat(SAYS.length - 1),
  channel: fc.nat(CHANNELS.length - 1),
  sender: fc.nat(SENDERS.length - 1),
  gateways: fc.subarray(LISTENERS, { minLength: 1 }),
  /** 0: sent with no hops, which only a packet that can be read shows. */
  hopStart: fc.constantFrom(0, 3),
  gapMs: fc.integer({ min: 3_000, max: 20 * 60_000 }),
});

function messagesOf(list: readonly (typeof arbitraryPacket extends fc.Arbitrary<infer P> ? P : never)[]): RawMessage[] {
  let at = T0 as number;
  return list.flatMap(({ says, channel, sender, gateways, hopStart, gapMs }, step) => {
    at += gapMs;
    return gateways.map((gateway, index) => {
      const options: EnvelopeOptions = {
        ...CHANNELS[channel],
        id: 9000 + step,
        from: SENDERS[sender] ?? 0,
        gateway,
        hopStart,
        hopLimit: index === 0 ? hopStart : Math.max(0, hopStart - 1),
        rxSnr: 2 + index,
        rxRssi: -90 - index,
      };
      return rawMessage(SAYS[says]!(step, options), { receivedAt: at + index * 500 });
    });
  });
}

describe('packets of a few senders on several channels, read again', () => {
  /** Without what is a change from one packet to the next (see the top). */
  function comparable(store: TestStore): Record<string, string[]> {
    const { events: _events, ...tables } = dumpOf(store);
    return tables;
  }

  function stateWith(keys: readonly ChannelKey[], list: readonly RawMessage[]): TestStore {
    const store = open();
    store.now = T0 + 12 * HOUR_MS;
    const decode = createMessageDecoder(keys);
    for (let start = 0; start < list.length; start += 10) store.commit(...list.slice(start, start + 10).map(decode));
    return store;
  }

  it('are what they would be, whatever the order of the messages and of the keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryPacket, { minLength: 5, maxLength: 20 }),
        fc.integer(),
        fc.boolean(),
        (list, seed, isOneByOne) => {
          const messages = messagesOf(list);
          const expected = comparable(stateWith(ALL_KEYS, messages));
          const store = stateWith([], shuffled(messages, seed));
          if (isOneByOne) run(store, { keys: KEYS, batchSize: 3 });
          run(store, { keys: ALL_KEYS, batchSize: 3 });
          expect(differenceOf(expected, comparable(store))).toEqual({});
          return Promise.resolve();
        },
      ),
      { numRuns: 4 },
    );
  });
});

describe('messages that no key decrypts', () => {
  const gateways = [0x50000021, 0x50000022];
  const from = 0x73000001;

  it('are kept once for all gateways, and of each gateway where what they say may depend on it', () => {
    const store = open();
    publish(store, ...gateways.map((gateway) => battery(50, { id: 1, gateway })));
    expect(kept(store)).toBe(1);
    publish(store, ...gateways.map((gateway) => battery(50, { id: 2, gateway, to: from })));
    expect(kept(store)).toBe(3);
    publish(store, ...gateways.map((gateway) => battery(50, { id: 3, gateway, hopStart: 0, hopLimit: 0 })));
    expect(kept(store)).toBe(5);
  });

  it('of a traceroute say at each gateway what only that gateway shows', () => {
    const route = { route: [RELAY], snrTowards: [12, 20] };
    const messages = gateways.map((gateway, index) =>
      rawMessage(
        envelopes.tracerouteEnvelope(route, {
          ...hidden,
          id: 9,
          from,
          to: gateways[1] ?? 0,
          gateway,
          wantResponse: true,
        }),
        { receivedAt: T0 + index },
      ),
    );
    const [store, known] = [open(), open()];
    store.commit(...messages.map(decodedMessage));
    known.commit(...messages.map(createMessageDecoder(KEYS)));
    run(store);
    expect(store.value("SELECT COUNT(*) FROM links WHERE kind = 'traceroute'")).toBe(2);
    expect(differenceOf(dumpOf(known), dumpOf(store))).toEqual({});
  });

  it('are not kept when no channel key can open them, or when it is turned off', () => {
    const store = open();
    publish(store, battery(50, { key: 'default', channel: 'LongFast' }));
    publish(store, battery(50, { pkiEncrypted: true, channel: 'PKI', channelField: 0, to: from }));
    publish(store, battery(50, { channelField: 4_000 }));
    expect(kept(store)).toBe(0);
    const off = open({ retention: { ...OPTIONS.retention!, undecryptedMaxBytes: 0 } });
    publish(off, battery(50));
    expect(kept(off)).toBe(0);
  });

  it('that look like direct messages between two keys are read when a key fits after all', () => {
    const key = new Uint8Array(16).fill(3);
    key[15] = [...Buffer.from('Zero'), ...key.subarray(0, 15)].reduce((sum, byte) => sum ^ byte, 0);
    const store = open();
    publish(store, envelopes.textEnvelope('a text of some length', { channel: 'Zero', key, to: from }));
    expect(store.rows('SELECT decode_status FROM packets')).toEqual([{ decode_status: 'pki' }]);
    expect(run(store, { keys: [{ name: 'Zero', psk: key }], env: { STORE_TEXT: 'all' } }).decoded).toBe(1);
    expect(store.rows('SELECT decode_status FROM packets')).toEqual([{ decode_status: 'decrypted' }]);
  });

  it('that a wrong key seemed to decrypt are corrected', () => {
    const store = open();
    const message = decodedMessage(rawMessage(battery(50, { from, requestId: 7 }), { receivedAt: T0 }));
    const suspect = { decodeStatus: 'suspect', payloadStatus: 'decoded', portnum: 260, portName: 'PORT_260' } as const;
    const events = [textEvent('noise')];
    store.commit({ ...message, events, packet: { ...message.packet, ...suspect, replyId: 3 as PacketId } });
    expect(store.value('SELECT COUNT(*) FROM messages')).toBe(1);
    expect(run(store)).toMatchObject({ decrypted: 1, decoded: 1 });
    const known = open();
    known.commit(
      createMessageDecoder(KEYS)(
        rawMessage(battery(50, { from, requestId: 7, id: message.packet.id }), { receivedAt: T0 }),
      ),
    );
    expect(differenceOf(dumpOf(known), dumpOf(store))).toEqual({});
  });

  it('stay as they are with a wrong key and in a dry run, which say why or what would be', () => {
    const store = open();
    publish(store, battery(50, { from }), battery(60, { from }));
    const before = dumpOf(store);
    expect(run(store, { keys: WRONG_KEYS })).toEqual({
      tried: 2,
      decrypted: 0,
      decoded: 0,
      excluded: {},
      unknown: { 'no key decrypts channel "Hikers", hash 46': 2 },
    });
    expect(run(store, { dryRun: true })).toMatchObject({ tried: 2, decrypted: 2, decoded: 2, unknown: {} });
    expect(differenceOf(before, dumpOf(store))).toEqual({});
    expect(run(store).decoded).toBe(2);
  });

  it('are read in the asked time only', () => {
    const store = open();
    publish(store, battery(50, { from }), battery(60, { from }));
    expect(run(store, { from: lastAt })).toMatchObject({ tried: 1, decoded: 1 });
    expect(batteries(store)).toEqual([60]);
    expect(run(store, { to: lastAt })).toMatchObject({ tried: 1, decoded: 1 });
  });

  it('leave newer values and the presence of nodes as they are', () => {
    const store = open();
    publish(
      store,
      battery(50, { from }),
      envelopes.nodeInfoEnvelope({ longName: 'Old', shortName: 'O' }, { ...hidden, from }),
    );
    publish(
      store,
      battery(90, { from, key: 'plaintext' }),
      envelopes.nodeInfoEnvelope({ longName: 'New', shortName: 'N' }, { from }),
    );
    store.now += 40 * DAY_MS;
    store.ingest.sweep(store.now as UnixMillis);
    const node = () => store.ingest.hot.get(from as NodeNum);
    const before = node();
    expect(before).toMatchObject({ state: 'silent', longName: 'New' });
    expect(run(store).decoded).toBe(2);
    expect(node()).toEqual(before);
    expect(batteries(store)).toEqual([50, 90]);
  });

  it('are read to the end after a kill, from where the run was, with all counts', () => {
    const store = open();
    for (let count = 0; count < 40; count++) publish(store, battery(count, { from }));
    const copy = openTestStore(OPTIONS);
    stores.push(copy);
    const killed = `${copy.folder}/killed.db`;
    const takeImage = () => {
      for (const ending of ['', '-wal']) copyFileSync(`${store.path}${ending}`, `${killed}${ending}`);
    };
    const counts = run(store, {
      batchSize: 1,
      print(line) {
        if (line.startsWith('25 packets read')) takeImage();
      },
    });
    const later = open({ ...OPTIONS, path: killed });
    expect([kept(later), kept(store)]).toEqual([15, 0]);
    const lines: string[] = [];
    expect(run(later, { batchSize: 1, print: (line) => lines.push(line) })).toEqual(counts);
    expect(lines[0]).toBe('Continuing the run that was interrupted after 25 packets');
    expect(differenceOf(dumpOf(store), dumpOf(later))).toEqual({});
    expect(run(later, { print: (line) => lines.push(line) }).tried).toBe(0);
  });

  it('are read from the beginning when the run that was ended had other keys', () => {
    const store = open();
    publish(store, battery(50, { from }), battery(60, { from }));
    const stop = () => {
      throw new Error('ended');
    };
    const packets = { ...store.unread, finish: stop };
    expect(() => run({ ...store, unread: packets }, { keys: WRONG_KEYS })).toThrow('ended');
    expect(store.unread.progress()).toContain('"tried":2');
    expect(store.unread.progress()).not.toContain(Buffer.from(WRONG_KEYS[0]!.psk).toString('base64'));
    expect(run(store)).toMatchObject({ tried: 2, decoded: 2 });
    expect(store.unread.progress()).toBeUndefined();
  });
});

describe('a policy', () => {
  const from = 0x74000001;
  const own = envelopes.nodeIdText(from);

  it.each([
    ['NODE_DENY', { NODE_DENY: own }, 'node_denied'],
    ['RESPECT_OK_TO_MQTT', { RESPECT_OK_TO_MQTT: 'true' }, 'not_ok_to_mqtt'],
    [
      'the geo filter',
      { ENABLE_GEO_FILTER: 'true', GEO_NORTH: '1', GEO_SOUTH: '0', GEO_EAST: '1', GEO_WEST: '0' },
      'geo_filter',
    ],
  ])('drops what it would have dropped, and nothing of it stays: %s', (_, env, reason) => {
    const store = open();
    publish(store, envelopes.positionEnvelope({ latitude: 47, longitude: 8 }, { ...hidden, from, bitfield: 0 }));
    expect(run(store, { env })).toMatchObject({ decoded: 0, excluded: { [`dropped by policy (${reason})`]: 1 } });
    expect([kept(store), store.value('SELECT COUNT(*) FROM positions')]).toEqual([0, 0]);
  });

  it('of texts holds for those that are read later', () => {
    const store = open();
    publish(store, envelopes.textEnvelope('to one node', { ...hidden, from, to: from + 1 }));
    publish(store, envelopes.textEnvelope('to all', { ...hidden, from }));
    expect(run(store)).toMatchObject({ decrypted: 2, decoded: 1, excluded: { [PRIVATE]: 1 } });
    expect(store.rows('SELECT text FROM messages')).toEqual([{ text: 'to all' }]);
    expect(kept(store)).toBe(0);
  });
});
const PRIVATE = 'private, or control traffic (TEXT_MESSAGE_APP)';

describe('a payload that had no decoder', () => {
  /** As an older version stored it, which did not know the port. */
  function undecoded(envelope: Envelope): Ingested {
    const read = decodedMessage(rawMessage(envelope, { receivedAt: T0 }));
    const { message } = payloadOf(envelope);
    return { ...read, events: [], packet: { ...read.packet, payloadStatus: 'not_decoded', payload: message } };
  }
  const payloadOf = (envelope: Envelope) => {
    const { packet } = fromBinary(Mqtt.ServiceEnvelopeSchema, envelope.payload);
    const variant = packet?.payloadVariant;
    return { message: variant?.case === 'decoded' ? variant.value.payload : new Uint8Array() };
  };
  const options: EnvelopeOptions = { from: 0x75000001, key: 'plaintext', id: 70 };

  it.each([
    ['telemetry', battery(50, { ...options, channel: 'LongFast' })],
    ['a text through MQTT', envelopes.textEnvelope('hello', { ...options, viaMqtt: true, replyId: 4 })],
    ['a waypoint', envelopes.waypointEnvelope({ id: 5, name: 'Hut', latitudeI: 1, longitudeI: 1 }, options)],
  ])('is what it would be, had the decoder been there from the start: %s', (_, envelope) => {
    const known = open();
    known.commit(decodedMessage(rawMessage(envelope, { receivedAt: T0 })));
    const store = open();
    store.commit(undecoded(envelope));
    expect(run(store)).toMatchObject({ tried: 1, decrypted: 0, decoded: 1 });
    expect(differenceOf(dumpOf(known), dumpOf(store))).toEqual({});
    expect(run(store).tried).toBe(0);
  });

  it('is read from the whole Data message when that was kept', () => {
    const store = open();
    const message = undecoded(battery(50, { ...options, channel: 'LongFast' }));
    const data = create(Mesh.DataSchema, { portnum: 67, payload: message.packet.payload ?? new Uint8Array() });
    const payload = Buffer.concat([toBinary(Mesh.DataSchema, data), Uint8Array.of(0x78, 1)]); // field 15
    store.commit({ ...message, packet: { ...message.packet, payload, flags: ['unknown_data_fields'] } });
    expect(run(store).decoded).toBe(1);
    expect(batteries(store)).toEqual([50]);
  });

  it('stays when it still has none, with the port as the reason', () => {
    const store = open();
    publish(store, envelopes.dataEnvelope(300, Uint8Array.of(1), options));
    const before = dumpOf(store);
    expect(run(store)).toMatchObject({ tried: 1, decoded: 0, unknown: { 'no decoder for PORT_300': 1 } });
    expect(differenceOf(before, dumpOf(store))).toEqual({});
  });
});

describe('the end of what is kept', () => {
  const from = 0x76000001;
  const retain = async (store: TestStore, days: number) => {
    store.now = T0 + days * DAY_MS;
    // Somebody is heard, so that the clock is believed.
    store.commit(
      decodedMessage(rawMessage(battery(1, { key: 'default', channel: 'LongFast' }), { receivedAt: store.now })),
    );
    for (let runs = 0; runs < 20; runs++) await store.maintenance.retain(store.now as UnixMillis);
  };

  it('comes with the packet, and with the forgotten node or gateway', async () => {
    const store = open();
    publish(store, battery(50, { from }));
    await retain(store, 40);
    expect(kept(store)).toBe(0);
    publish(
      store,
      battery(50, { from }),
      battery(50, { from: from + 1 }),
      battery(50, { from: from + 2, gateway: from + 3 }),
    );
    expect(kept(store)).toBe(3);
    await store.close();
    expect(
      forgetNodes(store.path, [from, from + 3] as NodeNum[]).map(({ removed }) => removed.undecrypted_messages),
    ).toEqual([1, 1]);
    const later = await store.reopen();
    stores.push(later);
    expect(kept(later)).toBe(1);
  });

  it('comes for the oldest beyond UNDECRYPTED_MAX_MB, and for all of it first when the database is too large', async () => {
    const store = open({ retention: { ...OPTIONS.retention!, undecryptedMaxBytes: 2_000 } });
    for (let count = 0; count < 30; count++) publish(store, battery(count, { from }));
    await retain(store, 1);
    expect(kept(store)).toBeGreaterThan(5);
    expect(store.value('SELECT SUM(bytes) FROM undecrypted_messages')).toBeLessThanOrEqual(2_000);
    expect(store.value('SELECT MAX(received_at) FROM undecrypted_messages')).toBe(lastAt);
    const packets = store.value('SELECT COUNT(*) FROM packets');
    const small = await store.reopen({ retention: { ...OPTIONS.retention!, maxBytes: 10_000 } });
    stores.push(small);
    await small.maintenance.retain(small.now as UnixMillis);
    expect(kept(small)).toBe(0);
    expect(packets).toBeGreaterThan(30);
  });

  it('leaves what was read from JSON until then, so that a key that comes late still corrects it', async () => {
    const json = { ...hidden, from, id: 80 };
    const copies = [
      envelopes.jsonEnvelope(
        'telemetry',
        { battery_level: 80, voltage: 3, channel_utilization: 0, air_util_tx: 0 },
        json,
      ),
      envelopes.telemetryEnvelope({ case: 'deviceMetrics', value: { batteryLevel: 80, voltage: 3.92 } }, json),
    ].map((envelope, index) => rawMessage(envelope, { receivedAt: T0 + index * 100 }));
    const store = open();
    store.commit(...copies.map(decodedMessage));
    await retain(store, 2);
    expect(run(store).decoded).toBe(1);
    expect(batteries(store)).toContain(80);
    expect(store.rows(VOLTAGES)).toEqual([{ value: Math.fround(3.92) }]);
  });

  it('of what was read from JSON comes with the shortest retention; then the JSON stays', async () => {
    const store = open({ retention: { ...OPTIONS.retention!, daysByKind: { messages: 1 } } });
    const json = { ...hidden, from, id: 81 };
    publish(store, envelopes.jsonEnvelope('telemetry', { battery_level: 80 }, json), battery(80, { ...json }));
    await retain(store, 2);
    const before = store.rows(`SELECT * FROM packets WHERE from_num = ${from}`);
    expect(run(store)).toMatchObject({ decoded: 0, excluded: { 'read from another copy before': 1 } });
    expect(store.rows(`SELECT * FROM packets WHERE from_num = ${from}`)).toEqual(before);
    expect(kept(store)).toBe(0);
  });
});
