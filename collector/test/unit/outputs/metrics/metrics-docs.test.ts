import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { metricCatalog } from '../../../../src/decode/telemetry-catalog.js';
import { renderMetricsDocs } from '../../../../src/outputs/metrics/metrics-docs.js';
import { createMetricsOutput } from '../../../../src/outputs/metrics/metrics-output.js';
import { metricsParts } from '../../../helpers/metrics-parts.js';

const page = () => readFileSync(new URL('../../../../../docs/metrics.md', import.meta.url), 'utf8');

describe('docs/metrics.md', () => {
  it('is what `npm run docs -w collector` writes', () => {
    expect(page()).toBe(renderMetricsDocs(metricCatalog));
  });

  it('names every metric of our own that a scrape holds', async () => {
    const { metrics } = await createMetricsOutput(metricsParts({ catalog: metricCatalog })).json();
    const ours = metrics.map(({ name }) => name).filter((name) => !/^meshobs_collector_(nodejs|process)_/.test(name));
    expect(ours.length).toBeGreaterThan(150);
    expect(ours.filter((name) => !page().includes(`\`${name}\``))).toEqual([]);
  });

  it('uses only names that exist in its recipes', async () => {
    const { metrics } = await createMetricsOutput(metricsParts({ catalog: metricCatalog })).json();
    const known = new Set(metrics.map(({ name }) => name));
    const used = page().match(/\b(meshtastic|meshobs_collector)_\w+/g) ?? [];
    expect([...new Set(used)].filter((name) => !known.has(name) && name !== 'meshobs_collector_')).toEqual([]);
  });
});
