/**
 * How fast the store takes messages, and how long retention holds up the event loop beside it.
 *
 *     npx tsx bench/store.ts [messages]
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import type { Ingested, UnixMillis } from '../src/model.js';
import { openStore } from '../src/store/sqlite/store.js';
import { ingested, nodeInfo, position, storeOptions, T0, telemetry } from '../test/helpers/ingested.js';

const DAY_MS = 86_400_000;
const NODES = 2_000;
const GATEWAYS = [0x40000001, 0x40000002, 0x40000003];

/** Half of the packets are heard by a second gateway. */
function* traffic(packets: number, from: number, until: number): Generator<Ingested> {
  for (let index = 0; index < packets; index++) {
    const at = Math.floor(from + ((until - from) * index) / packets);
    const num = 0x10000000 + (index % NODES);
    const events =
      index % 10 === 0
        ? [nodeInfo(`Node ${num}`)]
        : index % 3 === 0
          ? [position(50 + (index % 100) / 100, 10)]
          : [
              telemetry({
                device_battery_level: index % 100,
                device_voltage: 3.9,
                device_channel_utilization: 5,
                device_air_util_tx: 1,
                device_uptime_seconds: index,
              }),
            ];
    const reception = { hopsAway: index % 4, relayNode: index % 256 };
    yield ingested({ from: num, at, id: index + 1, events, gateway: GATEWAYS[index % 3] ?? 1, reception });
    if (index % 2 === 0)
      yield ingested({
        from: num,
        at: at + 50,
        id: index + 1,
        events,
        gateway: GATEWAYS[(index + 1) % 3] ?? 2,
        reception,
      });
  }
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function run(packets: number, synchronous: 'full' | 'normal'): Promise<void> {
  const { path: folder, remove } = temporaryFolder('bench-');
  let now = T0 as number;
  const options = storeOptions(join(folder, 'mesh.db'), {
    synchronous,
    clock: () => now as UnixMillis,
    retention: { defaultDays: 5, daysByKind: {}, rollupDays: 365, maxBytes: 0 },
  });
  const store = openStore(options);
  const messages = [...traffic(packets, T0 - 10 * DAY_MS, T0)];
  const startedAt = performance.now();
  let longest = 0;
  for (let start = 0; start < messages.length; start += 200) {
    const from = performance.now();
    store.ingest.commit(messages.slice(start, start + 200));
    longest = Math.max(longest, performance.now() - from);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { databaseBytes } = store.ingest.sizes();
  print(
    `${synchronous}: ${messages.length} messages of ${packets} packets in ${seconds.toFixed(1)} s, ${(messages.length / seconds).toFixed(0)}/s; longest commit of 200 ${longest.toFixed(0)} ms; ${(databaseBytes / packets).toFixed(0)} bytes a packet; hit rate ${(store.ingest.hot.hitRate() * 100).toFixed(2)} %`,
  );

  const histogram = monitorEventLoopDelay({ resolution: 2 });
  const state = { done: false };
  let committed = 0;
  const ingesting = (async () => {
    while (!state.done) {
      store.ingest.commit(
        [...traffic(5, now, now)].map((item, index) => ({
          ...item,
          messageKey: Buffer.from(`${committed}-${index}`.padEnd(16)),
        })),
      );
      committed += 5;
      now += 10;
      await delay(10);
    }
  })();
  histogram.enable();
  const from = performance.now();
  await store.maintenance.rollUp(now as UnixMillis);
  const rolled = performance.now();
  let deleted = 0;
  let limited = true;
  while (limited) {
    const report = await store.maintenance.retain(now as UnixMillis);
    deleted += Object.values(report.deleted).reduce((sum, count) => sum + count, 0);
    ({ limited } = report);
  }
  histogram.disable();
  state.done = true;
  await ingesting;
  print(
    `  roll-up ${((rolled - from) / 1000).toFixed(1)} s, retention of ${deleted} rows ${((performance.now() - rolled) / 1000).toFixed(1)} s, ${committed} packets beside it; event loop p99 ${(histogram.percentile(99) / 1e6).toFixed(0)} ms, max ${(histogram.max / 1e6).toFixed(0)} ms`,
  );
  await store.maintenance.close();
  remove();
}

const packets = Number(process.argv[2] ?? 100_000);
await run(packets, 'normal');
await run(packets, 'full');
