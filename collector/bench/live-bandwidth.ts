/**
 * How much the live stream saves against sending the whole state every 100 ms, which is what a page that polls would
 * cost. A synthetic mesh: `npx tsx collector/bench/live-bandwidth.ts [nodes] [packets per second] [seconds]`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stdout } from 'node:process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { UnixMillis } from '../src/model.js';
import { createLiveServer } from '../src/outputs/live/live-server.js';
import type { Change } from '../src/store/store.js';
import { noViews } from '../test/helpers/live-client.js';
import { createMemoryHotState, hotLink, hotNode } from '../test/helpers/memory-hot-state.js';

const [nodeCount = 500, packetsPerSecond = 50, seconds = 10] = process.argv.slice(2).map(Number);
const INTERVAL_MS = 100;

const hot = createMemoryHotState(
  Array.from({ length: nodeCount }, (_, index) =>
    hotNode(index + 1, {
      latitude: 52 + Math.sin(index) / 2,
      longitude: 13 + Math.cos(index) / 2,
      lastGatewayId: '!00000001',
      metrics: Object.fromEntries(
        ['battery_level', 'voltage', 'channel_utilization', 'air_util_tx', 'uptime_seconds'].map((field) => [
          `device_${field}`,
          { value: Math.round(Math.random() * 10_000) / 100, at: Date.now() },
        ]),
      ),
    }),
  ),
);
for (let index = 0; index < nodeCount * 2; index += 1)
  hot.link(hotLink(1 + (index % nodeCount), 1 + ((index * 7) % nodeCount)));

/** The changes of one packet: usually a position or two readings, and the link to the gateway that heard it. */
function packetFrom(num: number): Change[] {
  const at = Date.now();
  const heard = { lastHeard: at, packets: (hot.get(num as never)?.packets ?? 0) + 1, snr: Math.random() * 10 };
  const link = hot.link(hotLink(num, 1, { snr: heard.snr, lastSeen: at, count: heard.packets }));
  if (num % 2 === 0) return [hot.change(num, { ...heard, latitude: 52 + Math.random(), positionAt: at }), link];
  const value = Math.round(Math.random() * 10_000) / 100;
  const metrics = { ...hot.get(num as never)?.metrics, device_battery_level: { value, at } };
  const change = hot.change(num, { ...heard, metrics });
  const nodeId = change.kind === 'node' ? change.node.nodeId : '';
  const patch = { nodeId, ...heard, metrics: { device_battery_level: { value, at } } };
  const reading: Change = { kind: 'telemetry', telemetry: { nodeId, at, metric: 'device_battery_level', value } };
  return [change.kind === 'node' ? { ...change, patch } : change, reading, link];
}

const live = createLiveServer({
  hot,
  views: noViews,
  version: 'bench',
  simulated: true,
  corsOrigins: [],
  maxClients: 10,
  recordSession: () => undefined,
  logger: pino({ level: 'silent' }),
  now: () => Date.now() as UnixMillis,
});
const server = createServer();
live.attach(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

async function listen(compression: 'none' | 'gzip'): Promise<{ batchBytes: number; socket: WebSocket }> {
  const client = { batchBytes: 0, socket: new WebSocket(`ws://127.0.0.1:${port}/api/ws`) };
  await new Promise<void>((resolve, reject) => {
    client.socket.on('error', reject);
    client.socket.on('open', () => client.socket.send(JSON.stringify({ type: 'subscribe', compression })));
    client.socket.on('message', (data: Buffer, isBinary) => {
      const text = (isBinary ? gunzipSync(data) : data).toString();
      if (text.startsWith('{"type":"batch"')) client.batchBytes += data.length;
      if (text.startsWith('{"type":"snapshot"') && text.includes('"last":true')) resolve();
    });
  });
  return client;
}

const [plain, packed] = [await listen('none'), await listen('gzip')];
let fullBytes = 0;
let fullGzipBytes = 0;
let due = 0;
const started = performance.now();
while (performance.now() - started < seconds * 1000) {
  await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  const target = ((performance.now() - started) / 1000) * packetsPerSecond;
  for (; due < target; due += 1) live.publish(packetFrom(1 + Math.floor(Math.random() * nodeCount)));
  const state = JSON.stringify({ nodes: [...hot.nodes()], links: hot.links(10_000), gateways: hot.gateways() });
  fullBytes += Buffer.byteLength(state);
  fullGzipBytes += gzipSync(state, { level: 4 }).length;
}
await new Promise((resolve) => setTimeout(resolve, 3 * INTERVAL_MS));

const rate = (bytes: number) => `${(bytes / 1024 / seconds).toFixed(1).padStart(10)} KiB/s`;
const saved = (bytes: number) => `${((1 - bytes / fullBytes) * 100).toFixed(2).padStart(7)} % less`;
stdout.write(
  [
    `${nodeCount} nodes, ${packetsPerSecond} packets/s, ${seconds} s`,
    `full state every ${INTERVAL_MS} ms  ${rate(fullBytes)}`,
    `full state, gzip         ${rate(fullGzipBytes)} ${saved(fullGzipBytes)}`,
    `differential             ${rate(plain.batchBytes)} ${saved(plain.batchBytes)}`,
    `differential, gzip       ${rate(packed.batchBytes)} ${saved(packed.batchBytes)}`,
    '',
  ].join('\n'),
);
plain.socket.terminate();
packed.socket.terminate();
await live.stop();
server.close();
if (1 - plain.batchBytes / fullBytes < 0.8) process.exitCode = 1;
