/** A node that really falls silent rings in a real Prometheus, by the shipped rules, and stops when it is heard again. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { alertsOf, type ProvisionedRule } from '../alerting/evaluate.js';
import { createMesh, type Mesh } from '../alerting/mesh.js';
import { withPromQueries } from '../alerting/query-runners.js';
import { startCollectorProcess, type CollectorProcess } from '../support/collector-process.js';
import { ROLE } from '../support/meshtastic.js';
import { startPrometheus, type Prometheus } from '../support/prometheus.js';
import { readYaml } from '../support/repository.js';
import { until } from '@mesh-observatory/test-kit/until';

const TOKEN = 'a-token-of-this-test';
const options = {
  tower: { num: 0x10000001, longName: 'Tower gateway', role: ROLE.router, gateway: true },
  walker: { num: 0x20000003, longName: 'Walker' },
};

let collector: CollectorProcess;
let mesh: Mesh;
let prometheus: Prometheus;

beforeAll(async () => {
  // The hours that pass in this test end before now, which is where Prometheus is.
  collector = await startCollectorProcess({ API_TOKEN: TOKEN }, 11.5);
  mesh = await createMesh(collector, options);
  await mesh.live(1);
  prometheus = await startPrometheus({ url: collector.url, apiToken: TOKEN });
});
afterAll(async () => {
  await prometheus.stop();
  await mesh.close();
  await collector.stop();
});

const { groups } = readYaml('provisioning/grafana/optional/prometheus/rules.yaml') as {
  groups: { rules: ProvisionedRule[] }[];
};
/** Evaluates the rules of Grafana on Prometheus, as Grafana does. */
async function trueInGrafana(): Promise<string[]> {
  const rules = groups.flatMap((group) => group.rules);
  const all = await Promise.all(rules.map((rule) => alertsOf(rule, withPromQueries(prometheus), Date.now())));
  return all.flat().map(({ uid, labels }) => `${uid}: ${labels.long_name ?? ''}`);
}

const firing = async (matchers = '') =>
  (await prometheus.query(`ALERTS{alertstate="firing"${matchers}}`)).map(
    ({ metric }) => `${metric.alertname!}: ${metric.long_name ?? ''}`,
  );

it('fires for the silent node only, and not after it has come back', async () => {
  await until(async () => (await prometheus.query('meshtastic_node_online == 1')).length === 2, {
    what: 'the mesh is scraped',
  });
  // Of the mesh as a whole nothing has come for hours, as Prometheus sees it; its nodes are well.
  expect(await firing(', subject="node"')).toEqual([]);

  mesh.nodes.walker!.alive = false;
  await mesh.live(10.25);
  await until(async () => (await firing(', subject="node"')).length > 0, { what: 'a node rings' });
  await until(async () => (await firing(', subject!="node"')).length === 0, { what: 'the mesh as a whole is well' });
  expect(await firing()).toEqual(['MeshNodeSilent: Walker']);
  const { alerts } = await prometheus.api<{ alerts: { state: string; annotations: { summary: string } }[] }>('alerts');
  expect(alerts.map(({ state, annotations }) => [state, annotations.summary])).toEqual([
    ['firing', expect.stringMatching(/^Walker \(!20000003\) has not been heard for /)],
  ]);

  expect(await trueInGrafana()).toEqual(['mesh-node-silent: Walker']);

  mesh.nodes.walker!.alive = true;
  await mesh.live(0.25);
  await until(async () => (await firing()).length === 0, { what: 'the alert has ended' });
  expect(await trueInGrafana()).toEqual([]);
});
