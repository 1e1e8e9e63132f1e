import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import WebSocket from 'ws';
import type { QueryResponse } from '@mesh-observatory/contract/query';
import type {
  Message,
  Node,
  Packet,
  Page,
  Position,
  Telemetry,
  Traceroute,
} from '@mesh-observatory/contract/resources';
import { startCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { startBroker, type Broker } from '@mesh-observatory/test-kit/broker';
import { until } from '@mesh-observatory/test-kit/until';

interface Vector {
  readonly name: string;
  readonly topic: string;
  readonly envelope_hex: string;
  readonly header: { readonly from: string; readonly from_num: number; readonly id: number };
  readonly gateway_id: string;
  readonly expected: {
    readonly status: string;
    readonly portnum?: number | null;
    readonly hops_away?: number | null;
    readonly payload?: { kind: string; text?: string };
  };
}
interface Vectors {
  readonly packets: readonly Vector[];
  readonly malformed: readonly { name: string; hex: string }[];
  readonly json_messages: readonly { topic?: string; message: unknown }[];
}

const vectors = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as Vectors;
const CUSTOM_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');
const TOKEN = '0123456789abcdef-test';

/** Keys with which everything that is meant to be readable is. */
const CHANNEL_KEYS = [
  'LongFast:AQ==',
  'MediumSlow:AQ==',
  'LongFast:Ag==',
  'LongFast:CQ==',
  'LongFast:',
  `Private1:${CUSTOM_KEY}`,
  'Pad:AQID',
  `Pad:${Buffer.from(Array.from({ length: 20 }, (_, index) => index + 1)).toString('base64')}`,
].join(',');

describe('the collector against a real broker, fed by an independent client', () => {
  let broker: Broker;
  let collector: Collector;
  const folder = temporaryFolder();

  const authorized = { headers: { authorization: `Bearer ${TOKEN}` } };
  const get = <T>(path: string) => collector.get<T>(path, authorized);

  /** Everything of a list, page by page. */
  async function all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<T> = await get(
        `${path}${path.includes('?') ? '&' : '?'}limit=50${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      found.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  /** mosquitto_pub: a client that shares no code with us. */
  function publish(topic: string, payload: Uint8Array): void {
    const file = join(folder.path, 'payload');
    writeFileSync(file, payload);
    execFileSync('mosquitto_pub', ['-h', '127.0.0.1', '-p', String(broker.port), '-q', '1', '-t', topic, '-f', file]);
  }

  beforeAll(async () => {
    broker = await startBroker();
    collector = await startCollector({
      MQTT_BROKER: broker.url,
      MQTT_TOPIC: 'msh/#',
      CHANNEL_KEYS,
      API_TOKEN: TOKEN,
      STORE_TEXT: 'all',
      DATABASE_PATH: join(folder.path, 'mesh.db'),
    });
    await until(
      async () => (await get<{ brokers: { state: string }[] }>('/api/mqtt/status')).brokers[0]?.state === 'connected',
    );
    let published = 0;
    for (const { topic, envelope_hex: hex } of vectors.packets) {
      publish(topic, Buffer.from(hex, 'hex'));
      published++;
    }
    for (const { hex } of vectors.malformed) {
      publish('msh/EU_868/2/e/LongFast/!0badcafe', Buffer.from(hex, 'hex'));
      published++;
    }
    await until(
      async () =>
        (await get<{ pipeline: { received: number; queueDepth: number } }>('/api/stats')).pipeline.received >=
        published,
    );
  });

  afterAll(async () => {
    await collector.stop();
    await broker.dispose();
    folder.remove();
  });

  it('stores every vector as expected', async () => {
    const packets = await all<Packet>('/api/packets');
    const wrong = vectors.packets.flatMap((vector) => {
      const { header, expected, gateway_id: gatewayId } = vector;
      if (expected.status === 'rejected') return [];
      const candidates = packets.filter(
        ({ fromId, packetId, portnum, receptions }) =>
          fromId === header.from &&
          packetId === header.id &&
          receptions.some((reception) => reception.gatewayId === gatewayId) &&
          (expected.portnum == null || portnum === expected.portnum),
      );
      return candidates.length > 0 ? [] : [vector.name];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the three copies of one packet as one packet with three receptions', async () => {
    const { header } = vectors.packets.find(({ name }) => name === 'text_broadcast_default')!;
    const copies = (await all<Packet>(`/api/packets?nodeId=${header.from}`)).filter(
      ({ packetId, portnum }) => packetId === header.id && portnum === 1,
    );
    expect(copies).toHaveLength(1);
    expect(new Set(copies[0]!.receptions.map(({ gatewayId }) => gatewayId)).size).toBe(3);
  });

  it('answers nodes, positions, telemetry, messages, traceroutes and links', async () => {
    const nodes = await all<Node>('/api/nodes');
    expect(nodes.length).toBeGreaterThan(5);
    expect(nodes.some(({ longName }) => longName === 'Meshtastic 65a4')).toBe(true);
    expect((await all<Position>('/api/positions')).length).toBeGreaterThan(3);
    const telemetry = await all<Telemetry>('/api/telemetry');
    expect(telemetry.find(({ metric, value }) => metric === 'device_powered' && value === 1)).toBeDefined();
    expect(telemetry.find(({ metric, value }) => metric === 'environment_temperature' && value === 0)).toBeDefined();
    expect(telemetry.every(({ value }) => Number.isFinite(value))).toBe(true);
    expect((await all<Message>('/api/messages')).map(({ text }) => text)).toContain('Hello mesh');
    expect((await all<Traceroute>('/api/traceroutes')).some(({ kind }) => kind === 'reply')).toBe(true);
    expect((await get<Page<unknown>>('/api/links')).data.length).toBeGreaterThan(0);
  });

  it('counts what it could not use by reason and acknowledged it all the same', async () => {
    const { pipeline } = await get<{ pipeline: { rejected: Record<string, number>; queueDepth: number } }>(
      '/api/stats',
    );
    expect(Object.values(pipeline.rejected).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5);
    expect(pipeline.queueDepth).toBe(0);
  });

  it('answers what alert rules ask of it about itself and the mesh', async () => {
    const metrics = [
      'collector_broker_connected',
      'collector_store_blocked',
      'collector_queue_ratio',
      'collector_database_ratio',
      'collector_disk_ratio',
      'node_silent_seconds',
      'channel_undecryptable_ratio',
    ];
    const to = Date.now() + 60_000;
    const body = { from: to - 3_600_000, to, queries: [{ refId: 'A', queryType: 'values', metrics }] };
    const { results } = await collector.get<QueryResponse>('/api/query', {
      method: 'POST',
      headers: { ...authorized.headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answers = results.A!.frames.map(({ schema, data }) => [schema.name, data.values] as const);
    const values = Object.fromEntries<unknown[][]>(answers.map(([name = '', columns]) => [name, columns]));
    expect(values.collector_broker_connected?.[1]).toEqual([1]);
    expect(values.collector_store_blocked).toEqual([[0]]);
    expect(values.collector_queue_ratio).toEqual([[0]]);
    expect(values.collector_database_ratio?.[0]?.[0]).toBeGreaterThan(0);
    expect(values.collector_disk_ratio?.[0]?.[0]).toBeGreaterThan(0);
    expect(values.node_silent_seconds?.[0]?.length).toBeGreaterThan(5);
    expect(values.channel_undecryptable_ratio?.[0]).toContain('LongFast');
  });

  it('exposes metrics that promtool accepts', async () => {
    const response = await fetch(`${collector.url}/metrics`, authorized);
    const text = await response.text();
    expect(text).toMatch(/^meshtastic_node_info\{/m);
    expect(text).toMatch(/^meshobs_collector_messages_received_total/m);
    expect(() => execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: 'pipe' })).not.toThrow();
  });

  it('announces a new packet to a live client', async () => {
    const socket = new WebSocket(`${collector.url.replace('http', 'ws')}/api/ws`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const received: { type: string; messages?: { text: string }[] }[] = [];
    socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString()) as (typeof received)[number]));
    await until(() => received.some(({ type }) => type === 'snapshot'));
    publish(
      'msh/EU_868/2/json/LongFast/!0badcafe',
      Buffer.from(
        JSON.stringify({
          id: 77,
          from: 0x12345678,
          to: 4294967295,
          channel: 0,
          type: 'text',
          sender: '!0badcafe',
          timestamp: 0,
          payload: { text: 'live!' },
        }),
      ),
    );
    await until(() => received.some(({ messages }) => messages?.some(({ text }) => text === 'live!') === true));
    socket.close();
  });

  it('never shows a secret in its log, metrics or answers', async () => {
    const logs = JSON.stringify(collector.logs) + collector.stderr;
    const metrics = await (await fetch(`${collector.url}/metrics`, authorized)).text();
    const stats = JSON.stringify(await get('/api/stats'));
    for (const secret of [TOKEN, CUSTOM_KEY]) expect(logs + metrics + stats).not.toContain(secret);
  });

  it('stops ingestion and starts it again on request', async () => {
    await collector.get('/api/mqtt/stop', { method: 'POST', ...authorized });
    await until(async () => (await fetch(`${collector.url}/readyz`, authorized)).status === 503);
    publish(
      'msh/EU_868/2/json/LongFast/!0badcafe',
      Buffer.from(
        JSON.stringify({
          id: 78,
          from: 0x12345678,
          to: 4294967295,
          channel: 0,
          type: 'text',
          sender: '!0badcafe',
          timestamp: 0,
          payload: { text: 'while stopped' },
        }),
      ),
    );
    await collector.get('/api/mqtt/start', { method: 'POST', ...authorized });
    await until(async () => (await all<Message>('/api/messages')).some(({ text }) => text === 'while stopped'));
    await until(async () => (await fetch(`${collector.url}/readyz`, authorized)).status === 200);
  });
});
