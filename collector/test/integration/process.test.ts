import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node, Page } from '@mesh-observatory/contract/resources';
import { spawnCollector, startCollector, type Environment } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';

/** A collector that needs nothing but itself. */
const ALONE = { EMBEDDED_BROKER: 'true', EMBEDDED_BROKER_PORT: '0' };

describe('the process', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: string;

  beforeEach(() => {
    folder = temporaryFolder();
    database = join(folder.path, 'mesh.db');
  });
  afterEach(() => folder.remove());

  /** Runs to the end; what people see is stderr. */
  async function run(
    env: Environment,
    ...args: string[]
  ): Promise<{ code: number | null; stderr: string; logs: string }> {
    const collector = spawnCollector({ DATABASE_PATH: database, ...env }, { args });
    const code = await collector.exited;
    return { code, stderr: collector.stderr, logs: JSON.stringify(collector.logs) };
  }

  it('reports all configuration mistakes and ends with 64', async () => {
    const { code, stderr } = await run({ PORT: 'eighty', MQTT_QOS: '2', API_TOKEN: 'short' });
    expect(code).toBe(64);
    expect(stderr).toContain('PORT is "eighty"');
    expect(stderr).toContain('MQTT_QOS is "2"');
    expect(stderr).toContain('API_TOKEN is set: must have at least 16 characters');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('names the channel whose key is wrong, never the key', async () => {
    const { code, stderr } = await run({ ...ALONE, CHANNEL_KEYS: 'Hikers:s3cr3t!canary' });
    expect(code).toBe(64);
    expect(stderr).toContain('"Hikers"');
    expect(stderr).not.toContain('canary');
  });

  it.each(['PORT', 'EMBEDDED_BROKER_PORT'])('says in one line that %s is taken and ends with 69', async (variable) => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await until(() => squatter.listening);
    const { port } = squatter.address() as AddressInfo;
    const { code, stderr } = await run({ ...ALONE, [variable]: String(port) });
    squatter.close();
    expect(code).toBe(69);
    expect(stderr).toContain(variable);
    expect(stderr).toContain(String(port));
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('leaves a database alone that another collector uses, and ends with 69', async () => {
    const first = await startCollector({ ...ALONE, DATABASE_PATH: database });
    const { code, stderr } = await run(ALONE);
    expect(code).toBe(69);
    expect(stderr).toContain(database);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    expect(await first.stop()).toBe(0);
  });

  it('refuses a file that is no database, names the way out, and touches nothing', async () => {
    writeFileSync(database, 'this is not a database, but somebody may want it back'.repeat(100));
    const before = readFileSync(database);
    const { code, stderr } = await run(ALONE);
    expect(code).toBe(65);
    expect(stderr).toContain(database);
    expect(stderr).toContain('restore');
    expect(readFileSync(database).equals(before)).toBe(true);
    const quarantined = await startCollector({
      ...ALONE,
      DATABASE_PATH: database,
      DATABASE_ON_CORRUPTION: 'quarantine',
    });
    await quarantined.stop();
    expect(readdirSync(folder.path).length).toBeGreaterThan(1);
  });

  it('refuses a database that is newer than the program, and ends with 78', async () => {
    await (await startCollector({ ...ALONE, DATABASE_PATH: database })).stop();
    const newer = new Database(database);
    newer.pragma('user_version = 9999');
    newer.close();
    const { code, stderr } = await run(ALONE);
    expect(code).toBe(78);
    expect(stderr).toContain('9999');
  });

  it('never opens simulated data for real traffic', async () => {
    const simulated = await startCollector({
      SIMULATE: 'nodes=12,history=0',
      EMBEDDED_BROKER_PORT: '0',
      DATABASE_PATH: database,
    });
    await simulated.stop();
    const { code, stderr } = await run(ALONE);
    expect(code).toBe(78);
    expect(stderr).toMatch(/simulat/);
  });

  it('explains the demo and shows a mesh that lives', async () => {
    const demo = await startCollector({
      SIMULATE: 'nodes=30,history=1,speed=60',
      EMBEDDED_BROKER_PORT: '0',
      DATABASE_PATH: database,
    });
    const banner = () => demo.logs.map(({ msg }) => msg).join('\n');
    await until(() => banner().includes('SIMULATED MESH'));
    expect(banner()).toContain('MQTT_BROKER=');
    await until(async () => (await fetch(`${demo.url}/readyz`)).status === 200);
    await until(
      async () =>
        (await demo.get<Page<Node>>('/api/nodes?limit=100')).data.filter(({ latitude }) => latitude !== null).length >=
        20,
    );
    const before = (await demo.get<{ brokers: { received: number }[] }>('/api/stats')).brokers[0]!.received;
    await until(
      async () =>
        (await demo.get<{ brokers: { received: number }[] }>('/api/stats')).brokers[0]!.received > before + 20,
    );
    for (const path of ['positions', 'telemetry', 'messages', 'links', 'traceroutes', 'gateways']) {
      expect((await demo.get<Page<unknown>>(`/api/${path}`)).data.length).toBeGreaterThan(0);
    }
    expect(await demo.get('/api/health')).toMatchObject({ simulated: true });
    expect(await demo.stop()).toBe(0);
  });

  it('ends with 0 on SIGTERM and leaves no journal behind', async () => {
    const collector = await startCollector({ ...ALONE, DATABASE_PATH: database });
    collector.signal('SIGTERM');
    expect(await collector.exited).toBe(0);
    expect(existsSync(`${database}-wal`)).toBe(false);
  });

  it('ends at once with 130 on a second signal, while the first has not stopped it yet', async () => {
    const module = fileURLToPath(new URL('../helpers/signal-while-stopping.mjs', import.meta.url));
    const impatient = await startCollector(
      { ...ALONE, DATABASE_PATH: database },
      { preloads: [{ module, environment: {} }] },
    );
    impatient.signal('SIGINT');
    expect(await impatient.exited).toBe(130);
    expect(impatient.stderr).toBe('Forced shutdown. Unacknowledged messages will be redelivered.\n');
  });

  it('backs up while the collector runs, restores, and checks', async () => {
    const collector = await startCollector({ ...ALONE, DATABASE_PATH: database });
    const backup = await run({}, 'backup');
    expect(backup.code).toBe(0);
    const [copy] = readdirSync(join(folder.path, 'backups'));
    expect((await run({}, 'restore', join(folder.path, 'backups', copy!))).code).toBe(69); // it is in use
    await collector.stop();
    expect((await run({}, 'restore', join(folder.path, 'backups', copy!))).code).toBe(0);
    expect(await run({}, 'integrity')).toMatchObject({ code: 0 });
    expect((await run({}, 'restore', join(folder.path, 'nothing.db'))).code).not.toBe(0);
    expect((await run({}, 'dance')).code).toBe(64);
  });
});
