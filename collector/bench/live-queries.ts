/**
 * How soon followed queries show what was committed, and what following them costs, at a constant rate of packets:
 * `npx tsx collector/bench/live-queries.ts [nodes] [packets per second] [seconds]`. Build first: readers run on threads.
 */
import { cpuUsage, stdout } from 'node:process';
import { meshQuerySchema } from '@mesh-observatory/contract/query';
import { QueryFeed } from '../src/outputs/live/query-feed.js';
import type * as queryViews from '../src/store/sqlite/read/live/views.js';
import type * as readStore from '../src/store/sqlite/read/store.js';
import { ingested, openTestStore, position, telemetry } from '../test/helpers/ingested.js';

const [nodeCount = 1000, packetsPerSecond = 1000, seconds = 10] = process.argv.slice(2).map(Number);
const STEP_MS = 20;

// The compiled reading threads, beside the store from the sources.
const built = new URL('../dist/store/sqlite/read/', import.meta.url);
const { createReadStore } = (await import(new URL('store.js', built).href)) as typeof readStore;
const { createQueryViews } = (await import(new URL('live/views.js', built).href)) as typeof queryViews;

const store = openTestStore();
const read = createReadStore({ path: store.path });
const views = createQueryViews({ read, now: Date.now });
const queries = [
  { queryType: 'nodes' },
  { queryType: 'packets' },
  { queryType: 'timeseries', metrics: ['device_battery_level'], limit: 50 },
  { queryType: 'stat', stat: 'packets' },
];

let sent = 0;
function commit(count: number): void {
  const at = Date.now();
  const batch = Array.from({ length: count }, () => {
    const from = 1 + (sent++ % nodeCount);
    const events = sent % 2 === 0 ? [telemetry({ device_battery_level: sent % 100 })] : [position(48, 8)];
    return ingested({ from, at, events });
  });
  views.publish(store.commit(...batch).flatMap(({ changes }) => changes));
}
for (let filled = 0; filled < nodeCount; filled += 500) commit(500);

// The reading threads start with the first query.
await read.counts();

const followed = queries.map((query) => {
  const figures = { query, messages: 0, bytes: 0, ages: [] as number[] };
  const { view } = views.follow(
    { query: meshQuerySchema.parse({ refId: 'A', ...query }), rangeMs: 3_600_000, timeZone: 'UTC' },
    {
      onError: ({ message }) => stdout.write(`${message}\n`),
      onChange() {
        for (let text = feed.next(); text !== undefined; text = feed.next()) {
          figures.messages += 1;
          figures.bytes += text.length;
          figures.ages.push(Date.now() - (view.answer?.to ?? 0));
        }
      },
    },
  );
  const feed = new QueryFeed('1', view, undefined);
  return figures;
});

const cpu = cpuUsage();
const started = performance.now();
const delays: number[] = [];
let due = 0;
while (performance.now() - started < seconds * 1000) {
  const before = performance.now();
  await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  delays.push(performance.now() - before - STEP_MS);
  const target = Math.floor(((performance.now() - started) / 1000) * packetsPerSecond);
  if (target > due) commit(target - due);
  due = target;
}
const used = cpuUsage(cpu);

const at = (values: number[], share: number) => values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
stdout.write(`${nodeCount} nodes, ${packetsPerSecond} packets/s, ${seconds} s; ${due} committed\n`);
for (const { query, messages, bytes, ages } of followed) {
  const rate = `${(messages / seconds).toFixed(1)} messages/s, ${(bytes / 1024 / seconds).toFixed(0)} KiB/s`;
  stdout.write(`${query.queryType.padEnd(12)} ${rate}, answer ${at(ages, 0.5)} ms old when sent (median)\n`);
}
stdout.write(`event loop late by ${at(delays, 0.5).toFixed(1)} ms (median), ${at(delays, 0.99).toFixed(1)} ms (p99)\n`);
stdout.write(`CPU ${((used.user + used.system) / 1e4 / seconds).toFixed(0)} % of one core, all threads\n`);
views.close();
await read.close();
await store.dispose();
