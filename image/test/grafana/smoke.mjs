/**
 * Asks a real Grafana of the image what stand-ins cannot show: smoke.mjs GRAFANA_URL PASSWORD_OF_ADMIN
 * For the demo service (a simulated mesh); used by .github/workflows/image.yml.
 */
import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';

const [url, password] = process.argv.slice(2);
const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
let failures = 0;

async function ask(path, body) {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function check(what, test) {
  try {
    const problem = await test();
    if (problem !== undefined) throw new Error(problem);
    console.log(`ok      ${what}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED  ${what}: ${error.message}`);
  }
}

const unless = (condition, problem) => (condition ? undefined : JSON.stringify(problem));

await check('Grafana 13 runs', async () => {
  const { version } = await ask('/api/health');
  return unless(/^13\./.test(version), version);
});
await check('the app is enabled', async () => {
  const app = await ask('/api/plugins/meshobservatory-meshtastic-app/settings');
  return unless(app.enabled, app);
});
await check('data source and panel are loaded', async () => {
  const ids = (await ask('/api/plugins?embedded=1')).map((plugin) => plugin.id);
  const wanted = ['meshobservatory-meshtastic-datasource', 'meshobservatory-meshtastic-panel'];
  return unless(
    wanted.every((id) => ids.includes(id)),
    ids,
  );
});
await check('the data source reaches the collector through its backend', async () => {
  const health = await ask('/api/datasources/uid/mesh-observatory/health');
  return unless(health.status === 'OK', health);
});
await check('a query on the server returns nodes', async () => {
  const answer = await ask('/api/ds/query', {
    from: 'now-1h',
    to: 'now',
    queries: [
      {
        refId: 'A',
        queryType: 'nodes',
        datasource: { uid: 'mesh-observatory', type: 'meshobservatory-meshtastic-datasource' },
      },
    ],
  });
  return unless(answer.results.A.frames?.[0]?.data.values[0].length > 0, answer);
});
await check('every dashboard is in our folder, the one on Prometheus apart', async () => {
  const found = (await ask('/api/search?type=dash-db&folderUIDs=mesh-observatory'))
    .map(({ uid }) => `${uid}.json`)
    .sort();
  const shipped = readdirSync(new URL('../../../dashboards/json/', import.meta.url)).filter(
    (name) => !name.endsWith('-prometheus.json'),
  );
  return unless(JSON.stringify(found) === JSON.stringify(shipped.sort()), { found, shipped });
});
await check('the first page is the overview', async () => {
  const home = await ask('/api/dashboards/home');
  return unless(home.dashboard.uid === 'mesh-overview', home.dashboard.uid);
});
await check('alert rules are loaded and evaluated without errors', async () => {
  const { data } = await ask('/api/prometheus/grafana/api/v1/rules');
  const rules = data.groups.flatMap((group) => group.rules);
  const sick = rules.filter((rule) => rule.health === 'error').map(({ name, lastError }) => ({ name, lastError }));
  return unless(rules.length > 0 && sick.length === 0, sick);
});
await check('without a password nobody gets to settings', async () => {
  const { status } = await fetch(`${url}/api/datasources`);
  return unless(status === 401 || status === 403, status);
});
process.exit(failures === 0 ? 0 : 1);
