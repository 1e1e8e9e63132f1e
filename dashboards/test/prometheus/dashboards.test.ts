import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { until } from '@mesh-observatory/test-kit/until';
import { generated, panelsOf, type Panel, type Target } from '../generated.js';
import type { PrometheusServer } from '../support/prometheus-process.js';
import { startPrometheus } from '../support/prometheus-server.js';

/** `<uid>/<panel id>/<refId>` of queries that answer nothing here, and why that is right. */
const emptyHere: Readonly<Record<string, string>> = {};

let collector: Collector;
let prometheus: PrometheusServer;
let instance: string;

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

beforeAll(async () => {
  collector = await startSimulatedCollector('nodes=60,seed=7,history=1');
  prometheus = await startPrometheus(collector.url);
  instance = new URL(collector.url).host;
  // Rates need two scrapes, and quantiles something that happened between them.
  await answered('count_over_time(up[5m]) >= 2');
  await answered('increase(meshobs_collector_end_to_end_seconds_count[5m]) > 0');
  await answered('increase(meshobs_collector_commit_duration_seconds_count[5m]) > 0');
});

async function ask(expr: string): Promise<Series[]> {
  const end = Date.now() / 1000;
  const parameters = new URLSearchParams({ query: expr, start: String(end - 60), end: String(end), step: '1' });
  const response = await fetch(`${prometheus.url}/api/v1/query_range?${parameters.toString()}`);
  const body = (await response.json()) as { status: string; error?: string; data?: { result: Series[] } };
  if (body.status !== 'success' || body.data === undefined) throw new Error(`${expr}: ${body.error ?? 'no answer'}`);
  return body.data.result;
}

/** Waits until an expression has an answer. */
const answered = (expr: string) => until(async () => (await ask(expr)).length > 0, { what: expr, everyMs: 300 });

/** As Grafana fills them in: several values of a variable become a regular expression. */
const interpolate = (expr: string, chosen: string) =>
  expr.replaceAll('$instance', chosen).replaceAll('$__rate_interval', '1m');

const exprsOf = ({ targets = [] }: Panel): Target[] => targets.filter(({ expr }) => expr !== undefined);

const dashboards = generated
  .map(([uid, dashboard]) => [uid, panelsOf(dashboard).filter((panel) => exprsOf(panel).length > 0)] as const)
  .filter(([, panels]) => panels.length > 0);

describe.each(dashboards)('%s', (uid, panels) => {
  it.each(panels.map((panel) => [panel.title, panel] as const))('fills "%s" from Prometheus', async (_title, panel) => {
    for (const { expr = '', refId } of exprsOf(panel)) {
      const found = await ask(interpolate(expr, `(${instance.replaceAll('.', '\\\\.')})`));
      const numbers = found.flatMap(({ values }) => values.filter(([, value]) => Number.isFinite(Number(value))));
      const at = `${uid}/${panel.id}/${refId}`;
      expect({ at, empty: numbers.length === 0 }).toEqual({ at, empty: emptyHere[at] !== undefined });
    }
  });

  it('shows nothing of other collectors', async () => {
    for (const { expr = '' } of panels.flatMap(exprsOf))
      expect(await ask(interpolate(expr, 'elsewhere:1'))).toEqual([]);
  });

  it('names its series by labels that they have', async () => {
    for (const { expr = '', legendFormat } of panels.flatMap(exprsOf)) {
      const labels = [...String(legendFormat).matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label ?? '');
      for (const { metric } of await ask(interpolate(expr, '.*')))
        expect(Object.keys(metric)).toEqual(expect.arrayContaining(labels));
    }
  });
});

describe('the variable of collectors', () => {
  it('lists the collector that Prometheus scrapes', async () => {
    const response = await fetch(`${prometheus.url}/api/v1/label/instance/values?match[]=meshobs_collector_build_info`);
    expect(await response.json()).toMatchObject({ data: [instance] });
  });
});
