import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createVolume, killContainers, startContainer } from './support/container.js';

afterAll(killContainers);

const PUBLISH = fileURLToPath(new URL('support/publish-texts.mjs', import.meta.url));
const DASHBOARDS = fileURLToPath(new URL('../../../dashboards/json/', import.meta.url));
const MESSAGES = 400;
const EMBEDDED_BROKER = { EMBEDDED_BROKER: 'true' };
const secret = (data: string, name: string) => readFileSync(join(data, 'secrets', name), 'utf8');

describe('what a gateway was promised', () => {
  it('is in the next container, when the first is stopped right after the last acknowledgement', async () => {
    const data = createVolume();
    const first = await startContainer({ data, environment: EMBEDDED_BROKER });
    await first.becomes('healthy');
    const before = ['api-token', 'grafana-admin-password', 'gateway-password'].map((name) => secret(data, name));

    const published = await first.inNetwork(
      process.execPath,
      PUBLISH,
      String(MESSAGES),
      'gateway',
      secret(data, 'gateway-password'),
    );
    expect(published).toMatchObject({ code: 0, stdout: `${MESSAGES} acknowledged\n` });
    expect(await first.stop()).toBe(0);

    const second = await startContainer({ data, environment: EMBEDDED_BROKER });
    await second.becomes('healthy');
    expect(['api-token', 'grafana-admin-password', 'gateway-password'].map((name) => secret(data, name))).toEqual(
      before,
    );
    const stats = await second.get('http://127.0.0.1:8080/api/messages?limit=1000', secret(data, 'api-token'));
    expect((stats as { data: unknown[] }).data).toHaveLength(MESSAGES);
    // Grafana's database, too.
    expect(await second.get('http://127.0.0.1:3000/stand-in/state')).toHaveProperty('starts', 2);
    expect(await second.stop()).toBe(0);
  });

  it('needs the account of the broker: nobody else gets in', async () => {
    const container = await startContainer({ environment: EMBEDDED_BROKER });
    await container.becomes('healthy');
    const refused = await container.inNetwork(process.execPath, PUBLISH, '1', 'gateway', 'wrong');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/bad user ?name or password/i),
    });
    expect((await container.exec('show-access')).stdout).toMatch(
      /Gateways[\s\S]*user +gateway\n +password +[A-Za-z0-9]{32}\n/,
    );
    expect(await container.stop()).toBe(0);
  });

  it('holds for a user id chosen by the platform, as long as its group is 0', async () => {
    const container = await startContainer({
      environment: { SIMULATE: 'nodes=12,speed=1,seed=1,history=1', PROMETHEUS_URL: 'http://prometheus:9090' },
      user: 1_000_670_000,
    });
    await container.becomes('healthy');
    // Named a Prometheus, Grafana has it as a data source, and the dashboards on it.
    expect(await container.get('http://127.0.0.1:3000/stand-in/state')).toMatchObject({
      provisioning: expect.arrayContaining(['datasources/prometheus.yaml']),
      dashboards: readdirSync(DASHBOARDS).sort(),
    });
    expect(await container.stop()).toBe(0);
  });
});
