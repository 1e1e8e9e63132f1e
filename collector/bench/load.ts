/**
 * 1,000 unique packets a second from 2,000 nodes over 3 gateways, half of them heard by a second gateway, published at
 * QoS 1 to a real Mosquitto for a minute: is everything stored, how long does a packet take from the publisher to a
 * WebSocket client, and how much memory does the collector need?
 *
 *     npm run bench -w collector -- load [seconds] [packets per second]
 */
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { createLoad } from '@mesh-observatory/simulator/load';
import { startCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { shippedConfig, SHIPPED_USERS, startBroker } from '@mesh-observatory/test-kit/broker';

const TICK_MS = 20;

interface Stats {
  readonly pipeline: { readonly queueDepth: number; readonly stored: number; readonly receptions: number };
  readonly hotState: { readonly hitRate: number };
}

/** Resident set size in MiB, from the kernel's own accounting. */
function residentMiB(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Listens to the raw packet feed and notes when each packet was first announced. */
async function listen(collector: Collector, onPacket: (fromId: string, packetId: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${collector.url.replace(/^http/, 'ws')}/api/ws`, { maxPayload: 64 << 20 });
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ServerMessage;
    if (message.type !== 'batch') return;
    for (const { fromId, packetId } of message.packets ?? []) onPacket(fromId, packetId);
  });
  await once(socket, 'open');
  socket.send(
    JSON.stringify({ type: 'subscribe', kinds: ['packets', 'nodes', 'telemetry', 'positions'], snapshot: false }),
  );
  return socket;
}

export async function runLoad(seconds: number, ratePerSecond: number): Promise<void> {
  const folder = temporaryFolder();
  const broker = await startBroker({ config: shippedConfig });
  const path = join(folder.path, 'load.db');
  const collector = await startCollector({
    MQTT_BROKER: broker.url,
    MQTT_USERNAME: 'collector',
    MQTT_PASSWORD: SHIPPED_USERS.collector,
    MQTT_TOPIC: 'msh/#',
    DATABASE_PATH: path,
    NODE_RATE_LIMIT: '0',
  });
  const client = await mqtt.connectAsync(broker.url, {
    clientId: 'load',
    protocolVersion: 5,
    username: 'gateway',
    password: SHIPPED_USERS.gateway,
  });
  const publishedAt = new Map<string, number>();
  const latencies: number[] = [];
  const socket = await listen(collector, (fromId, packetId) => {
    const key = `${fromId}:${packetId}`;
    const at = publishedAt.get(key);
    if (at === undefined) return;
    publishedAt.delete(key);
    latencies.push(performance.now() - at);
  });
  await delay(500);

  let messages = 0;
  let packets = 0;
  let deepest = 0;
  const load = createLoad({ nodes: 2000, gateways: 3, ratePerSecond, duplicateShare: 0.5, seed: 1 })[Symbol.iterator]();
  const startedAt = performance.now();
  const sampler = setInterval(() => {
    void collector.get<Stats>('/api/stats').then(({ pipeline }) => (deepest = Math.max(deepest, pipeline.queueDepth)));
  }, 1000);
  while (packets < seconds * ratePerSecond) {
    const due = Math.min(seconds * ratePerSecond, ((performance.now() - startedAt) / 1000) * ratePerSecond);
    while (packets < due) {
      const next = load.next();
      if (next.done === true) throw new Error('the load ended early');
      const { topic, payload, fromId, packetId, copy } = next.value;
      if (!copy) {
        packets++;
        publishedAt.set(`${fromId}:${packetId}`, performance.now());
      }
      messages++;
      client.publish(topic, Buffer.from(payload), { qos: 1 });
    }
    await delay(TICK_MS);
  }
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const settledBy = performance.now() + 30_000;
  let stats = await collector.get<Stats>('/api/stats');
  while (stats.pipeline.receptions < messages && performance.now() < settledBy) {
    await delay(200);
    stats = await collector.get<Stats>('/api/stats');
  }
  clearInterval(sampler);
  await delay(500); // the last batch is still on its way to the client
  const rss = { now: residentMiB(collector.pid, 'VmRSS'), peak: residentMiB(collector.pid, 'VmHWM') };
  socket.close();
  await client.endAsync();
  await collector.stop();
  await broker.dispose();
  report({ path, packets, messages, tookSeconds, deepest, stats, latencies, rss, silent: publishedAt.size });
  folder.remove();
}

interface Outcome {
  readonly path: string;
  readonly packets: number;
  readonly messages: number;
  readonly tookSeconds: number;
  readonly deepest: number;
  readonly stats: Stats;
  readonly latencies: number[];
  readonly rss: { readonly now: number; readonly peak: number };
  readonly silent: number;
}

function report({ path, packets, messages, tookSeconds, deepest, stats, latencies, rss, silent }: Outcome): void {
  const database = new Database(path, { readonly: true });
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  latencies.sort((a, b) => a - b);
  const lines = [
    `published         ${packets} packets as ${messages} messages in ${tookSeconds.toFixed(1)} s (${(packets / tookSeconds).toFixed(0)} packets/s)`,
    `stored            ${String(count('packets'))} packets, ${String(count('receptions'))} receptions, ${String(count('samples'))} samples, ${String(count('positions'))} positions`,
    `queue             deepest ${deepest} (sampled each second), in the end ${stats.pipeline.queueDepth}`,
    `MQTT → WebSocket  p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms, max ${quantile(latencies, 1).toFixed(1)} ms (${latencies.length} packets, ${silent} never announced)`,
    `memory            RSS ${rss.now.toFixed(0)} MiB, peak ${rss.peak.toFixed(0)} MiB`,
    `hot state         hit rate ${(stats.hotState.hitRate * 100).toFixed(1)} %`,
  ];
  database.close();
  process.stdout.write(`${lines.join('\n')}\n`);
}
