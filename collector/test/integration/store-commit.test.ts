import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NodeNum, StoreForwardEvent } from '../../src/model.js';
import {
  asJson,
  asUndecryptable,
  changesOf,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  position,
  T0,
  telemetry,
  textEvent,
  type TestStore,
} from '../helpers/ingested.js';

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

const counts = () => ({
  packets: store.value('SELECT COUNT(*) FROM packets'),
  receptions: store.value('SELECT COUNT(*) FROM receptions'),
  samples: store.value('SELECT COUNT(*) FROM samples'),
});
const outcomes = (...batch: Parameters<TestStore['commit']>) => store.commit(...batch).map(({ outcome }) => outcome);

describe('the same message again', () => {
  it('is a duplicate that changes and announces nothing, however often and however it comes', () => {
    const message = ingested({ events: [telemetry({ device_battery_level: 80 })] });
    expect(outcomes(message)).toEqual(['stored']);
    const before = store.rows('SELECT * FROM nodes');
    const retained = { ...message, packet: { ...message.packet, flags: ['retained' as const] } };
    const again = store.commit(message, message, retained);
    expect(again).toEqual([0, 1, 2].map(() => ({ outcome: 'duplicate', changes: [] })));
    expect(counts()).toEqual({ packets: 1, receptions: 1, samples: 1 });
    expect(store.rows('SELECT * FROM nodes')).toEqual(before);
    expect(store.value('SELECT SUM(packets) FROM traffic_minutely')).toBe(1);
  });

  it('is recognized in the same batch, and after a restart', async () => {
    const message = ingested();
    expect(outcomes(message, message)).toEqual(['stored', 'duplicate']);
    store = await store.reopen();
    expect(outcomes(message)).toEqual(['duplicate']);
  });
});

describe('copies of one packet', () => {
  it('from two gateways are one packet with two receptions, applied once', () => {
    const events = [telemetry({ device_battery_level: 80 })];
    const results = store.commit(
      ingested({ id: 7, events }),
      ingested({ id: 7, events, gateway: GATEWAY_2, at: T0 + 200 }),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['stored', 'reception']);
    expect(counts()).toEqual({ packets: 1, receptions: 2, samples: 1 });
    expect(changesOf(results.slice(1), 'telemetry')).toEqual([]);
    const [copy] = changesOf(results.slice(1), 'packet');
    expect(copy?.packet.receptions.map(({ gatewayId }) => gatewayId)).toEqual(['!0badf00d']);
    expect(copy?.packet.receivedAt).toBe(T0);
    expect(store.ingest.hot.get(NODE)?.packets).toBe(1);
  });

  it('by the same gateway are one reception', () => {
    const results = store.commit(ingested({ id: 7 }), ingested({ id: 7, at: T0 + MINUTE_MS, reception: { snr: 1 } }));
    expect(results[1]?.outcome).toBe('duplicate');
    expect(counts()).toMatchObject({ packets: 1, receptions: 1 });
    expect(store.rows('SELECT receptions, last_seen FROM gateways')).toEqual([
      { receptions: 1, last_seen: T0 + MINUTE_MS },
    ]);
  });

  it('belong together for an hour, whichever comes first', () => {
    store.commit(ingested({ id: 7, at: T0 }));
    expect(outcomes(ingested({ id: 7, at: T0 + 59 * MINUTE_MS, gateway: GATEWAY_2 }))).toEqual(['reception']);
    expect(outcomes(ingested({ id: 7, at: T0 - 30 * MINUTE_MS, gateway: OTHER }))).toEqual(['reception']);
    expect(outcomes(ingested({ id: 7, at: T0 + 61 * MINUTE_MS, gateway: GATEWAY_2 }))).toEqual(['stored']);
  });

  it('have the same port: the same id on another port is another packet', () => {
    store.commit(ingested({ id: 7, port: 1, events: [textEvent('hi')] }));
    expect(outcomes(ingested({ id: 7, port: 65, gateway: GATEWAY_2 }))).toEqual(['stored']);
  });

  it('do not exist for id 0: it is no identity', () => {
    expect(outcomes(ingested({ id: 0 }), ingested({ id: 0, gateway: GATEWAY_2 }))).toEqual(['stored', 'stored']);
  });

  it('of two nodes with numbers beyond 2^31 are not mixed up', () => {
    const high = { from: 0xfffffffe, id: 0xffffffff };
    expect(outcomes(ingested(high), ingested({ ...high, from: 0xfffffffd }))).toEqual(['stored', 'stored']);
    expect(store.value('SELECT MAX(from_num) FROM packets')).toBe(0xfffffffe);
  });
});

