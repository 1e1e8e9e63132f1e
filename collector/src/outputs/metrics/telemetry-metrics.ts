import type { MetricDefinition } from '../../model.js';
import type { MetricSpec } from './metric-spec.js';

/** Enough for any sensor, and hides rounding errors such as that of 57 × 0.01. */
const SIGNIFICANT_DIGITS = 12;

/** One Prometheus metric per row of the catalog; personal ones (health) are never exported. */
export function telemetryMetrics(catalog: readonly MetricDefinition[]): readonly MetricSpec[] {
  return catalog.filter(({ personal }) => personal !== true).map(telemetryMetric);
}

function telemetryMetric({ metric, title, description, kind, prometheus }: MetricDefinition): MetricSpec {
  const { name, factor } = prometheus;
  const toBaseUnit = (value: number) =>
    factor === 1 ? value : Number((value * factor).toPrecision(SIGNIFICANT_DIGITS));
  return {
    name,
    help: sentence(description === '' ? title : `${title}: ${description}`),
    type: kind === 'counter' ? 'counter' : 'gauge',
    labels: ['node_id'],
    *collect({ readings }) {
      for (const { labels, value } of readings.get(metric) ?? []) yield { labels, value: toBaseUnit(value) };
    },
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
