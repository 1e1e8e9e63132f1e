/** A real Prometheus scrapes the built collector with the simulated mesh, by the shipped configuration. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { recordingGroups } from '../../src/alerting/recording.js';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { startPrometheus, type Prometheus } from '../support/prometheus.js';
import { filesBelow, readText, readYaml } from '../support/repository.js';
import { until } from '@mesh-observatory/test-kit/until';

const run = promisify(execFile);
const TOKEN = 'a-token-of-this-test';
const NODES = 60;

let collector: Collector;
let prometheus: Prometheus;

beforeAll(async () => {
  collector = await startSimulatedCollector(`nodes=${NODES},seed=7,history=6`, { API_TOKEN: TOKEN });
  prometheus = await startPrometheus({ url: collector.url, apiToken: TOKEN });
  // A rate needs two scrapes.
  await until(
    async () => {
      const [count] = await prometheus.query('count_over_time(up{job="mesh-observatory"}[1m]) > 1');
      return count;
    },
    { what: 'the collector was scraped twice' },
  );
});

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
  readonly lastError: string;
}
const meshTarget = async (of: Prometheus) =>
  (await of.api<{ activeTargets: readonly Target[] }>('targets')).activeTargets.find(
    ({ labels }) => labels.job === 'mesh-observatory',
  );

it('the configuration, the rules and what they name are in order', async () => {
  const { stdout } = await run('promtool', ['check', 'config', prometheus.configFile]);
  expect(stdout).toContain('2 rule files found');
  expect(stdout).not.toContain('FAILED');
});

describe('the scrape', () => {
  it('is let in with the token of the file', async () => {
    expect(await meshTarget(prometheus)).toMatchObject({ health: 'up', lastError: '' });
    const metrics = await fetch(`${collector.url}/metrics`);
    expect(metrics.status).toBe(401);
  });

  it('is refused with another token, and the target shows it', async () => {
    const stranger = await startPrometheus({ url: collector.url, apiToken: 'another' });
    try {
      const target = await until(
        async () => {
          const found = await meshTarget(stranger);
          return found?.health === 'down' ? found : undefined;
        },
        { what: 'the target is down' },
      );
      expect(target.lastError).toContain('401');
    } finally {
      await stranger.stop();
    }
  });

  it('brings every node, its readings and its links', async () => {
    const one = async (expression: string) => Number((await prometheus.query(expression))[0]?.value[1]);
    const nodes = await one('count(meshtastic_node_info)');
    expect(nodes).toBeGreaterThan(NODES * 0.8);
    expect(await one('count(meshtastic_node_online)')).toBe(nodes);
    expect(await one('count(meshtastic_device_battery_level_ratio)')).toBeGreaterThan(NODES / 3);
    expect(await one('count(meshtastic_link_snr_decibels)')).toBeGreaterThan(NODES);
    expect(await one('count(meshtastic_gateway_online)')).toBeGreaterThan(1);
    const series = await one('count({job="mesh-observatory"})');
    expect(series).toBeGreaterThan(1000);
    expect(series).toBeLessThan(10_000);
    expect(await one('meshobs_collector_simulated')).toBe(1);
  });

  it('explains every metric, with its type and its unit in the name', async () => {
    const metadata = await prometheus.api<Record<string, { type: string; help: string }[]>>('metadata');
    const ours = Object.entries(metadata).filter(([name]) => /^(meshtastic|meshobs)_/.test(name));
    expect(ours.length).toBeGreaterThan(80);
    for (const [name, [entry]] of ours) {
      expect([name, entry?.type]).toEqual([name, expect.stringMatching(/^(gauge|counter|histogram|summary)$/)]);
      expect([name, entry?.help]).toEqual([name, expect.stringMatching(/\w{3}/)]);
      if (entry?.type === 'counter') expect(name).toMatch(/_total$/);
    }
    const bySuffix: Readonly<Record<string, string>> = {
      meshtastic_device_battery_level_ratio: 'gauge',
      meshtastic_node_last_heard_timestamp_seconds: 'gauge',
      meshtastic_link_snr_decibels: 'gauge',
      meshobs_collector_database_bytes: 'gauge',
      meshobs_collector_disk_free_bytes: 'gauge',
      meshobs_collector_end_to_end_seconds: 'histogram',
    };
    for (const [name, type] of Object.entries(bySuffix))
      expect([name, metadata[name]?.[0]?.type]).toEqual([name, type]);
  });
});

interface Rule {
  readonly name: string;
  readonly type: string;
  readonly health: string;
  readonly lastError?: string;
}

it('every rule is evaluated, and none fails', async () => {
  const rules = await until(
    async () => {
      const { groups } = await prometheus.api<{ groups: readonly { rules: readonly Rule[] }[] }>('rules');
      const all = groups.flatMap((group) => group.rules);
      return all.every(({ health }) => health !== 'unknown') ? all : undefined;
    },
    { what: 'all rules were evaluated' },
  );
  expect(rules.filter(({ health, lastError }) => health !== 'ok' || lastError !== undefined)).toEqual([]);
  const written = filesBelow('provisioning/prometheus/rules', '.yml').flatMap((path) => {
    const { groups } = readYaml(path) as { groups: { rules: { alert?: string; record?: string }[] }[] };
    return groups.flatMap((group) => group.rules.map(({ alert, record }) => alert ?? record));
  });
  expect(rules.map(({ name }) => name).sort()).toEqual(written.sort());
});

/** Rules that need days of data. */
const needsDays = ['node_id:meshtastic_device_battery:change_per_day', 'node_id:meshtastic_device_battery:days_left'];
const records = recordingGroups.flatMap(({ rules }) => rules.map(({ record }) => record));

it.each(records.filter((record) => !needsDays.includes(record)))('%s has data', async (record) => {
  const samples = await until(
    async () => {
      const found = await prometheus.query(record);
      return found.length > 0 ? found : undefined;
    },
    { what: `${record} has samples` },
  );
  for (const { metric } of samples) expect(metric).toMatchObject({ job: 'mesh-observatory' });
});

it.each(['docs/monitoring.md', 'docs/metrics.md'])('every recipe of %s is PromQL', async (page) => {
  const blocks = [...readText(page).matchAll(/```promql\n([\s\S]*?)```/g)].map(([, block]) => block!);
  const recipes = blocks.flatMap((block) => block.split('\n\n'));
  expect(recipes.length).toBeGreaterThan(3);
  for (const recipe of recipes) await prometheus.query(recipe);
});

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr?: string; readonly datasource?: { readonly type: string } }[];
  readonly panels?: readonly Panel[];
}
const panelsOf = ({ panels = [] }: { readonly panels?: readonly Panel[] }): Panel[] =>
  panels.flatMap((panel) => [panel, ...panelsOf(panel)]);

const questions = filesBelow('dashboards/json', '.json').flatMap((path) =>
  panelsOf(readYaml(path) as { panels?: Panel[] }).flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [[path.split('/').at(-1)!, title, expr] as const])),
  ),
);

it('the dashboards ask Prometheus something', () => {
  expect(questions.length).toBeGreaterThan(20);
});

it.each(questions)('%s, "%s" gets an answer to %s', async (_, _title, expr) => {
  const asked = expr
    .replaceAll('$__rate_interval', '30s')
    .replaceAll('$__interval', '15s')
    .replaceAll(/\$\{?instance(:\w+)?\}?/g, '.+');
  await until(async () => (await prometheus.query(asked)).length > 0, { what: `an answer to ${asked}` });
});