describe('a better copy', () => {
  it('makes an undecryptable packet readable, and its events count then', () => {
    store.commit(ingested({ id: 7, packet: asUndecryptable }));
    expect(counts().samples).toBe(0);
    const events = [telemetry({ device_battery_level: 80 })];
    const [result] = store.commit(ingested({ id: 7, gateway: GATEWAY_2, at: T0 + 300, events }));
    expect(result?.outcome).toBe('reception');
    expect(changesOf([result!], 'telemetry')).toHaveLength(1);
    expect(store.rows('SELECT portnum, decode_status, summary FROM packets')).toEqual([
      { portnum: 67, decode_status: 'decrypted', summary: 'battery 80 %' },
    ]);
    expect(store.rows('SELECT at, value FROM samples')).toEqual([{ at: T0, value: 80 }]);
  });

  it('is not undone by a worse one, which is told as the packet it belongs to', () => {
    store.commit(ingested({ id: 7, events: [telemetry({ device_battery_level: 80 })] }));
    const [result] = store.commit(ingested({ id: 7, gateway: GATEWAY_2, packet: asUndecryptable }));
    expect(store.rows('SELECT decode_status FROM packets')).toEqual([{ decode_status: 'decrypted' }]);
    const [packet] = changesOf([result!], 'packet');
    expect(packet?.packet).toMatchObject({
      decodeStatus: 'decrypted',
      portName: 'TELEMETRY_APP',
      summary: 'battery 80 %',
    });
  });

  it('in protobuf refines what the same gateway said in JSON, without counting twice', () => {
    const json = ingested({
      id: 7,
      packet: asJson,
      reception: { kind: 'json', hopsAway: null, hopLimit: null },
      events: [telemetry({ device_voltage: 4.17100001 })],
    });
    const protobuf = ingested({
      id: 7,
      at: T0 + 5,
      events: [telemetry({ device_voltage: 4.171 })],
      reception: { snr: 6.25 },
    });
    store.commit(json, protobuf);
    expect(counts()).toEqual({ packets: 1, receptions: 1, samples: 1 });
    expect(store.rows('SELECT value FROM samples')).toEqual([{ value: 4.171 }]);
    expect(store.rows('SELECT kind, hops_away, snr FROM receptions')).toEqual([{ kind: 'e', hops_away: 0, snr: 6.25 }]);
    expect(store.ingest.hot.get(NODE)?.metrics.device_voltage).toEqual({ value: 4.171, at: T0 });
    expect(store.rows("SELECT count FROM links WHERE kind = 'direct'")).toEqual([{ count: 1 }]);
    expect(store.rows('SELECT receptions FROM gateways')).toEqual([{ receptions: 1 }]);
  });

  it('does not announce a text a second time', () => {
    const json = ingested({ id: 7, packet: asJson, reception: { kind: 'json' }, events: [textEvent('hi')] });
    const results = store.commit(json, ingested({ id: 7, events: [textEvent('hi')] }));
    expect(changesOf(results, 'message')).toHaveLength(1);
    expect(store.value('SELECT COUNT(*) FROM messages')).toBe(1);
  });
});

describe('a store-and-forward replay', () => {
  const replay: StoreForwardEvent = { type: 'store_forward', kind: 'ROUTER_TEXT_BROADCAST', replay: true, samples: [] };
  const replayed = (at: number, text = 'hi') => ingested({ id: 7, at, events: [replay, textEvent(text)] });

  it('is no new message when the original is stored, and nobody was heard', () => {
    store.commit(ingested({ id: 7, events: [textEvent('hi')] }));
    store.commit(replayed(T0 + 20 * MINUTE_MS));
    expect(store.rows('SELECT text, replay FROM messages')).toEqual([{ text: 'hi', replay: 0 }]);
    expect(store.ingest.hot.get(NODE)).toMatchObject({ lastHeard: T0, packets: 1 });
  });

  it('is kept as a replay when the original was missed, until the original comes', () => {
    store.commit(replayed(T0));
    expect(store.rows('SELECT text, replay FROM messages')).toEqual([{ text: 'hi', replay: 1 }]);
    expect(store.ingest.hot.get(NODE)).toBeUndefined();
    store.commit(ingested({ id: 7, at: T0 + 1000, events: [textEvent('hi')] }));
    expect(store.rows('SELECT text, replay FROM messages')).toEqual([{ text: 'hi', replay: 0 }]);
  });
});

