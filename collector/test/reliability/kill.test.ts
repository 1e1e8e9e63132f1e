import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sabotagedMain, startCollector, temporaryFolder, type CollectorProcess } from '../helpers/collector.js';
import { telemetryEnvelope } from '../helpers/envelopes.js';
import { shippedConfig, SHIPPED_USERS, startMosquitto, type Mosquitto } from '../helpers/mosquitto.js';
import { until } from '../helpers/until.js';

const MESSAGES = 10_000;
const KILLS = 8;

/** Publishes at QoS 1, a bounded number in flight, and resolves when the broker has them all. */
async function publishAll(url: string, count: number): Promise<void> {
  const client = await mqtt.connectAsync(url, {
    clientId: 'gateways',
    protocolVersion: 5,
    username: 'gateway',
    password: SHIPPED_USERS.gateway,
  });
  const inFlight = new Set<Promise<unknown>>();
  for (let index = 0; index < count; index++) {
    const { topic, payload } = telemetryEnvelope(
      { case: 'deviceMetrics', value: { batteryLevel: 50, uptimeSeconds: index } },
      { from: 0x10000000 + (index % 200), id: 1000 + index },
    );
    const published = client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
    inFlight.add(published);
    void published.finally(() => inFlight.delete(published));
    if (inFlight.size >= 50) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  await client.endAsync();
}

interface Found {
  readonly packets: number;
  readonly distinct: number;
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
      receptions: one('SELECT count(*) FROM receptions') as number,
      seen: one('SELECT count(*) FROM seen_messages') as number,
      integrity: one('PRAGMA integrity_check') as string,
    };
  } finally {
    database.close();
  }
}

describe('a collector that is killed again and again', () => {
  let broker: Mosquitto;
  let folder: ReturnType<typeof temporaryFolder>;
  let collector: CollectorProcess | undefined;

  beforeEach(async () => {
    folder = temporaryFolder();
    broker = await startMosquitto({ config: shippedConfig });
  });
  afterEach(async () => {
    await collector?.stop();
    await broker.dispose();
    folder.remove();
  });

  /** Feeds 10,000 messages while killing the collector at random moments; returns what the database holds in the end. */
  async function ordeal(main?: string): Promise<{ found: Found; duplicates: number; kills: number }> {
    const path = join(folder.path, 'mesh.db');
    const env = {
      MQTT_BROKER: broker.url,
      MQTT_USERNAME: 'collector',
      MQTT_PASSWORD: SHIPPED_USERS.collector,
      MQTT_TOPIC: 'msh/#',
      MQTT_CLIENT_ID: 'ordeal',
      DATABASE_PATH: path,
      LOG_LEVEL: 'info',
      NODE_RATE_LIMIT: '0',
    };
    collector = await startCollector(env, main);
    await until(() => connected(collector!));
    const publishing = publishAll(broker.url, MESSAGES);
    let duplicates = 0;
    let kills = 0;
    const progress = { published: false };
    void publishing.then(() => (progress.published = true));
    while (kills < KILLS || !progress.published) {
      await delay(80 + Math.random() * 250);
      duplicates += await duplicateCount(collector);
      collector.signal('SIGKILL');
      await collector.exited;
      kills++;
      collector = await startCollector(env, main);
    }
    await publishing;
    await until(() => connected(collector!));
    await settled(path);
    duplicates += await duplicateCount(collector);
    await collector.stop();
    return { found: inspect(path), duplicates, kills };
  }

  /** Everything arrived, or nothing has for three seconds: the broker has handed over all it will. */
  async function settled(path: string): Promise<void> {
    let last = { packets: -1, at: performance.now() };
    while (last.packets < MESSAGES && performance.now() - last.at < 3000) {
      await delay(100);
      const { packets } = inspect(path);
      if (packets !== last.packets) last = { packets, at: performance.now() };
    }
  }

  const connected = async (process: CollectorProcess) =>
    (await process.get<{ brokers: { state: string }[] }>('/api/mqtt/status')).brokers[0]?.state === 'connected';

  async function duplicateCount(process: CollectorProcess): Promise<number> {
    try {
      return (await process.get<{ pipeline: { duplicates: number } }>('/api/stats')).pipeline.duplicates;
    } catch {
      return 0; // it may not serve yet, or no longer
    }
  }

  it('loses nothing and stores nothing twice', async () => {
    const { found, kills } = await ordeal();
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(found).toEqual({
      packets: MESSAGES,
      distinct: MESSAGES,
      receptions: MESSAGES,
      seen: MESSAGES,
      integrity: 'ok',
    });
  }, 180_000);

  it('would lose messages if it acknowledged before the commit (saboteur)', async () => {
    const saboteur = sabotagedMain(
      'pipeline/ingest.js',
      'return enqueue(',
      'return ((...late) => { setTimeout(() => void enqueue(...late), 100); return Promise.resolve(); })(',
    );
    try {
      const { found } = await ordeal(saboteur.main);
      expect(found.packets).toBeLessThan(MESSAGES);
    } finally {
      saboteur.remove();
    }
  }, 180_000);
});
