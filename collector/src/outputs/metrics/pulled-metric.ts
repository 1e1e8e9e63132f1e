import { Counter, Gauge, type Registry } from 'prom-client';
import type { MetricSpec, Sample } from './metric-spec.js';

/** prom-client formats the samples but does not keep them, so that series disappear with their source. */
class PulledGauge extends Gauge {
  constructor(
    spec: MetricSpec,
    private readonly pull: () => Sample[],
    registry: Registry,
  ) {
    super({ name: spec.name, help: spec.help, labelNames: spec.labels, registers: [registry] });
  }
  override async get() {
    return { ...(await super.get()), values: this.pull() };
  }
}

class PulledCounter extends Counter {
  constructor(
    spec: MetricSpec,
    private readonly pull: () => Sample[],
    registry: Registry,
  ) {
    super({ name: spec.name, help: spec.help, labelNames: spec.labels, registers: [registry] });
  }
  override async get() {
    return { ...(await super.get()), values: this.pull() };
  }
}

/** Adds a metric to the registry. `pull` is called at every scrape. */
export function registerPulled(spec: MetricSpec, pull: () => Sample[], registry: Registry): void {
  const Metric = spec.type === 'counter' ? PulledCounter : PulledGauge;
  new Metric(spec, pull, registry);
}