describe('what was not heard just now', () => {
  it('adds no node, no traffic and no reading when it is a retained message', () => {
    store.commit(ingested({ packet: { flags: ['retained'] }, events: [telemetry({ device_battery_level: 1 })] }));
    expect(store.ingest.hot.has(NODE)).toBe(false);
    expect(counts()).toEqual({ packets: 1, receptions: 1, samples: 0 });
    expect(store.value('SELECT COUNT(*) FROM traffic_minutely')).toBe(0);
  });

  it('fills gaps in what a known node said, and replaces nothing', () => {
    store.commit(ingested({ events: [nodeInfo('New name')] }));
    store.commit(ingested({ from: OTHER }));
    const retained = { packet: { flags: ['retained' as const] }, at: T0 + HOUR_MS, events: [nodeInfo('Old name')] };
    store.commit(ingested(retained), ingested({ ...retained, from: OTHER }));
    expect(store.ingest.hot.get(NODE)?.longName).toBe('New name');
    expect(store.ingest.hot.get(OTHER)?.longName).toBe('Old name');
  });
});

describe('texts', () => {
  it('are not stored when they are not wanted, the fact that there was one is', async () => {
    store = await store.reopen({ storeText: false });
    const results = store.commit(ingested({ events: [textEvent('secret')] }));
    expect(store.rows('SELECT text, kind FROM messages')).toEqual([{ text: null, kind: 'text' }]);
    expect(changesOf(results, 'message')[0]?.message.text).toBeNull();
    expect(JSON.stringify(store.rows('SELECT * FROM packets'))).not.toContain('secret');
  });

  it('that describe the node itself become its status', () => {
    store.commit(ingested({ port: 36, events: [textEvent('on the roof', { kind: 'status' })] }));
    expect(store.ingest.hot.get(NODE)?.statusText).toBe('on the roof');
  });
});

describe('traffic', () => {
  it('is counted by minute, gateway, channel, port and outcome', () => {
    store.commit(
      ingested({ id: 7, at: T0 }),
      ingested({ id: 8, at: T0 + 1000 }),
      ingested({ id: 7, at: T0 + 2000, gateway: GATEWAY_2 }),
      ingested({ id: 9, at: T0 + MINUTE_MS, packet: asUndecryptable }),
    );
    const minute = T0 - (T0 % MINUTE_MS);
    expect(
      store.rows(
        'SELECT minute, gateway_num, portnum, outcome, packets, bytes FROM traffic_minutely ORDER BY minute, gateway_num',
      ),
    ).toEqual([
      { minute, gateway_num: GATEWAY, portnum: 67, outcome: 'decrypted', packets: 2, bytes: 60 },
      { minute, gateway_num: GATEWAY_2, portnum: 67, outcome: 'duplicate', packets: 1, bytes: 30 },
      {
        minute: minute + MINUTE_MS,
        gateway_num: GATEWAY,
        portnum: -1,
        outcome: 'undecryptable',
        packets: 1,
        bytes: 30,
      },
    ]);
  });
});

