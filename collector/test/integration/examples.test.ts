import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { startSimulatedCollector, type Collector } from '@mesh-observatory/test-kit/collector';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const API_TOKEN = 'the-token-of-the-examples';
const run = promisify(execFile);

let folder: ReturnType<typeof temporaryFolder>;
let collector: Collector | undefined;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = temporaryFolder();
  collector = await startSimulatedCollector('nodes=30,speed=60,seed=7,history=3', {
    DATABASE_PATH: join(folder.path, 'mesh.db'),
    API_TOKEN,
  });
  environment = { PATH: process.env.PATH, MESH_URL: collector.url, API_TOKEN };
});
afterAll(async () => {
  await collector?.stop();
  folder.remove();
});

describe('examples/rest.sh', () => {
  it('prints nodes, messages as CSV, and data frames', async () => {
    const { stdout } = await run(join(examples, 'rest.sh'), { env: environment });
    const [, nodes, messages, frames] = stdout.split(/^# .*\n/m);
    expect((JSON.parse(nodes!) as { data: unknown[] }).data).toHaveLength(5);
    expect(messages!.trim().split('\n').length).toBeGreaterThan(1);
    expect(messages).toMatch(/^packetId,fromId,/);
    expect(JSON.parse(frames!)).toMatchObject({ results: { A: { status: 200, frames: [expect.anything()] } } });
  });

  it('fails with the collector’s message when the token is wrong', async () => {
    const wrong = run(join(examples, 'rest.sh'), { env: { ...environment, API_TOKEN: 'another-token-altogether' } });
    await expect(wrong).rejects.toMatchObject({ stdout: expect.stringContaining('A valid token is required') });
  });
});

describe('examples/rest.ts', () => {
  it('prints the links of all pages, weakest first', async () => {
    const { stdout } = await run(process.execPath, [tsx, join(examples, 'rest.ts')], { env: environment });
    const lines = stdout.trim().split('\n');
    const values = lines.map((line) => Number(/^![0-9a-f]{8} → ![0-9a-f]{8} {2}(-?[\d.]+) dB$/.exec(line)?.[1]));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    // More than a page of 100.
    expect(values.length).toBeGreaterThan(100);
  });
});

describe('examples/websocket.ts', () => {
  it('prints messages and battery levels as they come in', async () => {
    const child = spawn(process.execPath, [tsx, join(examples, 'websocket.ts')], { env: environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      await until(() => /Battery of ![0-9a-f]{8}: \d+ %/.test(output), { what: () => output });
      // A client that is slow to subscribe gets the default first.
      expect(output).toMatch(
        /^Connected, protocol 1\n(Subscribed to nodes,.*\n)?Subscribed to (telemetry, messages|messages, telemetry)\n/,
      );
    } finally {
      child.kill();
      await ended;
    }
  });
});

describe('examples/queries.sql', () => {
  it('answers every query with rows', () => {
    const database = new Database(join(folder.path, 'mesh.db'), { readonly: true });
    try {
      const statements = readFileSync(join(examples, 'queries.sql'), 'utf8')
        .replace(/^--.*$/gm, '')
        .split(';')
        .map((sql) => sql.trim())
        .filter((sql) => sql !== '');
      expect(statements).toHaveLength(4);
      for (const sql of statements) expect(database.prepare(sql).all()).not.toEqual([]);
    } finally {
      database.close();
    }
  });
});

describe('examples/prometheus', () => {
  it('is accepted by promtool, and Prometheus scrapes the collector and evaluates the rule with it', async () => {
    const place = join(folder.path, 'prometheus');
    cpSync(join(examples, 'prometheus'), place, { recursive: true });
    const configuration = join(place, 'prometheus.yml');
    const text = readFileSync(configuration, 'utf8');
    expect(text).toContain('[127.0.0.1:8080]');
    const ours = text
      .replace('127.0.0.1:8080', new URL(collector!.url).host)
      .replace('scrape_interval: 30s', 'scrape_interval: 1s\n  evaluation_interval: 1s');
    writeFileSync(configuration, ours);
    writeFileSync(join(place, 'api-token'), API_TOKEN);
    execFileSync('promtool', ['check', 'config', configuration], { stdio: 'pipe' });

    const url = `http://127.0.0.1:${await freePort()}`;
    const child = spawn(
      'prometheus',
      [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${join(place, 'data')}`,
        `--web.listen-address=${new URL(url).host}`,
      ],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const get = async (path: string) => (await fetch(`${url}${path}`)).json() as Promise<{ data: unknown }>;
    const expression = encodeURIComponent(
      'up{job="mesh"} == 1 and on (instance) meshtastic_device_battery_level_ratio',
    );
    try {
      const found = await until(async () => {
        const { data } = await get(`/api/v1/query?query=${expression}`);
        return (data as { result: unknown[] }).result.length > 0;
      });
      expect(found).toBe(true);
      const rule = await until(async () => {
        const { data } = await get('/api/v1/rules');
        const [group] = (data as { groups: { rules: { name: string; health: string }[] }[] }).groups;
        return group?.rules.find(({ health }) => health !== 'unknown');
      });
      expect(rule).toMatchObject({ name: 'RouterBatteryLow', health: 'ok' });
    } finally {
      child.kill();
      await ended;
    }
  });
});
