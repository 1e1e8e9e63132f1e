import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { startPlugin, type PluginHost } from './support/host';
import { pluginContext, queryDataRequest, type QueryDataResponse } from './support/requests';
import { createRuleRunner, type RuleQuery } from './support/ruleRunner';

const TOKEN = 'a-token-of-the-tests';

interface Rule {
  readonly uid: string;
  readonly data: ReadonlyArray<RuleQuery & { readonly datasourceUid: string }>;
}

/** Everything at once, for real: Grafana's side of the protocol, the built backend, the built collector, a simulated mesh. */
describe('the backend with a real collector', () => {
  let collector: Collector;
  let plugin: PluginHost;

  beforeAll(async () => {
    [collector, plugin] = await Promise.all([
      startSimulatedCollector('nodes=30,seed=7,history=2', { API_TOKEN: TOKEN }),
      startPlugin(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([plugin.kill(), collector.stop()]);
  });

  const here = () => ({ url: collector.url, token: TOKEN });

  it('answers time series and numbers in the forms that expressions of Grafana take', async () => {
    const runner = await createRuleRunner(here());
    const range = { from: 7200, to: 0 };
    const answers = await runner.run(
      [
        {
          refId: 'A',
          relativeTimeRange: range,
          model: { version: 1, queryType: 'timeseries', metrics: ['device_battery_level'] },
        },
        {
          refId: 'B',
          relativeTimeRange: range,
          model: { version: 1, queryType: 'values', metrics: ['node_silent_seconds'] },
        },
        {
          refId: 'C',
          relativeTimeRange: range,
          model: { version: 1, queryType: 'values', metrics: ['no_such_metric'] },
        },
      ],
      Date.now(),
    );
    await runner.stop();
    expect(answers['A']).toMatchObject({ error: '', status: 200 });
    expect(answers['A']?.frames.length).toBeGreaterThan(5);
    for (const { schema, data } of answers['A']?.frames ?? []) {
      expect(schema).toMatchObject({ refId: 'A', meta: { type: 'timeseries-multi', typeVersion: [0, 1] } });
      expect(schema.fields.map(({ type }) => type)).toEqual(['time', 'number']);
      expect(data.values[0]?.length).toBeGreaterThan(0);
    }
    expect(answers['B']?.frames.map(({ schema }) => schema)).toMatchObject([
      { meta: { type: 'numeric-long', typeVersion: [0, 1] } },
    ]);
    expect(answers['B']?.frames[0]?.schema.fields.filter(({ type }) => type === 'number')).toHaveLength(1);
    // A metric of another rule that does not exist takes nothing away from these two.
    expect(answers['C']?.error).toContain('no_such_metric');
  });

  it('answers every alert rule that is provisioned with numbers', async () => {
    const file = join(import.meta.dirname, '..', '..', '..', 'provisioning', 'grafana', 'alerting', 'mesh-rules.yaml');
    const { groups } = parse(readFileSync(file, 'utf8')) as { groups: Array<{ rules: Rule[] }> };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    const runner = await createRuleRunner(here());
    const answers = await Promise.all(
      rules.map(async ({ uid, data }) => {
        const queries = data.filter(({ datasourceUid }) => datasourceUid !== '__expr__');
        const found = Object.values(await runner.run(queries, Date.now()));
        const types = found.flatMap(({ frames }) => frames.map(({ schema }) => schema.meta?.type));
        return { uid, asked: queries.length, answered: found.length, errors: found.map(({ error }) => error), types };
      }),
    );
    await runner.stop();
    for (const { uid, asked, answered, errors, types } of answers) {
      expect({ uid, answered, errors: errors.join('') }).toEqual({ uid, answered: asked, errors: '' });
      expect({ uid, types: new Set(types) }).toEqual({ uid, types: new Set(['numeric-long']) });
    }
  });

  it('hands on exactly what the collector sent', async () => {
    const body = {
      from: 1,
      to: Date.now(),
      queries: [{ refId: 'A', queryType: 'nodes', filters: [], maxDataPoints: 100, intervalMs: 1000 }],
    };
    const response = await fetch(`${collector.url}/api/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const sent = (await response.json()) as { results: { A: { frames: Array<{ schema: object }> } } };
    const request = queryDataRequest(here(), [
      { refId: 'A', model: { version: 1, queryType: 'nodes' }, from: body.from, to: body.to },
    ]);
    const { responses } = await plugin.call<QueryDataResponse>('Data', 'QueryData', request);
    const [frame] = responses['A']?.frames.map((bytes) => JSON.parse(String(bytes)) as { schema: object }) ?? [];
    expect(frame?.schema).toEqual(sent.results.A.frames[0]?.schema);
    expect(JSON.stringify(frame)).toMatch(/"!7|"![0-9a-f]{8}"/);
  });

  it('reports the health of the collector in the words of the configuration page', async () => {
    const response = await plugin.call<{ status: string; message: string }>('Diagnostics', 'CheckHealth', {
      pluginContext: pluginContext(here()),
    });
    expect(response.status).toBe('OK');
    expect(response.message).toMatch(/^Connected to Mesh Observatory [\d.]+ \(simulated mesh\): /);
  });
});
