/** Measures the cost of a scrape of `/metrics`: its processor time, and the longest turn of the event loop during it. */
import { metricCatalog } from '../src/decode/telemetry-catalog.js';
import { createMetricsOutput } from '../src/outputs/metrics/metrics-output.js';
import { createMemoryHotState, hotNode } from '../test/helpers/memory-hot-state.js';
import { METRICS_NOW, metricsParts } from '../test/helpers/metrics-parts.js';

const ROUNDS = 10;

const readings = (count: number) =>
  Object.fromEntries(metricCatalog.slice(0, count).map(({ metric }, value) => [metric, { value, at: METRICS_NOW }]));

/** Processor time of this process, in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measure(work: () => Promise<unknown>): Promise<{ readonly longestMs: number; readonly allMs: number }> {
  const startedAt = cpuMs();
  let longestMs = 0;
  let last = startedAt;
  let done = false;
  const watch = (): void => {
    const now = cpuMs();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    if (!done) setImmediate(watch);
  };
  setImmediate(watch);
  await work();
  done = true;
  return { longestMs, allMs: cpuMs() - startedAt };
}

export async function runMetrics(): Promise<void> {
  for (const { nodes, metrics, maxNodes } of [
    { nodes: 2_000, metrics: 50, maxNodes: 2_000 },
    { nodes: 50_000, metrics: 6, maxNodes: 1_000 },
  ]) {
    const hot = createMemoryHotState(
      Array.from({ length: nodes }, (_, index) => hotNode(index + 1, { metrics: readings(metrics) })),
    );
    const output = createMetricsOutput(metricsParts({ hot, catalog: metricCatalog, maxNodes }));
    const rounds: Awaited<ReturnType<typeof measure>>[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(() => output.text()));
    const best = (of: (round: (typeof rounds)[number]) => number) => Math.min(...rounds.map(of)).toFixed(0);
    process.stdout.write(
      `scrape of ${nodes} nodes (${maxNodes} exported)   ${best(({ allMs }) => allMs)} ms of processor time, ` +
        `longest turn ${best(({ longestMs }) => longestMs)} ms\n`,
    );
  }
}