describe('what a commit announces', () => {
  it('is the whole node first, then only what changed', () => {
    const [first] = store.commit(
      ingested({ from: NODE, events: [telemetry({ device_battery_level: 80, device_voltage: 4 })] }),
    );
    const [second] = store.commit(
      ingested({ from: NODE, at: T0 + MINUTE_MS, events: [telemetry({ device_battery_level: 79 })] }),
    );
    const node = changesOf([first!], 'node').find((change) => change.node.nodeNum === NODE);
    expect(node?.patch).toEqual(node?.node);
    expect(changesOf([second!], 'node').find((change) => change.node.nodeNum === NODE)?.patch).toEqual({
      nodeId: '!11aa22bb',
      lastHeard: T0 + MINUTE_MS,
      lastGatewayAt: T0 + MINUTE_MS,
      directAt: T0 + MINUTE_MS,
      newestPacketAt: T0 + MINUTE_MS,
      packets: 2,
      metrics: { device_battery_level: { value: 79, at: T0 + MINUTE_MS } },
    });
    // A published change stays as it was when later packets arrive.
    expect(node?.node.metrics.device_battery_level?.value).toBe(80);
  });

  it('is the position, the packet and the gateway with it', () => {
    const results = store.commit(ingested({ id: 7, events: [position(52.5, 13.4)] }));
    expect(changesOf(results, 'position')[0]?.position).toMatchObject({
      nodeId: '!11aa22bb',
      latitude: 52.5,
      longitude: 13.4,
      at: T0,
    });
    expect(changesOf(results, 'packet')[0]?.packet).toMatchObject({
      packetId: 7,
      portName: 'POSITION_APP',
      summary: '52.5000, 13.4000',
    });
    expect(changesOf(results, 'gateway')[0]?.gateway).toEqual({
      gatewayId: '!0badcafe',
      online: true,
      state: 'online',
      firstSeen: T0,
      lastSeen: T0,
    });
  });

  it('does not drown listeners in the time of day of a busy gateway', () => {
    store.commit(ingested({ at: T0 }));
    const results = store.commit(ingested({ at: T0 + 100 }), ingested({ at: T0 + 200 }));
    expect(changesOf(results, 'gateway')).toEqual([]);
    expect(changesOf(results, 'node').map(({ node }) => node.nodeNum)).toEqual([NODE, NODE]);
    expect(store.ingest.hot.get(GATEWAY)?.lastHeard).toBe(T0 + 200);
  });
});

describe('a gateway', () => {
  it('is a node of its own, with the channels and topics it uses', () => {
    store.commit(ingested({ gateway: GATEWAY }), ingested({ gateway: GATEWAY, packet: { channel: 'Ops' } }));
    expect(store.ingest.hot.get(GATEWAY)).toMatchObject({ gateway: true, packets: 0, lastHeard: T0 });
    expect(store.value('SELECT COUNT(*) FROM gateway_channels')).toBe(2);
  });

  it('that was known as a node before becomes one', () => {
    store.commit(ingested({ from: OTHER }));
    expect(store.ingest.hot.get(OTHER)?.gateway).toBe(false);
    const results = store.commit(ingested({ gateway: OTHER }));
    expect(store.ingest.hot.get(OTHER)?.gateway).toBe(true);
    expect(changesOf(results, 'node').find(({ node }) => node.nodeNum === OTHER)?.patch).toMatchObject({
      gateway: true,
    });
  });
});

describe('the memory of nodes', () => {
  it('is bounded, reads the others from the database, and measures how often it sufficed', async () => {
    store = await store.reopen({ cacheNodes: 10 });
    for (let num = 100; num < 150; num++) store.commit(ingested({ from: num, gateway: 99 }));
    expect(store.ingest.hot.size).toBe(10);
    expect(store.ingest.hot.get(101 as NodeNum)).toMatchObject({ nodeNum: 101, packets: 1 });
    store.commit(ingested({ from: 101, gateway: 99, at: T0 + 1 }));
    expect(store.ingest.hot.get(101 as NodeNum)).toMatchObject({ packets: 2, lastHeard: T0 + 1 });
    expect(store.ingest.hot.hitRate()).toBeGreaterThan(0.3);
    expect(store.ingest.hot.hitRate()).toBeLessThan(1);
    const [first] = store.ingest.hot.nodes();
    expect([99, 101]).toContain(first?.nodeNum);
  });

  it('is filled at start with the nodes heard last', async () => {
    for (let num = 100; num < 120; num++) store.commit(ingested({ from: num, gateway: 99, at: T0 + num }));
    store = await store.reopen({ cacheNodes: 5 });
    expect(store.ingest.hot.size).toBe(5);
    expect([...store.ingest.hot.nodes()].map(({ nodeNum }) => nodeNum)).toContain(119);
    expect(store.ingest.hot.gateways()).toHaveLength(1);
    expect(store.ingest.hot.links(100)).toHaveLength(20);
  });

  it('answers at least nine of ten look-ups of an ordinary mesh', () => {
    for (let round = 0; round < 20; round++) {
      for (let num = 100; num < 200; num++) store.commit(ingested({ from: num, at: T0 + round * MINUTE_MS }));
    }
    expect(store.ingest.hot.hitRate()).toBeGreaterThan(0.9);
  });
});
