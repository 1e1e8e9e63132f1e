import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricDefinition } from '../../model.js';
import type { Change } from '../../store/store.js';
import { collectorMetrics } from './collector-metrics.js';
import { gatewayMetrics, linkMetrics } from './link-metrics.js';
import { createKeyChanges } from './key-changes.js';
import type { MetricSpec } from './metric-spec.js';
import { nodeMetrics } from './node-metrics.js';
import { registerPulled } from './pulled-metric.js';
import { createRecorder, type PipelineMetrics } from './recorder.js';
import { beginScrape, type Scrape, type ScrapeSources } from './scrape.js';
import { telemetryMetrics } from './telemetry-metrics.js';

export interface MetricsParts extends ScrapeSources {
  readonly catalog: readonly MetricDefinition[];
}

export interface JsonSample {
  /** Only where it differs from the metric's: `_bucket`, `_sum`, `_count` of a histogram. */
  readonly name?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** The numbers of a scrape, for people and scripts. */
export interface MetricsJson {
  readonly at: number;
  readonly version: string;
  readonly simulated: boolean;
  readonly metrics: readonly {
    readonly name: string;
    readonly type: string;
    readonly help: string;
    readonly samples: readonly JsonSample[];
  }[];
}

export interface MetricsOutput {
  /** For the pipeline. */
  readonly recorder: PipelineMetrics;
  /** What was committed. */
  readonly publish: (changes: readonly Change[]) => void;
  /** Prometheus text exposition; who asks while one is being made gets the same. */
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same numbers; who asks while they are being collected gets the same. */
  readonly json: () => Promise<MetricsJson>;
}

const PROCESS_PREFIX = 'meshobs_collector_';
/** Gauges of prom-client named like counters. */
const misnamed = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];
/** How often the delay of the event loop is measured; each measurement wakes the processor. */
const EVENT_LOOP_RESOLUTION_MS = 20;

/** What is known of the mesh at the moment of a scrape. */
export function meshMetrics(catalog: readonly MetricDefinition[]): readonly MetricSpec[] {
  return [...nodeMetrics, ...telemetryMetrics(catalog), ...linkMetrics, ...gatewayMetrics];
}

/**
 * @throws Error when two metrics have the same name, which only a mistake in the catalogue can cause.
 */
export function createMetricsOutput(parts: MetricsParts): MetricsOutput {
  const registry = new Registry();
  const specs: readonly MetricSpec[] = [...meshMetrics(parts.catalog), ...collectorMetrics];
  let scrape: Scrape | undefined;
  for (const spec of specs) {
    registerPulled(spec, () => (scrape === undefined ? [] : [...spec.collect(scrape)]), registry);
  }
  const recorder = createRecorder(registry);
  const keyChanges = createKeyChanges();
  collectDefaultMetrics({
    register: registry,
    prefix: PROCESS_PREFIX,
    eventLoopMonitoringPrecision: EVENT_LOOP_RESOLUTION_MS,
  });
  for (const name of misnamed) registry.removeSingleMetric(PROCESS_PREFIX + name);
  const names = registry.getMetricsAsArray().map(({ name }) => name);

  /** Metric by metric, with a breath in between: a large mesh must not hold up the event loop. */
  async function collect<T>(read: (name: string) => Promise<T>): Promise<T[]> {
    scrape = await beginScrape({ ...parts, keyChangedAt: keyChanges.at });
    try {
      const results: T[] = [];
      for (const name of names) {
        results.push(await read(name));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    } finally {
      scrape = undefined;
    }
  }

  const exclusively = createTurns();
  const text = shared(() =>
    exclusively(async () => {
      const metrics = await collect((name) => registry.getSingleMetricAsString(name));
      return { contentType: registry.contentType, body: `${metrics.join('\n')}\n` };
    }),
  );
  const json = shared(() =>
    exclusively(async () => ({
      at: parts.now(),
      version: parts.version,
      simulated: parts.simulated,
      metrics: await collect((name) => describeValues(registry, name)),
    })),
  );
  return { recorder, publish: (changes) => keyChanges.note(changes), text, json };
}

async function describeValues(registry: Registry, metricName: string): Promise<MetricsJson['metrics'][number]> {
  const metric = registry.getSingleMetric(metricName);
  if (metric === undefined) throw new Error(`metric ${metricName} is not registered`);
  const { name, help, type, values } = await metric.get();
  // JSON has no NaN, which prom-client says of delays it has not measured yet.
  const finite = values.filter(({ value }) => Number.isFinite(value));
  const samples = finite.map((sample): JsonSample => {
    const { labels, value } = sample;
    const own = 'metricName' in sample && typeof sample.metricName === 'string' ? { name: sample.metricName } : {};
    return { ...own, labels: labels as JsonSample['labels'], value };
  });
  return { name, type: String(type), help, samples };
}

/** One at a time. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

/** One result for everybody who asks while it is being made. */
function shared<T>(produce: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () =>
    (pending ??= produce().finally(() => {
      pending = undefined;
    }));
}
