import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createVolume, killContainers, startContainer, type Container } from './support/container.js';
import { until } from '@mesh-observatory/test-kit/until';

afterAll(killContainers);

/** Whether the supervisor would start the service, and how it last ended. */
const supervised = async (container: Container, service: string) =>
  (
    await container.exec('s6-svstat', '-o', 'up,wantedup,exitcode', `/run/mesh-observatory/services/${service}`)
  ).stdout.trim();

const staysOff = (container: Container, service: string, code: number) =>
  until(async () => (await supervised(container, service)) === `false false ${code}`, { what: container.log });

/** The file of a database that once was one. */
function damagedVolume(): string {
  const data = createVolume();
  mkdirSync(join(data, 'collector'));
  writeFileSync(join(data, 'collector/mesh.db'), 'This is not a database, and was never one. '.repeat(500));
  for (const path of ['collector', 'collector/mesh.db']) chownSync(join(data, path), 472, 0);
  return data;
}

describe('a mistake that a restart would only repeat', () => {
  it.each([
    {
      name: 'in the configuration',
      code: 64,
      options: () => ({ environment: { SIMULATE: 'true', DATA_RETENTION_DAYS: 'for ever' } }),
      reason: /collector \|.*DATA_RETENTION_DAYS/,
    },
    {
      name: 'in the database',
      code: 65,
      options: () => ({ environment: { MQTT_BROKER: '127.0.0.1:1' }, data: damagedVolume() }),
      reason: /collector \|.*mesh\.db/,
    },
  ])('$name keeps the collector off, readable and red, while Grafana goes on', async ({ code, options, reason }) => {
    const container = await startContainer(options());
    await staysOff(container, 'collector', code);
    await until(() => container.get('http://127.0.0.1:3000/api/health'), { what: container.log });
    expect(await container.becomes('unhealthy')).toContain(
      `collector does not answer (it last ended with code ${code})`,
    );
    expect(container.log()).toMatch(reason);
    expect(container.log().match(/The collector stays off/g)).toHaveLength(1);
    expect(await container.stop()).toBe(code);
  });

  it('in what alerts are to do keeps Grafana off, while the collector goes on', async () => {
    const container = await startContainer({ environment: { MQTT_BROKER: '127.0.0.1:1', ALERT_RULES: 'all' } });
    await staysOff(container, 'grafana', 64);
    await until(() => container.get('http://127.0.0.1:8080/healthz'), { what: container.log });
    expect(await container.becomes('unhealthy')).toContain('grafana does not answer (it last ended with code 64)');
    expect(container.log()).toMatch(/grafana +\|.*ALERT_RULES/);
    expect(await container.stop()).toBe(64);
  });
});

describe('a volume that cannot be written', () => {
  it('ends the container at once, with the command that helps', async () => {
    const data = createVolume();
    chownSync(data, 0, 0);
    chmodSync(data, 0o755);
    const container = await startContainer({ data, environment: { SIMULATE: 'true' } });
    expect(await container.ended).toBe(73);
    expect(container.log()).toMatch(/\/data cannot be written by user 472.*chown 472:0/);
  });
});
