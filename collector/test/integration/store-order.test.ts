import { describe, expect, it } from '@jest/globals';
import type { Ingested, MeshEvent, NodeNum } from '../../src/model.js';
import {
  asJson,
  asUndecryptable,
  ingested,
  MINUTE_MS,
  nodeInfo,
  openTestStore,
  position,
  T0,
  telemetry,
  textEvent,
  type TestStore,
} from '../helpers/ingested.js';

/** Deterministic: a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NODES = Array.from({ length: 20 }, (_, index) => 0x30000000 + index * 7);
const GATEWAYS = [0x30000000, 0x40000001, 0x40000002];
const KEYS = ['aa', 'bb'].map((byte) => byte.repeat(32));

function eventsOf(random: (below: number) => number, from: number): MeshEvent[] {
  switch (random(6)) {
    case 0:
      return [
        nodeInfo(`Name ${random(5)}`, {
          role: ['CLIENT', 'ROUTER'][random(2)] ?? 'CLIENT',
          publicKey: KEYS[random(2)] ?? null,
        }),
      ];
    case 1:
      return [
        position(50 + random(20) / 10, 10 + random(20) / 10, {
          precisionBits: [32, 16, 13, 12][random(4)] ?? 32,
          altitude: random(100),
        }),
      ];
    case 2:
      return [
        {
          type: 'neighbor_info',
          neighbors: NODES.filter((num) => num !== from && random(4) === 0).map((node) => ({
            node: node as NodeNum,
            snr: random(20) - 10,
          })),
        },
      ];
    case 3:
      return [textEvent(`text ${random(1000)}`)];
    case 4:
      return [
        {
          type: 'traceroute',
          kind: 'request',
          origin: from as NodeNum,
          target: NODES[1] as NodeNum,
          requestId: null,
          route: [NODES[2] as NodeNum],
          snrTowards: [4],
          routeBack: [],
          snrBack: [],
          hops: [{ from: NODES[3] as NodeNum, to: NODES[2] as NodeNum, snr: random(10) }],
          complete: false,
        },
      ];
    default:
      return [
        telemetry({
          device_battery_level: random(100),
          device_voltage: 3 + random(100) / 100,
          device_uptime_seconds: random(100_000),
        }),
      ];
  }
}

/** About 1,000 messages of 20 nodes over 10 hours: copies by several gateways, some unreadable, some in JSON first. */
function traffic(seed: number): Ingested[] {
  const random = createRandom(seed);
  return Array.from({ length: 500 }, (_, index) => {
    const from = NODES[random(NODES.length)] ?? 0;
    const at = T0 + random(600) * MINUTE_MS + random(MINUTE_MS);
    const id = 10_000 + index;
    const events = eventsOf(random, from);
    const copies = GATEWAYS.slice(0, 1 + random(3)).map((gateway) => {
      const hopsAway = random(3);
      const reception = { hopsAway, snr: random(20) - 10, rssi: -60 - random(60), own: gateway === from };
      if (random(5) === 0) return ingested({ from, id, at, gateway, reception, packet: asUndecryptable });
      return ingested({ from, id, at, gateway, reception, events });
    });
    const json =
      random(8) === 0
        ? [
            ingested({
              from,
              id,
              at,
              gateway: GATEWAYS[0] ?? 0,
              events,
              packet: asJson,
              reception: { kind: 'json', hopsAway: null, snr: null, rssi: null },
            }),
          ]
        : [];
    return [...json, ...copies];
  }).flat();
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  const result = [...items];
  for (let end = result.length - 1; end > 0; end--) {
    const other = random(end + 1);
    [result[end], result[other]] = [result[other] as T, result[end] as T];
  }
  return result;
}

const round = (rows: Record<string, unknown>[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === 'number' ? Number(value.toPrecision(9)) : value,
      ]),
    ),
  );

/** Everything that is stored, with names in the place of the numbers that depend on the order of arrival. */
const STATE: Readonly<Record<string, string>> = {
  nodes: `SELECT n.*, c.name AS channel, NULL AS channel_id FROM nodes n JOIN channels c USING (channel_id) ORDER BY node_num`,
  gatewayNodes: `SELECT node_num, first_heard, last_heard FROM nodes ORDER BY node_num`,
  node_metrics: `SELECT node_num, metric, at, value FROM node_metrics JOIN metrics USING (metric_id) ORDER BY 1, 2`,
  node_keys: `SELECT node_num, public_key, first_seen, last_seen FROM node_keys ORDER BY 1, 2`,
  packets: `SELECT from_num, packet_id, received_at, portnum, decode_status, payload_status, summary FROM packets ORDER BY 1, 2`,
  receptions: `SELECT r.from_num, packet_id, gateway_num, r.received_at, kind, snr, rssi, hops_away FROM receptions r JOIN packets USING (packet_row) ORDER BY 1, 2, 3`,
  positions: `SELECT node_num, at, packet_id, latitude, longitude, altitude, precision_bits FROM positions ORDER BY 1, 2, 3`,
  samples: `SELECT metric, node_num, at, value FROM samples JOIN metrics USING (metric_id) ORDER BY 1, 2, 3, 4`,
  messages: `SELECT from_num, packet_id, at, text, replay FROM messages ORDER BY 1, 2`,
  traceroutes: `SELECT origin_num, packet_id, at, route, snr_towards FROM traceroutes ORDER BY 1, 2`,
  links: `SELECT * FROM links ORDER BY from_num, to_num, kind`,
  gateways: `SELECT * FROM gateways ORDER BY gateway_num`,
  gateway_channels: `SELECT gateway_num, topic, last_seen FROM gateway_channels JOIN topics USING (topic_id) ORDER BY 1, 2`,
  traffic: `SELECT minute, gateway_num, SUM(packets) AS packets, SUM(bytes) AS bytes FROM traffic_minutely GROUP BY 1, 2 ORDER BY 1, 2`,
};

function stateOf(store: TestStore): Record<string, unknown> {
  return Object.fromEntries(Object.entries(STATE).map(([name, sql]) => [name, round(store.rows(sql))]));
}

async function stateAfter(messages: readonly Ingested[], batch: number): Promise<Record<string, unknown>> {
  const store = openTestStore();
  try {
    store.now = T0 + 600 * MINUTE_MS;
    for (let start = 0; start < messages.length; start += batch) store.commit(...messages.slice(start, start + batch));
    return stateOf(store);
  } finally {
    await store.dispose();
  }
}

describe('the order of arrival', () => {
  const messages = traffic(1).sort((a, b) => a.reception.receivedAt - b.reception.receivedAt);

  it('is worth testing: there are about a thousand messages of every kind', async () => {
    expect(messages.length).toBeGreaterThan(900);
    const state = await stateAfter(messages, 50);
    for (const [name, rows] of Object.entries(state))
      expect({ [name]: (rows as unknown[]).length }).not.toEqual({ [name]: 0 });
  });

  it.each([2, 3, 4])('does not change the final state (shuffle %i)', async (seed) => {
    const inOrder = await stateAfter(messages, 50);
    const inDisorder = await stateAfter(shuffled(messages, seed), 37);
    for (const name of Object.keys(STATE)) expect({ [name]: inDisorder[name] }).toEqual({ [name]: inOrder[name] });
  });

  it('does not matter for any size of the batches', async () => {
    expect(await stateAfter(messages, 1)).toEqual(await stateAfter(messages, 400));
  });
});
