import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createVolume, killContainers, startContainer, type Container } from './support/container.js';
import { until } from '@mesh-observatory/test-kit/until';

afterAll(killContainers);

const COLLECTOR = /dist\/main\.js/;
const GRAFANA = /grafana server/;
const DASHBOARDS = readdirSync(fileURLToPath(new URL('../../../dashboards/json/', import.meta.url))).sort();
const SMALL_MESH = 'nodes=12,speed=1,seed=1,history=1';

interface GrafanaState {
  readonly settings: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly backends: readonly { readonly handshake?: string; readonly error?: string }[];
  readonly provisioning: readonly string[];
  readonly dashboards: readonly string[];
}

describe('a container', () => {
  let container: Container;
  const data = createVolume();
  const token = async () => (await container.exec('cat', '/data/secrets/api-token')).stdout;

  beforeAll(async () => {
    container = await startContainer({
      data,
      environment: { SIMULATE: SMALL_MESH, CHANNEL_KEYS: 'Ops:mHWs3vJRkYmQ4vXUqZ3Vaw==' },
    });
    await container.becomes('healthy');
  });

  it('has the supervisor as process 1, and runs everything unprivileged', () => {
    const all = container.processes();
    expect(all.filter((one) => one.command.startsWith('s6-svscan '))).toHaveLength(1);
    for (const { pid } of [container.process(COLLECTOR), container.process(GRAFANA), ...all]) {
      expect(container.status(pid)).toMatchObject({
        Uid: '472\t472\t472\t472',
        CapEff: '0000000000000000',
        CapBnd: '0000000000000000',
        NoNewPrivs: '1',
      });
    }
  });

  it('cannot write anywhere but where it should', async () => {
    for (const path of ['/x', '/opt/mesh-observatory/x', '/etc/grafana/provisioning/x', '/usr/share/grafana/x']) {
      expect((await container.exec('sh', '-c', `: > ${path}`)).stderr).toMatch(
        /Read-only file system|Permission denied/,
      );
    }
    for (const path of ['/data/x', '/tmp/x', '/run/mesh-observatory/x']) {
      expect((await container.exec('sh', '-c', `: > ${path} && rm ${path}`)).code).toBe(0);
    }
  });

  it('answers at the collector only with the token it made', async () => {
    await expect(container.get('http://127.0.0.1:8080/api/nodes?limit=1')).rejects.toThrow(/401/);
    expect(await container.get('http://127.0.0.1:8080/api/nodes?limit=1', await token())).toHaveProperty('data');
  });

  it('tells Grafana where everything is, with the token and without the secrets of the mesh', async () => {
    const state = (await container.get('http://127.0.0.1:3000/stand-in/state')) as GrafanaState;
    expect(state.settings).toMatchObject({
      'paths.data': '/data/grafana',
      'paths.plugins': '/opt/mesh-observatory/plugins',
      'paths.provisioning': '/run/mesh-observatory/provisioning',
    });
    expect(state.environment).toMatchObject({
      COLLECTOR_URL: 'http://127.0.0.1:8080',
      DASHBOARDS_PATH: '/run/mesh-observatory/dashboards',
      API_TOKEN: await token(),
      GF_SECURITY_ADMIN_PASSWORD: (await container.exec('cat', '/data/secrets/grafana-admin-password')).stdout,
    });
    expect(state.environment).not.toHaveProperty('CHANNEL_KEYS');
    expect(
      Object.keys(container.environmentOf(container.process(COLLECTOR).pid)).filter((name) => name.startsWith('GF_')),
    ).toEqual([]);
  });

  it('starts Grafana after the collector answers, so that no alert rule is evaluated in vain', () => {
    const [listening, grafana] = [/collector \|.*listening/i, /grafana +\|.*HTTP Server Listen/].map((line) =>
      container.log().search(line),
    );
    expect(listening).toBeGreaterThanOrEqual(0);
    expect(grafana).toBeGreaterThan(listening!);
  });

  it('gives Grafana the provisioning and the dashboards that need no Prometheus', async () => {
    const state = (await container.get('http://127.0.0.1:3000/stand-in/state')) as GrafanaState;
    expect(state.provisioning).toEqual(
      expect.arrayContaining([
        'datasources/mesh-observatory.yaml',
        'dashboards/mesh-observatory.yaml',
        'alerting/mesh-rules.yaml',
      ]),
    );
    // Takes an earlier Prometheus data source away.
    expect(state.provisioning.filter((name) => name.includes('prometheus'))).toEqual([
      'datasources/no-prometheus.yaml',
    ]);
    expect(state.dashboards).toEqual(DASHBOARDS.filter((name) => !name.endsWith('-prometheus.json')));
  });

  it('has plugin backends that start with the bare environment Grafana gives them', async () => {
    const { backends } = (await container.get('http://127.0.0.1:3000/stand-in/state')) as GrafanaState;
    for (const backend of backends)
      expect(backend).toHaveProperty('handshake', expect.stringMatching(/^1\|2\|(unix|tcp)\|\S+\|grpc$/));
  });

  it.each([
    { name: 'the collector', service: 'collector', victim: COLLECTOR, survivor: GRAFANA },
    { name: 'Grafana', service: 'grafana', victim: GRAFANA, survivor: COLLECTOR },
  ])(
    'turns red when $name is killed, starts it again, and leaves the other alone',
    async ({ service, victim, survivor }) => {
      const killed = container.process(victim);
      const other = container.process(survivor);
      const supervisor = container.process(new RegExp(`^s6-supervise ${service}$`));
      // Asleep until the health check has seen what the supervisor may mend sooner.
      process.kill(supervisor.pid, 'SIGSTOP');
      process.kill(killed.pid, 'SIGKILL');
      expect(await container.becomes('unhealthy')).toContain(`${service} does not answer`);
      process.kill(supervisor.pid, 'SIGCONT');
      await container.becomes('healthy');
      expect(container.process(victim).pid).not.toBe(killed.pid);
      expect(container.process(survivor)).toEqual(other);
      expect(container.log()).toMatch(/ended with code 137; it is started again/);
    },
  );

  it('says in the log whose line it is, and never a secret', async () => {
    const lines = container.log().trim().split('\n');
    expect(lines.filter((line) => !/^(start|collector|grafana) +\| /.test(line))).toEqual([]);
    for (const secret of [
      await token(),
      (await container.exec('cat', '/data/secrets/grafana-admin-password')).stdout,
      'mHWs3vJ',
    ]) {
      expect(container.log()).not.toContain(secret);
    }
  });

  it('shows passwords to those who ask inside', async () => {
    const { stdout } = await container.exec('show-access');
    expect(stdout).toContain(await token());
    expect(stdout).toContain((await container.exec('cat', '/data/secrets/grafana-admin-password')).stdout);
  });

  it('backs its database up, and takes a backup back while Grafana goes on', async () => {
    const service = '/run/mesh-observatory/services/collector';
    const { stdout } = await container.exec('collector', 'backup');
    const backup = /^\S+\/data\/backups\/\S+\.db/.exec(stdout)?.[0];
    expect({ stdout, backup }).toHaveProperty('backup', expect.any(String));
    expect((await container.exec('s6-svc', '-wD', '-d', service)).code).toBe(0);
    expect(await container.exec('collector', 'restore', backup!)).toMatchObject({ code: 0 });
    expect(await container.get('http://127.0.0.1:3000/api/health')).toHaveProperty('database', 'ok');
    expect((await container.exec('s6-svc', '-u', service)).code).toBe(0);
    await container.becomes('healthy');
  });

  it('stops both on SIGTERM, flushed, with code 0', async () => {
    expect(await container.stop()).toBe(0);
    expect(container.log()).toMatch(/grafana +\|.*Stopped/);
    expect(container.log()).not.toMatch(/Stopping took more than/);
  });
});

describe('a service that keeps ending', () => {
  it('is started ever more slowly, while the other goes on', async () => {
    // The collector has this port.
    const container = await startContainer({ environment: { SIMULATE: SMALL_MESH, GF_SERVER_HTTP_PORT: '8080' } });
    await until(() => /grafana +\| +Starts again in 4 s/.test(container.log()), { what: container.log });
    expect(container.log()).toMatch(/grafana +\| +Starts again in 2 s/);
    expect(container.log()).toMatch(/Grafana ended with code 1; it is started again/);
    expect(await container.get('http://127.0.0.1:8080/healthz')).toHaveProperty('status', 'ok');
    // Also while it waits for its turn.
    expect(await container.stop()).toBe(1);
  });
});
