import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import mqtt, { type MqttClient } from 'mqtt';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCollector, type Collector, type CollectorOptions } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { telemetryEnvelope } from '../helpers/envelopes.js';
import { shippedConfig, SHIPPED_USERS, startBroker, type Broker } from '@mesh-observatory/test-kit/broker';
import { until } from '@mesh-observatory/test-kit/until';

const KILLS = 8;
/** Published during each life of the collector. */
const MESSAGES_PER_LIFE = 1_100;
/** Published last: when the first of them is stored, the broker has handed over everything before. */
const CLOSING_MESSAGES = 200;
const CLOSING_NODE = 0x20000000;
const MESSAGES = (KILLS + 1) * MESSAGES_PER_LIFE + CLOSING_MESSAGES;

const EARLY_ACKNOWLEDGING = fileURLToPath(new URL('../helpers/early-acknowledging-main.mjs', import.meta.url));

/** Publishes at QoS 1, a bounded number in flight, and resolves when the broker has them all. */
async function publish(client: MqttClient, count: number, firstId: number, from: (index: number) => number) {
  const inFlight = new Set<Promise<unknown>>();
  for (let index = 0; index < count; index++) {
    const { topic, payload } = telemetryEnvelope(
      { case: 'deviceMetrics', value: { batteryLevel: 50, uptimeSeconds: index } },
      { from: from(index), id: firstId + index },
    );
    const published = client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
    inFlight.add(published);
    void published.finally(() => inFlight.delete(published));
    if (inFlight.size >= 50) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
}

interface Found {
  readonly packets: number;
  readonly distinct: number;
  readonly closing: number;
  readonly receptions: number;
  readonly seen: number;
  readonly integrity: string;
}

function inspect(path: string): Found {
  const database = new Database(path, { readonly: true });
  try {
    const one = (sql: string) => database.prepare(sql).pluck().get();
    return {
      packets: one('SELECT count(*) FROM packets') as number,
      distinct: one('SELECT count(*) FROM (SELECT DISTINCT from_num, packet_id FROM packets)') as number,
      closing: one(`SELECT count(*) FROM packets WHERE from_num = ${CLOSING_NODE}`) as number,
      receptions: one('SELECT count(*) FROM receptions') as number,
      seen: one('SELECT count(*) FROM seen_messages') as number,
      integrity: one('PRAGMA integrity_check') as string,
    };
  } finally {
    database.close();
  }
}

describe('a collector that is killed again and again', () => {
  let broker: Broker;
  let client: MqttClient;
  let collector: Collector | undefined;

  beforeEach(async () => {
    broker = await startBroker({ config: shippedConfig });
    client = await mqtt.connectAsync(broker.url, {
      clientId: 'gateways',
      protocolVersion: 5,
      username: 'gateway',
      password: SHIPPED_USERS.gateway,
    });
  });
  afterEach(async () => {
    await client.endAsync(true);
    await collector?.stop();
    await broker.dispose();
  });

  /** Kills the collector again and again while messages pour in; returns what the database holds in the end. */
  async function ordeal(options: CollectorOptions = {}): Promise<Found> {
    const path = join(temporaryFolder().path, 'mesh.db');
    const environment = {
      MQTT_BROKER: broker.url,
      MQTT_USERNAME: 'collector',
      MQTT_PASSWORD: SHIPPED_USERS.collector,
      MQTT_TOPIC: 'msh/#',
      MQTT_CLIENT_ID: 'ordeal',
      DATABASE_PATH: path,
      LOG_LEVEL: 'info',
      NODE_RATE_LIMIT: '0',
    };
    collector = await startCollector(environment, options);
    await until(() => isConnected(collector!));
    const publishing: Promise<void>[] = [];
    const pour = (life: number) =>
      publish(client, MESSAGES_PER_LIFE, 1000 + life * MESSAGES_PER_LIFE, (index) => 0x10000000 + (index % 200));
    for (let life = 0; life < KILLS; life++) {
      publishing.push(pour(life));
      const enough = 1 + Math.random() * (MESSAGES_PER_LIFE / 2);
      await until(async () => (await receivedBy(collector!)) >= enough);
      await collector.kill();
      collector = await startCollector(environment, options);
    }
    await Promise.all([...publishing, pour(KILLS)]);
    await publish(client, CLOSING_MESSAGES, 1, () => CLOSING_NODE);
    await until(() => inspect(path).closing > 0);
    await collector.stop();
    return inspect(path);
  }

  const isConnected = async (process: Collector) =>
    (await process.get<{ brokers: { state: string }[] }>('/api/mqtt/status')).brokers[0]?.state === 'connected';

  const receivedBy = async (process: Collector) =>
    (await process.get<{ pipeline: { received: number } }>('/api/stats')).pipeline.received;

  it('loses nothing and stores nothing twice', async () => {
    expect(await ordeal()).toEqual({
      packets: MESSAGES,
      distinct: MESSAGES,
      closing: CLOSING_MESSAGES,
      receptions: MESSAGES,
      seen: MESSAGES,
      integrity: 'ok',
    });
  });

  it('would lose messages if it acknowledged before the commit (saboteur)', async () => {
    const { packets } = await ordeal({ main: EARLY_ACKNOWLEDGING });
    expect(packets).toBeLessThan(MESSAGES - CLOSING_MESSAGES);
  });
});
