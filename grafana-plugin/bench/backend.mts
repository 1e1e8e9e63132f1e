/**
 * The cost of alerting: 50 rules every 10 seconds through the built backend, with a real collector behind it.
 *
 *   npm run bench:backend -w grafana-plugin -- [rules] [rounds] [nodes]
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startSimulatedCollector } from '@mesh-observatory/test-kit/collector';
import { createRuleRunner, type RuleQuery } from '../test/backend/support/ruleRunner';

const EVERY_MS = 10_000;
const TICKS_PER_SECOND = 100;
const [rules = 50, rounds = 6, nodes = 200] = process.argv.slice(2).map(Number);

const relativeTimeRange = { from: 3600, to: 0 };
const models = [
  { queryType: 'values', metrics: ['node_silent_seconds'] },
  { queryType: 'values', metrics: ['device_battery_level'] },
  { queryType: 'values', metrics: ['channel_packets'] },
  { queryType: 'values', metrics: ['gateway_silent_seconds'] },
  { queryType: 'timeseries', metrics: ['device_channel_utilization'] },
];
/** One request a rule, as Grafana's scheduler sends them. */
const ruleQueries = Array.from({ length: rules }, (_, index): RuleQuery[] => [
  { refId: 'A', relativeTimeRange, model: { version: 1, ...models[index % models.length] } },
]);

const kilobytes = (pid: number, name: string) =>
  Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
/** User and system time; the name of the program, which may hold spaces, ends with a parenthesis. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const collector = await startSimulatedCollector(`nodes=${nodes},seed=7,history=2`);
const runner = await createRuleRunner({ url: collector.url });
const latencies: number[] = [];
let failures = 0;
const idle = kilobytes(runner.pid, 'VmRSS');
const [began, cpuBefore] = [performance.now(), cpuSeconds(runner.pid)];
for (let round = 0; round < rounds; round += 1) {
  const next = pause(EVERY_MS);
  await Promise.all(
    ruleQueries.map(async (queries) => {
      const asked = performance.now();
      const answers = await runner.run(queries, Date.now());
      latencies.push(performance.now() - asked);
      failures += Object.values(answers).filter(({ error }) => error !== '').length;
    }),
  );
  await next;
}
const seconds = (performance.now() - began) / 1000;
latencies.sort((left, right) => left - right);
const at = (share: number) => `${Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0)} ms`;
console.log(
  `${rules} rules every ${EVERY_MS / 1000} s for ${Math.round(seconds)} s, ${nodes} nodes; ${failures} failures`,
);
console.log(`latency: median ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(1)}`);
console.log(`CPU of the backend: ${((100 * (cpuSeconds(runner.pid) - cpuBefore)) / seconds).toFixed(1)} % of one core`);
const [now, peak] = ['VmRSS', 'VmHWM'].map((name) => Math.round(kilobytes(runner.pid, name) / 1024));
console.log(
  `memory of the backend: ${Math.round(idle / 1024)} MB at the start, ${now} MB at the end, at most ${peak} MB`,
);
await runner.stop();
await collector.stop();
