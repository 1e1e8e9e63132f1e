import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricDefinition } from '../../model.js';
import type { Change } from '../../store/store.js';
import { gatewayMetrics, linkMetrics } from './link-metrics.js';
import { createKeyChanges } from './key-changes.js';
import type { MetricSpec } from './metric-spec.js';
import { nodeMetrics } from './node-metrics.js';
import { registerPulled } from './pulled-metric.js';
import { createRecorder, type PipelineMetrics } from './recorder.js';
import { selfMonitoringMetrics } from './self-monitoring.js';
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

/** The metrics of a scrape, for people and scripts. */
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
  /** Takes committed changes. */
  readonly publish: (changes: readonly Change[]) => void;
  /** Prometheus text exposition. Calls while one is being made get the same. */
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same metrics as JSON. Calls while they are being collected get the same. */
  readonly json: () => Promise<MetricsJson>;
}

const PROCESS_PREFIX = 'meshobs_collector_';
/** Gauges of prom-client named like counters. */
const misnamed = ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'nodejs_active_requests_total'];
/** Interval of the measurements of the event-loop delay; each one wakes the processor. */
const EVENT_LOOP_RESOLUTION_MS = 20;

/** Metrics of the mesh. */
export function meshMetrics(catalog: readonly MetricDefinition[]): readonly MetricSpec[] {
  return [...nodeMetrics, ...telemetryMetrics(catalog), ...linkMetrics, ...gatewayMetrics];
}

/** @throws Error when two metrics have the same name, which only a mistake in the catalog can cause. */
export function createMetricsOutput(parts: MetricsParts): MetricsOutput {
  return new PrometheusOutput(parts);
}

class PrometheusOutput implements MetricsOutput {
  readonly recorder: PipelineMetrics;
  readonly #parts: MetricsParts;
  readonly #registry = new Registry();
  readonly #keyChanges = createKeyChanges();
  readonly #names: readonly string[];
  readonly #exclusively = createTurns();
  /** Data of the scrape under way. */
  #scrape: Scrape | undefined;

  constructor(parts: MetricsParts) {
    this.#parts = parts;
    for (const spec of [...meshMetrics(parts.catalog), ...selfMonitoringMetrics]) {
      const pull = () => (this.#scrape === undefined ? [] : [...spec.collect(this.#scrape)]);
      registerPulled(spec, pull, this.#registry);
    }
    this.recorder = createRecorder(this.#registry);
    collectDefaultMetrics({
      register: this.#registry,
      prefix: PROCESS_PREFIX,
      eventLoopMonitoringPrecision: EVENT_LOOP_RESOLUTION_MS,
    });
    for (const name of misnamed) this.#registry.removeSingleMetric(PROCESS_PREFIX + name);
    this.#names = this.#registry.getMetricsAsArray().map(({ name }) => name);
  }

  readonly publish = (changes: readonly Change[]): void => this.#keyChanges.record(changes);

  readonly text = shared(() =>
    this.#exclusively(async () => {
      const metrics = await this.#collect((name) => this.#registry.getSingleMetricAsString(name));
      return { contentType: this.#registry.contentType, body: `${metrics.join('\n')}\n` };
    }),
  );

  readonly json = shared(() =>
    this.#exclusively(async () => ({
      at: this.#parts.now(),
      version: this.#parts.version,
      simulated: this.#parts.simulated,
      metrics: await this.#collect((name) => describeValues(this.#registry, name)),
    })),
  );

  /** Reads metric by metric and yields to the event loop in between: a large mesh must not hold it up. */
  async #collect<T>(read: (name: string) => Promise<T>): Promise<T[]> {
    this.#scrape = await beginScrape({ ...this.#parts, keyChangedAt: this.#keyChanges.at });
    try {
      const results: T[] = [];
      for (const name of this.#names) {
        results.push(await read(name));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    } finally {
      this.#scrape = undefined;
    }
  }
}

async function describeValues(registry: Registry, metricName: string): Promise<MetricsJson['metrics'][number]> {
  const metric = registry.getSingleMetric(metricName);
  if (metric === undefined) throw new Error(`metric ${metricName} is not registered`);
  const { name, help, type, values } = await metric.get();
  // JSON has no NaN, the value of delays that prom-client has not measured yet.
  const finite = values.filter(({ value }) => Number.isFinite(value));
  const samples = finite.map((sample): JsonSample => {
    const { labels, value } = sample;
    const own = 'metricName' in sample && typeof sample.metricName === 'string' ? { name: sample.metricName } : {};
    return { ...own, labels: labels as JsonSample['labels'], value };
  });
  return { name, type: String(type), help, samples };
}

/** Runs work one at a time, in order. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

/** Shares one result with all callers that ask while it is being made. */
function shared<T>(produce: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () =>
    (pending ??= produce().finally(() => {
      pending = undefined;
    }));
}
